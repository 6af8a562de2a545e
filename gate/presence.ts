import pg from 'pg'
import { Problem } from '../core/errors.ts'

/** Any fixed number: held shared by every open gate, alone by a restore. */
const HOUSE = 7_041_779

/**
 * That this gate is here, as others can see it: two advisory locks of the database, on a connection of its own. The
 * one named by the token key keeps the next start from taking that key away; the other keeps a restore from replacing
 * what is in use. A lost connection is made anew.
 */
export class Presence {
  readonly #url: string
  readonly #keyNo: string
  #client: pg.Client | undefined
  #left = false

  private constructor(url: string, keyNo: string) {
    this.#url = url
    this.#keyNo = keyNo
  }

  /** @throws Problem `house_in_use` while a restore replaces the database */
  static async announce(url: string, keyNo: string): Promise<Presence> {
    const presence = new Presence(url, keyNo)
    await presence.#enter()
    return presence
  }

  async leave(): Promise<void> {
    this.#left = true
    await this.#client?.end().catch(() => undefined)
  }

  async #enter(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'goodfaith presence' })
    client.on('error', () => undefined)
    client.once('end', () => void this.#again())
    await client.connect()
    const { rows } = await client.query<{ free: boolean }>(
      'select pg_try_advisory_lock_shared($1) as free, pg_advisory_lock_shared($2::bigint)',
      [HOUSE, this.#keyNo],
    )
    if (!rows[0]!.free) {
      this.#left = true
      await client.end()
      throw new Problem('house_in_use', { detail: 'a restore is replacing the database' })
    }
    this.#client = client
  }

  async #again(): Promise<void> {
    if (this.#client === undefined) return
    this.#client = undefined
    while (!this.#left && this.#client === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 500).unref())
      await this.#enter().catch(() => undefined)
    }
  }
}

/**
 * Keeps every gate out for as long as the connection lives.
 * @throws Problem `house_in_use` when one is open
 */
export async function keepOthersOut(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [HOUSE])
  if (!rows[0]!.free)
    throw new Problem('house_in_use', { detail: 'a server, or another command, works with this database' })
}
