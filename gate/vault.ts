import { Problem } from '../core/errors.ts'
import { normaliseSecret, openersOf, type SecretKind } from '../core/secrets.ts'
import type { House } from './caller.ts'
import { Fresh, type AtScreen } from './fresh.ts'
import { linksOf } from './ledger.ts'
import { sealReason } from './reason.ts'
import { Sealed } from './seal.ts'
import type { Actor } from './token.ts'
import { secretPlace } from './vault-write.ts'

/** A whole secret; it goes to whoever asked and is kept nowhere on the way. */
export interface OpenedSecret {
  readonly id: string
  readonly kind: SecretKind
  readonly value: string
}

interface TakenRow {
  outcome: 'open' | 'approval'
  kind: SecretKind
  key_id: string
  version: number
  sealed: Buffer
  owner_key_id: string
}

/**
 * Opens what is in the vault: for purposes and roles that may (core/secrets.ts), with a password asked again, a reason,
 * and beyond a few an hour a second person's word. The line is in the ledger before the key is used.
 */
export class Vault {
  readonly #house: House
  readonly fresh: Fresh

  constructor(house: House) {
    this.#house = house
    this.fresh = new Fresh(house)
  }

  /**
   * One whole secret of a person whom the purpose shows. Absent, invisible and erased alike: `not_found`; each try counts.
   * @throws Problem `reason_missing`, `purpose_not_for_call`, `not_allowed`, `session_needed`, `fresh_sign_in_needed`,
   *   `approval_needed`, `too_many_requests`, `not_found`
   */
  async open(
    who: AtScreen,
    purpose: string,
    person: string,
    id: string,
    reason: string,
  ): Promise<OpenedSecret> {
    if (reason.trim() === '') throw new Problem('reason_missing', { pointer: '/reason' })
    const session = await this.#mayOpen(who, purpose)
    const [row] = await this.#tried<TakenRow>(
      who,
      purpose,
      ['count_secret($1,$2::uuid,$3::uuid,$4)', 'take_secret($1,$2::uuid,$3::uuid,$4)'],
      [person, id, session],
    )
    if (!row) throw new Problem('not_found')
    if (row.outcome === 'approval') throw new Problem('approval_needed')
    await this.#log(who, purpose, person, row, reason.trim())
    const { key_id, kind, version, sealed } = row
    const value = await this.#house.keyring.with([key_id], (keyOf) => {
      const key = keyOf(key_id)
      const plain = key && new Sealed(secretPlace(person, id, kind, version, key_id), sealed).openWith(key)
      if (!plain) throw new Problem('not_found')
      const text = plain.toString('utf8')
      plain.fill(0)
      return text
    })
    return { id, kind, value }
  }

  /**
   * Who of the people that the purpose shows has this number. Hidden and absent are one answer; each try counts.
   * @throws Problem as `open`, and of a malformed number
   */
  async match(
    who: AtScreen,
    purpose: string,
    kind: SecretKind,
    value: string,
    country?: string,
  ): Promise<{ person_id: string; secret_id: string }[]> {
    const session = await this.#mayOpen(who, purpose)
    const token = this.#house.blind.secret(kind, normaliseSecret(kind, value, country).value)
    return this.#tried(who, purpose, ['count_match($1,$2,$3)', 'match_secrets($1,$2,$3)'], [session, [token]])
  }

  /** A statement of its own, committed whatever comes after: a refused try has been counted. */
  ask<R>(by: Actor, purpose: string, text: string, values: readonly unknown[]): Promise<R[]> {
    const { database, mint } = this.#house
    return database.on(`for ${purpose}`, async ({ client, pid }) => {
      const token = mint.token(by, purpose, 'conn', pid, database.moment())
      return (await client.query(text, [token, ...values])).rows as R[]
    })
  }

  /** Counts a try and asks for its answer, each in a transaction of its own: nothing takes the count back. */
  #tried<R>(by: Actor, purpose: string, [count, take]: [string, string], values: unknown[]): Promise<R[]> {
    const { database, mint } = this.#house
    return database.on(`for ${purpose}`, async ({ client, pid }) => {
      const token = mint.token(by, purpose, 'conn', pid, database.moment())
      await client.query(`select gate.${count}`, [token, ...values])
      return (await client.query(`select * from gate.${take}`, [token, ...values])).rows as R[]
    })
  }

  async #mayOpen(who: AtScreen, purpose: string): Promise<Buffer> {
    const { id } = await this.#house.registry.purpose(purpose)
    if (openersOf(id).length === 0) throw new Problem('purpose_not_for_call')
    return this.fresh.check(who)
  }

  /** Committed on a connection of its own before the key is used; asks standing once more. */
  async #log(who: Actor, purpose: string, person: string, row: TakenRow, reason: string): Promise<void> {
    const { keyring, ledger } = this.#house
    const links = linksOf([person])
    const sealed = await keyring.with([row.owner_key_id], (keyOf) =>
      sealReason(reason, person, links.event, row.owner_key_id, keyOf(row.owner_key_id)),
    )
    const gone = await ledger.recordReason(
      { actor: who, purpose, kind: 'secret_opened', fields: row.kind, person },
      links,
      sealed,
    )
    if (gone) throw new Problem('not_found')
  }
}
