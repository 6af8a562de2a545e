import { v7 as uuid } from 'uuid'
import type { Caller, House } from './caller.ts'
import { SYSTEM } from './token.ts'

/** What a job works on: ids alone. */
export interface JobIds {
  readonly person?: string | null
  /** An import, an erasure. */
  readonly subject?: string | null
}

export interface Job {
  readonly id: string
  readonly name: string
  readonly person: string | null
  readonly subject: string | null
  /** This try included. */
  readonly attempts: number
}

/** Puts a job into the queue, in the caller's transaction: it is there when, and only when, the rest is. */
export async function putJob(caller: Caller, name: string, ids: JobIds, at: Date): Promise<string> {
  const id = uuid()
  await caller.door('put_job', 'select gate.put_job($1,$2::uuid,$3,$4::uuid,$5::uuid,$6)', [
    id,
    name,
    ids.person ?? null,
    ids.subject ?? null,
    at,
  ])
  return id
}

/** The queue as a worker sees it. */
export class Jobs {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /**
   * The next job of those names, held for so many seconds.
   * @param known names that this worker can do
   */
  async take(known: readonly string[], seconds: number): Promise<Job | undefined> {
    const [row] = await this.#ask<JobRow>('select * from gate.take_job($1,$2,$3)', [known, seconds])
    if (!row) return undefined
    const { job_id: id, name, person_id: person, subject_id: subject, attempts } = row
    return { id, name, person, subject, attempts }
  }

  /** Still at it: holds the job for so many seconds more. */
  async hold(id: string, seconds: number): Promise<void> {
    await this.#ask(SETTLE, [id, null, null, seconds])
  }

  async done(id: string): Promise<void> {
    await this.#ask(SETTLE, [id, null, null, null])
  }

  /** Tried again at that time. @param problem the code of what went wrong */
  async again(id: string, at: Date, problem: string): Promise<void> {
    await this.#ask(SETTLE, [id, at, problem, null])
  }

  #ask<R>(text: string, values: unknown[]): Promise<R[]> {
    const { database, mint } = this.#house
    return database.on('staff', async ({ client, pid }) => {
      const token = mint.token(SYSTEM, 'rights.request', 'conn', pid, database.moment())
      return (await client.query(text, [token, ...values])).rows as R[]
    })
  }
}

const SETTLE = 'select gate.settle_job($1,$2::uuid,$3,$4,$5)'

interface JobRow {
  job_id: string
  name: string
  person_id: string | null
  subject_id: string | null
  attempts: number
}
