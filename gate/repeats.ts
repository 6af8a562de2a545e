import type pg from 'pg'
import { v4 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import type { House } from './caller.ts'
import { keyedHash } from './secrets.ts'

/** What became of an earlier request with the same key. */
export interface Done {
  readonly status: number
  readonly id: string | null
}

/** A key that was taken for one try of a request. */
export interface Repeat {
  readonly key: Buffer
  readonly holder: string
}

/**
 * Writes that may be asked for twice (`Idempotency-Key`). Kept for thirty days: keyed hashes of who asked for what, the
 * status, and the id of what was made; never the request or the answer. That a write was done is noted in its own
 * transaction, so that no crash comes between.
 */
export class Repeats {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /**
   * Takes the key for a request.
   * @param owner actor and purpose: the key of another is another key
   * @param oneCommit what is done is one transaction, which notes it by `keepIn`: a try that was cut off did nothing
   * @returns the key as it was taken, or what became of the same request before
   * @throws Problem `idempotency_reused` for another request; `version_conflict` while the first still runs;
   *   `request_unsettled` where the first did not end and may have done some of it
   */
  async reserve(owner: string, key: string, request: string, oneCommit: boolean): Promise<Done | Repeat> {
    const taken: Repeat = {
      key: keyedHash(this.#house.keyring, 'session', 'repeat', owner, key),
      holder: uuid(),
    }
    const hash = keyedHash(this.#house.keyring, 'session', 'request', request)
    const [row] = await this.#ask<Row>('select * from gate.reserve($1,$2,$3::uuid,$4)', [
      taken.key,
      hash,
      taken.holder,
      oneCommit,
    ])
    if (!row || row.fresh) return taken
    if (!row.same) throw new Problem('idempotency_reused')
    if (row.unsettled && !oneCommit) throw new Problem('request_unsettled')
    if (row.status === null)
      throw new Problem('version_conflict', { detail: 'the same request is still running', retryAfter: 1 })
    return { status: row.status, id: row.result_id }
  }

  /** After a deed of several transactions. */
  async keep({ key, holder }: Repeat, status: number, answer: unknown): Promise<void> {
    await this.#ask(KEEP, [key, holder, status, idOf(answer)])
  }

  /** Nothing was stored: the key may be used again. What was noted all the same stays noted. */
  async giveUp({ key, holder }: Repeat): Promise<void> {
    await this.#ask('select gate.give_up($1,$2::uuid)', [key, holder])
  }

  #ask<R>(text: string, values: unknown[]): Promise<R[]> {
    return this.#house.database.on(
      'staff',
      async ({ client }) => (await client.query(text, values)).rows as R[],
    )
  }
}

/**
 * Notes in a transaction what it does, with its last statement.
 * @throws Problem `version_conflict` where another try has taken the key over; then nothing of this one stays
 */
export async function keepIn(
  client: pg.ClientBase,
  { key, holder }: Repeat,
  status: number,
  answer: unknown,
): Promise<void> {
  await client.query(KEEP, [key, holder, status, idOf(answer)])
}

const KEEP = 'select gate.keep_result($1,$2::uuid,$3,$4::uuid)'

function idOf(answer: unknown): string | null {
  const id = (answer as { id?: unknown } | null | undefined)?.id
  return typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? id : null
}

interface Row {
  fresh: boolean
  same: boolean
  status: number | null
  result_id: string | null
  unsettled: boolean
}
