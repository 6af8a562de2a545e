import { v7 as uuid } from 'uuid'
import type { Law } from '../core/laws.ts'
import type { Purpose } from '../core/purposes.ts'
import type { Caller } from './caller.ts'
import { eventValues } from './grants.ts'
import { linksOf } from './ledger.ts'

/** Writes purposes, wordings, balancing tests and laws; the database asks the role and the second person. */
export class Registries {
  readonly #caller: Caller

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /** A new version of a purpose's wording, in English; returns its id, such as `marketing.email@2`. */
  async writeNotice(purpose: string, text: string): Promise<string> {
    const [row] = await this.#caller.door<{ id: string }>(
      'write_notice',
      'select gate.write_notice($1,$2,$3,$4::uuid,$5,$6) as id',
      [purpose, text, ...aboutNobody()],
    )
    return row!.id
  }

  /** The same wording in another language. Throws `version_conflict` where it has one: a text never changes. */
  async translateNotice(notice: string, language: string, text: string): Promise<void> {
    await this.#caller.door('translate_notice', 'select gate.translate_notice($1,$2,$3,$4,$5::uuid,$6,$7)', [
      notice,
      language,
      text,
      ...aboutNobody(),
    ])
  }

  /**
   * Writes down a purpose of the organisation's own, as core admitted it; it waits for a second person.
   * @param wording what a person reads before they agree, where it accepts consent
   * @returns the proposal's id
   */
  async proposePurpose(purpose: Purpose, wording: string | null): Promise<string> {
    const id = uuid()
    const { term } = purpose
    await this.#caller.door('propose_purpose', PROPOSE, [
      id,
      purpose.id,
      purpose.parent,
      purpose.title,
      purpose.says,
      purpose.dpv,
      purpose.bases,
      purpose.roles,
      purpose.actors,
      purpose.opens,
      purpose.fields ?? null,
      'months' in term ? term.months : null,
      'after' in term ? term.after : 'months' in term ? 'unstated' : null,
      purpose.silence?.months ?? null,
      wording,
      ...aboutNobody(),
    ])
    return id
  }

  /** A second person accepts it, and it is a purpose from now on, or refuses it. Returns the purpose's id. */
  async checkPurpose(proposal: string, accept: boolean, reason: string): Promise<string> {
    const [row] = await this.#caller.door<{ id: string }>(
      'check_purpose',
      'select gate.check_purpose($1,$2::uuid,$3,$4,$5::uuid,$6,$7) as id',
      [proposal, accept, reason, ...aboutNobody()],
    )
    return row!.id
  }

  /** Nobody works for it any more; `endGrants` ends what rests on it. Returns the purpose's id. */
  async endPurpose(proposal: string): Promise<string> {
    const [row] = await this.#caller.door<{ id: string }>(
      'end_purpose',
      'select gate.end_purpose($1,$2::uuid,$3::uuid,$4,$5) as id',
      [proposal, ...aboutNobody()],
    )
    return row!.id
  }

  /** People with an open grant for a purpose that has ended; for the system alone. */
  async peopleOfEnded(most: number): Promise<{ purpose: string; people: string[] } | undefined> {
    const rows = await this.#caller.door<{ purpose: string; person_id: string }>(
      'people_of_ended',
      'select * from gate.people_of_ended($1,$2)',
      [most],
    )
    const [first] = rows
    return first && { purpose: first.purpose, people: rows.map((row) => row.person_id) }
  }

  /** Ends their grants for it, with one line that each of them finds in the ledger. */
  async endGrants(purpose: string, people: readonly string[]): Promise<void> {
    await this.#caller.door('end_grants', 'select gate.end_grants($1,$2,$3::uuid[],$4::uuid,$5,$6,$7,$8)', [
      purpose,
      people,
      ...eventValues(linksOf(people)),
    ])
    this.#caller.house.counts.clear()
  }

  /** A weighing of interests that waits for its signature. */
  async writeTest(purpose: string, text: string): Promise<string> {
    const id = uuid()
    await this.#caller.door('write_test', 'select gate.write_test($1,$2::uuid,$3,$4)', [id, purpose, text])
    return id
  }

  /** Signed by a second person; from now on the legitimate interest may be leant on. */
  async signTest(id: string): Promise<void> {
    await this.#caller.door('sign_test', 'select gate.sign_test($1,$2::uuid)', [id])
  }

  /** It no longer holds; what leant on it ends in the same transaction. */
  async endTest(id: string): Promise<void> {
    await this.#caller.door('end_test', 'select gate.end_test($1,$2::uuid)', [id])
  }

  /** A law that waits for its signature. */
  async writeLaw(law: Omit<Law, 'id'>): Promise<string> {
    const id = uuid()
    const { name, article, country, purposes, fields, months, counted } = law
    await this.#caller.door('write_law', 'select gate.write_law($1,$2::uuid,$3,$4,$5,$6,$7,$8,$9)', [
      ...[id, name, article, country, purposes, fields, months, counted],
    ])
    return id
  }

  /** Signed by a second person; contracts that fall under it have their copies from now on. */
  async signLaw(id: string): Promise<void> {
    await this.#caller.door('sign_law', 'select gate.sign_law($1,$2::uuid)', [id])
  }

  /** Asks for its end, or as a second person ends it; copies that were made stay to their date. */
  async endLaw(id: string): Promise<'asked' | 'ended'> {
    const [row] = await this.#caller.door<{ said: 'asked' | 'ended' }>(
      'end_law',
      'select gate.end_law($1,$2::uuid) as said',
      [id],
    )
    return row!.said
  }
}

const PROPOSE =
  'select gate.propose_purpose($1,$2::uuid,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17::uuid,$18,$19)'

/** The values of an event that is about nobody: id, hashes, root. */
function aboutNobody(): unknown[] {
  const { event, hashes, root } = linksOf([])
  return [event, hashes, root]
}
