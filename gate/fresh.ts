import { FRESH_MINUTES } from '../core/secrets.ts'
import { Problem } from '../core/errors.ts'
import { sameBytes } from './bytes.ts'
import type { House } from './caller.ts'
import { keyedHash } from './secrets.ts'
import type { Actor } from './token.ts'

/** Staff who are signed in at a screen: which session it is, and nothing by which it could be used. */
export interface AtScreen extends Actor {
  /** Derived from the session's secret; null for whoever calls with a token. */
  readonly session: string | null
}

/** Passwords that were asked again. Rows are bound to session, staff and moment by a MAC: one written by SQL is none. */
export class Fresh {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /** Keeps that the password was right just now. Returns until when that counts. Throws `session_needed`. */
  async keep(who: AtScreen): Promise<Date> {
    const at = new Date()
    const session = sessionBytes(who)
    await this.#ask(who, 'select gate.put_fresh($1,$2,$3::timestamptz,$4)', [
      session,
      at,
      this.#mac(session, who, at),
    ])
    return new Date(at.getTime() + FRESH_MINUTES * 60_000)
  }

  /**
   * The session for a door that asks once more.
   * @throws Problem `session_needed`, `fresh_sign_in_needed`
   */
  async check(who: AtScreen): Promise<Buffer> {
    const session = sessionBytes(who)
    const [row] = await this.#ask<{ at: Date; mac: Buffer }>(who, 'select * from gate.read_fresh($1,$2)', [
      session,
    ])
    if (!row || !sameBytes(row.mac, this.#mac(session, who, row.at)))
      throw new Problem('fresh_sign_in_needed')
    return session
  }

  #mac(session: Buffer, { id }: Actor, at: Date): Buffer {
    return keyedHash(
      this.#house.keyring,
      'session',
      'fresh',
      session.toString('hex'),
      id,
      String(at.getTime()),
    )
  }

  #ask<R>(by: Actor, text: string, values: unknown[]): Promise<R[]> {
    const { database, mint } = this.#house
    return database.on('staff', async ({ client, pid }) => {
      const token = mint.token(by, 'analytics.aggregate', 'conn', pid, database.moment())
      return (await client.query(text, [token, ...values])).rows as R[]
    })
  }
}

function sessionBytes({ kind, session }: AtScreen): Buffer {
  if (kind !== 'staff' || session === null) throw new Problem('session_needed')
  return Buffer.from(session, 'base64url')
}
