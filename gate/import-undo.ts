import { randomBytes } from './bytes.ts'
import type { House } from './caller.ts'
import type { Erasures } from './erasures.ts'
import { asProblem } from './refusals.ts'
import { SYSTEM } from './token.ts'

/** People whose erasures are recorded in one commit, and carried out before the next: few enough to be read through. */
const BATCH = 50

interface Batch {
  readonly up_to: string
  readonly erasures: readonly string[]
}

/**
 * Undoes imports that somebody has asked to undo: batch after batch is recorded (db/migrations/0090_undo_import.sql says
 * who goes and who stays) and carried out as erasures. A crash at any line is mended by going on: what is recorded is an
 * erasure like any other, and who was not reached yet is reached the next time.
 */
export class ImportUndos {
  readonly #house: House
  readonly #erasures: Erasures

  constructor(house: House, erasures: Erasures) {
    this.#house = house
    this.#erasures = erasures
  }

  /** Goes on with one to its end; nothing where it has ended. */
  async carryOut(id: string): Promise<void> {
    for (let after: string | null = null; ;) {
      const [batch]: Batch[] = await this.#asSystem(
        'select * from gate.undo_batch($1,$2::uuid,$3::uuid,$4,$5)',
        [id, after, BATCH, randomBytes(32)],
      )
      if (!batch) break
      this.#house.counts.clear()
      for (const erasure of batch.erasures) await this.#erasures.carryOut(erasure)
      after = batch.up_to
    }
    // recorded before a crash, and not carried out by then
    await this.#erasures.goOn()
    await this.#asSystem('select gate.end_undo($1,$2::uuid)', [id])
  }

  /** Goes on with all that have not ended. Returns how many. */
  async goOn(): Promise<number> {
    const open = await this.#asSystem<{ import_id: string }>('select * from gate.open_undos($1)', [])
    for (const { import_id } of open) await this.carryOut(import_id)
    return open.length
  }

  async #asSystem<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const { database, mint } = this.#house
    try {
      return await database.on('erasures', async ({ client, pid }) => {
        const token = mint.token(SYSTEM, 'rights.request', 'conn', pid, database.moment())
        return (await client.query(text, [token, ...values])).rows as Row[]
      })
    } catch (error) {
      throw asProblem(error)
    }
  }
}
