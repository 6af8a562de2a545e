import { Problem } from '../core/errors.ts'
import type { House } from './caller.ts'
import { keyedHash } from './secrets.ts'

/** What became of an earlier request with the same key. */
export interface Done {
  readonly status: number
  readonly id: string | null
}

/**
 * Writes that may be asked for twice (`Idempotency-Key`). Kept for a day: keyed hashes of who asked for what, the
 * status, and the id of what was made; never the request or the answer.
 */
export class Repeats {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /**
   * Takes the key for a request.
   * @param owner actor and purpose: the key of another is another key
   * @returns its handle, or what became of the same request before
   * @throws Problem `idempotency_reused` for another request; `version_conflict` while the first still runs
   */
  async reserve(owner: string, key: string, request: string): Promise<Done | Buffer> {
    const handle = keyedHash(this.#house.keyring, 'session', 'repeat', owner, key)
    const hash = keyedHash(this.#house.keyring, 'session', 'request', request)
    const [row] = await this.#ask<Row>('select * from gate.reserve($1,$2)', [handle, hash])
    if (!row || row.fresh) return handle
    if (!row.same) throw new Problem('idempotency_reused')
    if (row.status === null)
      throw new Problem('version_conflict', { detail: 'the same request is still running', retryAfter: 1 })
    return { status: row.status, id: row.result_id }
  }

  async keep(handle: Buffer, status: number, id: string | null): Promise<void> {
    await this.#ask('select gate.keep_result($1,$2,$3::uuid)', [handle, status, id])
  }

  /** Nothing was stored: the key may be used again. */
  async giveUp(handle: Buffer): Promise<void> {
    await this.#ask('select gate.give_up($1)', [handle])
  }

  #ask<R>(text: string, values: unknown[]): Promise<R[]> {
    return this.#house.database.on(
      'staff',
      async ({ client }) => (await client.query(text, values)).rows as R[],
    )
  }
}

interface Row {
  fresh: boolean
  same: boolean
  status: number | null
  result_id: string | null
}
