import { v7 as uuid } from 'uuid'
import { underAge } from '../core/consent-age.ts'
import { Problem } from '../core/errors.ts'
import { Blob } from './blob.ts'
import { lawsOf } from '../core/laws.ts'
import { copiesFor, copyValues, withCopies } from './kept-copy.ts'
import type { Caller } from './caller.ts'
import { linksOf, type EventLinks } from './ledger.ts'
import { PeopleReader } from './people-read.ts'
import { placeOf } from './person-rows.ts'
import { evidenceSecrets, keptSource, sealEvidence, type NewGrant } from './seal-person.ts'
import { sealReason } from './reason.ts'
import { Sealed } from './seal.ts'
import { changeVault } from './vault-write.ts'

/** A grant as it is kept, with its evidence opened. */
export interface KeptGrant {
  readonly id: string
  readonly purpose: string
  readonly basis: string
  readonly notice: string | null
  readonly evidence: NewGrant['evidence']
  readonly confirmed: boolean
  readonly guardian: boolean
  readonly under_age: boolean
  readonly given_at: Date
  readonly by: { readonly kind: string; readonly id: string }
  readonly expires_at: Date | null
  readonly marks: readonly {
    readonly kind: string
    readonly at: Date
    readonly by: { readonly kind: string; readonly id: string }
  }[]
}

/** What a decision about a person hangs on beside their grants. */
export interface PersonTimes {
  readonly created_at: Date
  readonly notice_due: Date | null
  readonly notice_told: Date | null
  /** For which there is, or was, a grant. */
  readonly purposes: readonly string[]
}

interface GrantRow {
  grant_id: string
  purpose: string
  basis: string
  notice: string | null
  evidence_kind: string | null
  confirmed: boolean
  guardian: boolean
  under_age: boolean
  version: number
  sealed: Buffer | null
  given_at: Date
  by_kind: string
  by_id: string
  expires_at: Date | null
  key_id: string
  marks: { kind: string; at: string; by_kind: string; by_id: string }[]
}

interface AgeFacts {
  key_id: string
  country: string | null
  version: number | null
  sealed: Buffer | null
}

/** Gives, checks, withdraws and reads grants for one caller. Standing follows in the same transaction. */
export class Grants {
  readonly #caller: Caller

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /**
   * Gives a grant to a person who is visible, found at the counter, or oneself.
   * @param lifted suppressions that the person's own word lifts
   */
  async give(person: string, grant: NewGrant, lifted: readonly Buffer[] = []): Promise<void> {
    const { house } = this.#caller
    const keyId = await this.keyOf(person)
    const sealed = await house.keyring.with([keyId], (keyOf) => {
      const key = keyOf(keyId)
      if (!key) throw new Problem('not_found')
      return sealEvidence(grant, keyId, key)
    })
    const laws = lawsOf(this.#caller.registered.laws, grant)
    const copies = laws.length === 0 ? [] : await copiesFor(this.#caller, person, laws, true)
    await this.#write(
      person,
      copies.length === 0 ? 'give' : 'give_kept',
      copies.length === 0 ? `select ${GIVE}` : withCopies(GIVE, 18),
      [
        grant.id,
        grant.purpose,
        grant.basis,
        grant.notice,
        grant.evidence?.kind ?? null,
        grant.guardian,
        grant.under_age,
        sealed,
        grant.expires_at,
        lifted,
      ],
      copies.length === 0 ? [] : copyValues(copies),
    )
    const secrets = evidenceSecrets(grant)
    if (secrets.length === 0) return
    const stated = {
      kind: 'person',
      detail: `evidence for ${grant.purpose}`,
      notice: null,
      collected_at: null,
    } as const
    const { kind, id } = this.#caller.actor
    await changeVault(this.#caller, person, { secrets, removed: [] }, keptSource(stated, { kind, id }))
  }

  /** The person's own word: it counts at once, and lifts the marks that kept them from being reached. */
  async giveOwn(person: string, grant: NewGrant): Promise<void> {
    const { house } = this.#caller
    const reader = new PeopleReader(this.#caller)
    const { fields } = await reader.byId(person, ['email', 'phone'])
    const lifted = (['email', 'phone'] as const).flatMap((field) => {
      const held = fields[field]
      return held && 'value' in held ? [house.blind.suppression(field, held.value)] : []
    })
    await this.give(person, grant, lifted)
  }

  /** A second person's check, or the person's own confirmation. Throws `grant_closed`, `second_person_needed`. */
  async check(
    person: string,
    grant: string,
    verdict: 'accepted' | 'refused' | 'confirmed',
    reason: string | null = null,
  ): Promise<void> {
    const links = linksOf([person])
    const keyId = reason === null ? null : await this.keyOf(person)
    const sealed =
      keyId && reason
        ? await this.#caller.house.keyring.with([keyId], (keyOf) =>
            sealReason(reason, person, links.event, keyId, keyOf(keyId)),
          )
        : null
    await this.#caller.door(
      'check_grant',
      'select gate.check_grant($1,$2::uuid,$3::uuid,$4,$5::uuid,$6,$7::uuid,$8,$9,$10,$11)',
      [person, grant, verdict, uuid(), sealed, ...eventValues(links)],
    )
    this.#caller.house.counts.clear()
  }

  /** Withdraws every open grant of a purpose, or of all. Returns how many were open. */
  async withdraw(person: string, purpose: string): Promise<number> {
    const [row] = await this.#write<{ withdraw: number }>(
      person,
      'withdraw',
      'select gate.withdraw($1,$2::uuid,$3,$4::uuid,$5,$6,$7,$8)',
      [purpose],
    )
    return row?.withdraw ?? 0
  }

  /** A last word in a purpose: its term starts anew. */
  async renew(person: string, purpose: string): Promise<void> {
    await this.#caller.door('renew', 'select gate.renew($1,$2::uuid,$3)', [person, purpose])
  }

  /** People who are still to be told where their data came from, and can be by e-mail; for the system alone. */
  async untold(most: number): Promise<string[]> {
    const rows = await this.#caller.door<{ person_id: string }>(
      'untold_people',
      'select * from gate.untold_people($1,$2)',
      [most],
    )
    return rows.map(({ person_id }) => person_id)
  }

  /** The person has been told where their data came from. */
  async told(person: string): Promise<void> {
    await this.#caller.door('told', 'select gate.told($1,$2::uuid,$3::uuid,$4,$5,$6,$7)', [
      person,
      ...eventValues(linksOf([person])),
    ])
  }

  /** When a visible person came, and was told where from. Throws `not_found`. */
  async times(person: string): Promise<PersonTimes> {
    const [row] = await this.#caller.door<PersonTimes>(
      'read_times',
      'select * from gate.read_times($1,$2::uuid)',
      [person],
    )
    if (!row) throw new Problem('not_found')
    return row
  }

  /** The history of a visible person's grants, newest first, their evidence opened after a ledger line. */
  async of(person: string): Promise<KeptGrant[]> {
    const { house, actor, purpose } = this.#caller
    const rows = await this.#caller.door<GrantRow>(
      'read_grants',
      'select * from gate.read_grants($1,$2::uuid)',
      [person],
    )
    if (rows.length === 0) return []
    const reading = {
      actor,
      purpose: purpose.id,
      kind: 'opened',
      fields: ['grants'],
      people: [person],
      listed: true,
    }
    if ((await house.ledger.log(reading)).has(person)) throw new Problem('not_found')
    return house.keyring.with([rows[0]!.key_id], (keyOf) =>
      rows.map((row) => keptGrant(row, keyOf(row.key_id))),
    )
  }

  /**
   * Whether the person is under their country's age of consent. Only the answer leaves the gate, not the date.
   * Throws `not_found`.
   */
  async underAge(person: string): Promise<boolean> {
    const [row] = await this.#caller.door<AgeFacts>(
      'age_facts',
      'select * from gate.age_facts($1,$2::uuid)',
      [person],
    )
    if (!row) throw new Problem('not_found')
    const { key_id, sealed, version } = row
    if (!sealed) return false
    const place = placeOf({ person_id: person, key_id, compartment: 'demographic', sealed_version: version })
    return this.#caller.house.keyring.with([key_id], (keyOf) => {
      const key = keyOf(key_id)
      const plain = key && new Sealed(place, sealed).openWith(key)
      if (!plain) throw new Problem('not_found')
      return underAge(Blob.read(plain).value('birth_date'), row.country, Date.now())
    })
  }

  /** The key of a person to whom this caller may write; throws `not_found`. */
  async keyOf(person: string): Promise<string> {
    const [row] = await this.#caller.door<{ key_id: string | null }>(
      'key_of',
      'select gate.key_of($1,$2::uuid) as key_id',
      [person],
    )
    if (!row?.key_id) throw new Problem('not_found')
    return row.key_id
  }

  #write<Row>(
    person: string,
    name: string,
    text: string,
    values: readonly unknown[],
    after: readonly unknown[] = [],
  ): Promise<Row[]> {
    this.#caller.house.counts.clear()
    const event = eventValues(linksOf([person]))
    return this.#caller.door<Row>(name, text, [person, ...values, ...event, ...after])
  }
}

const GIVE = `gate.give($1,$2::uuid,$3::uuid,$4,$5,$6,$7,$8,$9,$10,$11::timestamptz,$12,$13::uuid,$14,$15,$16,$17)`

/** The values by which a door writes its event: id, salts, places, hashes, root. */
export function eventValues(links: EventLinks): unknown[] {
  return [links.event, links.salts, links.places, links.hashes, links.root]
}

function keptGrant(row: GrantRow, key: Buffer | undefined): KeptGrant {
  const place = {
    table: 'grants',
    column: 'sealed',
    row: row.grant_id,
    version: row.version,
    keyId: row.key_id,
  }
  const plain = key && row.sealed ? new Sealed(place, row.sealed).openWith(key) : undefined
  return {
    id: row.grant_id,
    purpose: row.purpose,
    basis: row.basis,
    notice: row.notice,
    evidence: plain
      ? (JSON.parse(plain.toString('utf8')) as NewGrant['evidence'])
      : row.evidence_kind
        ? { kind: row.evidence_kind }
        : null,
    confirmed: row.confirmed,
    guardian: row.guardian,
    under_age: row.under_age,
    given_at: row.given_at,
    by: { kind: row.by_kind, id: row.by_id },
    expires_at: row.expires_at,
    marks: row.marks.map((m) => ({ kind: m.kind, at: new Date(m.at), by: { kind: m.by_kind, id: m.by_id } })),
  }
}
