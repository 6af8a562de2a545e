import type { Caller } from './caller.ts'
import { eventValues } from './grants.ts'
import { linksOf } from './ledger.ts'

/** A person of whom somebody else claimed that they agreed. */
export interface Claimed {
  readonly person: string
  readonly grants: readonly string[]
  /** Too young to be asked without their guardian. */
  readonly under_age: boolean
}

/** Claims that the person is asked about, once; for the system alone. */
export class Confirmations {
  readonly #caller: Caller

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /** People with claims that nobody has been asked about, a person once with all of theirs. */
  async unasked(most: number): Promise<Claimed[]> {
    const rows = await this.#caller.door<{ grant_id: string; person_id: string; under_age: boolean }>(
      'unasked_claims',
      'select * from gate.unasked_claims($1,$2)',
      [most],
    )
    const people = new Map<string, { person: string; grants: string[]; under_age: boolean }>()
    for (const { grant_id, person_id: person, under_age } of rows) {
      const claimed = people.get(person) ?? { person, grants: [], under_age: false }
      claimed.grants.push(grant_id)
      claimed.under_age ||= under_age
      people.set(person, claimed)
    }
    return [...people.values()]
  }

  /** Whether whoever has this address asked not to be written to. */
  async isSuppressed(email: string): Promise<boolean> {
    const token = this.#caller.house.blind.suppression('email', email)
    const rows = await this.#caller.door<{ channel: string }>(
      'suppressed',
      'select * from gate.suppressed($1,$2)',
      [[token]],
    )
    return rows.some(({ channel }) => channel === 'all' || channel === 'email')
  }

  /** They were asked with this transaction, or cannot be. Throws `version_conflict` where another worker was first. */
  async note({ person, grants }: Claimed, outcome: 'sent' | 'unaskable' | 'suppressed'): Promise<void> {
    await this.#caller.door(
      'note_asked',
      'select gate.note_asked($1,$2::uuid,$3::uuid[],$4,$5::uuid,$6,$7,$8,$9)',
      [person, grants, outcome, ...eventValues(linksOf([person]))],
    )
  }
}
