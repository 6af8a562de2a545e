import { Problem } from '../core/errors.ts'
import { isFieldName, type FieldName } from '../core/fields.ts'
import { displayName } from '../core/names.ts'
import type { Source } from '../core/sources.ts'
import { takeFields, takeWords } from '../core/intake.ts'
import { isSecretKind, type SecretKind } from '../core/secrets.ts'
import { normaliseField } from '../core/values.ts'
import { searchedBy } from './blind.ts'
import { Blob } from './blob.ts'
import { copiesFor, copyValues, sealCopy, withCopies, type KeptCopy, type KeptFields } from './kept-copy.ts'
import { lawsOf } from '../core/laws.ts'
import { sealReason } from './reason.ts'
import { linksOf } from './ledger.ts'
import { PeopleReader, WITHHELD, type OpenedPerson } from './people-read.ts'
import { together, type ClosedPerson } from './person-rows.ts'
import { covers } from './registry.ts'
import { changeVault, PUT_SECRETS, putValues, sealSecrets } from './vault-write.ts'
import {
  compartmentsFor,
  countryOf,
  dueDate,
  keptSource,
  sealChanged,
  sealNew,
  takePerson,
  type NewPerson,
} from './seal-person.ts'

/** What someone at the counter can say of themself. */
export interface Identifiers {
  readonly email?: string
  readonly phone?: string
  readonly customer_number?: string
  readonly birth_date?: string
  readonly family_name?: string
}

export interface FoundPerson {
  readonly id: string
  readonly name: string
  /** Until when what they ask for may be recorded. */
  readonly until: Date
}

interface FoundRow {
  readonly person_id: string
  readonly key_id: string
  readonly sealed_version: number
  readonly sealed: Buffer
}

/** Milliseconds. */
const FOUND_FOR = 15 * 60_000

type Row = Parameters<typeof together>[0][number]

/** One statement for all that a person begins with. */
const CREATE = `gate.create_people($1,$2::uuid,$3::uuid[],$4::uuid[],$5,$6::timestamptz[],$7::uuid[],$8,$9,$10::timestamptz[],
  $11::uuid[],$12,$13,$14,$15::uuid[],$16,$17,$18::uuid[],$19::uuid[],$20,$21,$22,$23,$24,$25,$26,$27::timestamptz[],
  $28::uuid,$29,$30,$31,$32,$33)`
/** The same for several calls at once, each a person with a line of their own (gate/gather.ts). */
export const CREATE_EACH = {
  name: 'create_each',
  text: `select gate.create_each($1,$2::uuid[],$3::uuid[],$4,$5::timestamptz[],$6::uuid[],$7,$8,$9::timestamptz[],$10::uuid[],
    $11,$12,$13,$14::uuid[],$15,$16,$17::uuid[],$18::uuid[],$19,$20,$21,$22,$23,$24,$25,$26::timestamptz[],$27::uuid[],$28,$29)`,
}
/** The same with what goes to the vault: the second call only once the first has been made. */
const CREATE_WITH_SECRETS = `case when (${CREATE})::text is not null then gate.put_secrets($1,${PUT_SECRETS.replace(
  /\$(\d+)/g,
  (_, place: string) => `$${Number(place) + 32}`,
)})::text end`
const CHANGE = `gate.change_person($1,$2::uuid,$3,$4,$5,$6::uuid,$7,$8,$9::timestamptz,$10,$11,$12,$13,$14,$15,$16,
  $17::timestamptz,$18::uuid,$19,$20,$21,$22,$23)`

/** Reads and writes people for one caller. Each write is one statement that also writes its line in the ledger. */
export class People extends PeopleReader {
  /**
   * Collects people: sealed values, source, tokens, grants, standing and ledger line, all or nothing.
   * @param importId names the import that the people come from
   * @param turn awaited once everything is sealed, before it is sent: sealing and writing may overlap
   * @returns their ids, in order
   * @throws Problem of a field (with its pointer), `grant_missing`, and what a grant may be refused for
   */
  async create(
    people: readonly NewPerson[],
    importId: string | null = null,
    turn?: Promise<unknown>,
  ): Promise<string[]> {
    return (await this.#create(people, importId, turn)).map(({ id }) => id)
  }

  /** The same for one person, who is answered as the purpose shows them: what was just said, in its normal form. */
  async createOne(person: NewPerson): Promise<OpenedPerson> {
    const [made] = await this.#create([person], null)
    const { id, country, plain, source } = made!
    const fields: OpenedPerson['fields'] = {}
    for (const [name, value] of Object.entries(plain) as [FieldName, string][])
      fields[name] = covers(this.caller.purpose, name) ? { value, source, earlier: [] } : WITHHELD
    const now = new Date()
    const { secrets } = made!
    const masks = covers(this.caller.purpose, 'country') && this.caller.purpose.opens.includes('vault')
    const vault = masks ? { secrets } : { secretsWithheld: [...new Set(secrets.map(({ kind }) => kind))] }
    return { id, version: 1, created_at: now, changed_at: now, country, fields, ...vault }
  }

  async #create(
    people: readonly NewPerson[],
    importId: string | null,
    turn?: Promise<unknown>,
  ): Promise<ReturnType<typeof sealNew>[]> {
    const { house, actor } = this.caller
    const by = { kind: importId === null ? actor.kind : 'import', id: actor.id }
    const keys = await house.keyring.take(people.length)
    const taken = people.map((person) => takePerson(person, by))
    for (const each of taken)
      if (each.incoming.length > 0)
        each.secrets = await sealSecrets(house, each.person.id, each.incoming, each.source)
    const made = await house.keyring.with(keys, (keyOf) =>
      taken.map(({ person, source, secrets }, i) => {
        if (person.grants.length === 0) throw new Problem('grant_missing', { pointer: '/grants' })
        return sealNew(person, keys[i]!, keyOf(keys[i]!), source, secrets)
      }),
    )
    const secrets = made.flatMap((m) => m.secrets)
    const ids = made.map((m) => m.id)
    const links = linksOf(ids)
    const fields = [...new Set(made.flatMap((m) => m.names))].sort()
    const grants = made.flatMap((m) => m.grants)
    const tokens = made.map((m) => house.blind.tokensOf(m.plain, m.matches))
    const values = made.flatMap((m) => m.values.map((v) => ({ person: m.id, ...v })))
    const orders = made.map((m) => house.blind.order(m.plain))
    const columns = [
      ids,
      keys,
      made.map((m) => m.country),
      made.map((m) => m.due),
      made.map((m) => m.source.id),
      made.map((m) => m.source.kind),
      made.map((m) => m.source.notice),
      made.map((m) => m.source.collected_at),
      values.map((v) => v.person),
      values.map((v) => v.compartment),
      values.map((v) => v.held),
      values.map((v) => v.sealed),
      made.flatMap((m, i) => tokens[i]!.map(() => m.id)),
      tokens.flat(),
      orders,
      grants.map((g) => g.id),
      grants.map((g) => g.person),
      grants.map((g) => g.purpose),
      grants.map((g) => g.basis),
      grants.map((g) => g.notice),
      grants.map((g) => g.evidence?.kind ?? null),
      grants.map((g) => g.guardian),
      grants.map((g) => g.under_age),
      grants.map((g) => g.sealed),
      grants.map((g) => g.expires_at),
    ]
    const copies = await this.#newCopies(made)
    const vault = secrets.length === 0 ? [] : putValues(secrets)
    const create = secrets.length === 0 ? CREATE : CREATE_WITH_SECRETS
    await turn
    const plain = secrets.length === 0 && copies.length === 0
    if (plain && importId === null && made.length === 1 && this.caller.gather) {
      await this.caller.gather([...columns, [links.event], [fields.join(',')], links.salts])
      house.counts.clear()
      return made
    }
    await this.caller.door(
      `create_people${secrets.length === 0 ? '' : '_with_secrets'}${copies.length === 0 ? '' : '_kept'}`,
      copies.length === 0 ? `select ${create}` : withCopies(create, 34 + vault.length),
      [
        importId,
        ...columns,
        links.event,
        fields.join(','),
        links.salts,
        links.places,
        links.hashes,
        links.root,
        ...vault,
        ...(copies.length === 0 ? [] : copyValues(copies)),
      ],
    )
    house.counts.clear()
    return made
  }

  /** What laws make us keep of new people, each under a key of its own (gate/kept-copy.ts). */
  async #newCopies(made: readonly ReturnType<typeof sealNew>[]): Promise<KeptCopy[]> {
    const { house, registered } = this.caller
    const wanted = made.flatMap((m) => {
      const laws = new Set(m.grants.flatMap((grant) => lawsOf(registered.laws, grant)))
      const values: KeptFields = m.country === null ? m.plain : { ...m.plain, country: m.country }
      return [...laws].map((law) => ({ law, person: m.id, values }))
    })
    if (wanted.length === 0) return []
    const keys = await house.keyring.take(wanted.length)
    return house.keyring.with(keys, (keyOf) =>
      wanted.map(({ law, person, values }, i) =>
        sealCopy(house.blind, law, { person, keyId: keys[i]!, version: 1 }, keyOf(keys[i]!), values),
      ),
    )
  }

  /**
   * Changes some fields of one person (null removes one). What is replaced stays beside the new value until erasure.
   * @param expected the version that the change was made from; the newest when left out
   * @throws Problem `not_found`, `version_conflict`, `not_allowed` for a field that the purpose does not open
   */
  async change(
    id: string,
    sent: Partial<Record<FieldName | SecretKind, string | null>>,
    stated: Source,
    expected?: number,
  ): Promise<void> {
    const { house, actor, purpose } = this.caller
    const names = Object.keys(sent).filter((name) => isFieldName(name))
    const kinds = Object.keys(sent).filter((name) => isSecretKind(name))
    for (const name of [...names, ...kinds])
      if (isSecretKind(name) ? !purpose.opens.includes('vault') : !covers(purpose, name))
        throw new Problem('not_allowed', { pointer: `/fields/${name}` })
    const person = await this.#closed(id, compartmentsFor(names))
    if (expected !== undefined && person.version !== expected) throw new Problem('version_conflict')
    const words = takeWords(stated.detail, 'source', '/source/detail')
    const source = keptSource({ ...stated, detail: words.text }, { kind: actor.kind, id: actor.id })
    const intake = takeFields(sent, countryOf(sent) ?? person.country ?? undefined)
    const fields = intake.texts
    const secrets = [...intake.secrets, ...words.secrets]
    const country = fields.country === undefined ? undefined : fields.country
    const newCountry = country ? normaliseField('country', country).value : null
    const changed = await house.keyring.with([person.keyId], (keyOf) => {
      const key = keyOf(person.keyId)
      if (!key) throw new Problem('not_found')
      return sealChanged(person, key, fields, source, newCountry ?? person.country)
    })
    const searched = names.some(searchedBy)
    const before = searched ? house.blind.tokensOf(changed.before) : []
    const after = searched ? house.blind.tokensOf(changed.after) : []
    const renamed = names.includes('given_name') || names.includes('family_name')
    const links = linksOf([id])
    const now: Partial<Record<FieldName, string | undefined>> = {}
    for (const name of names) now[name] = name === 'country' ? (newCountry ?? undefined) : changed.after[name]
    const laws = this.caller.registered.laws.filter((law) =>
      law.fields.some((field) => names.includes(field)),
    )
    const copies = laws.length === 0 ? [] : await copiesFor(this.caller, id, laws, false, now)
    await this.caller.door(
      copies.length === 0 ? 'change_person' : 'change_person_kept',
      copies.length === 0 ? `select ${CHANGE}` : withCopies(CHANGE, 24),
      [
        id,
        person.version,
        country !== undefined,
        newCountry,
        source.id,
        source.kind,
        source.notice,
        source.collected_at,
        changed.values.map((v) => v.compartment),
        changed.values.map((v) => v.version),
        changed.values.map((v) => v.held),
        changed.values.map((v) => v.sealed),
        without(before, after),
        without(after, before),
        renamed ? house.blind.order(changed.after) : null,
        dueDate(stated),
        links.event,
        [...new Set([...names, ...kinds, ...secrets.map(({ kind }) => kind)])].sort().join(','),
        links.salts,
        links.places,
        links.hashes,
        links.root,
        ...(copies.length === 0 ? [] : copyValues(copies)),
      ],
    )
    if (secrets.length > 0 || intake.removed.length > 0)
      await changeVault(this.caller, id, { secrets, removed: intake.removed }, source)
  }

  /**
   * Someone is here: two exact identifiers, whether or not the person is visible. The name is given, and what they
   * ask for may be recorded for a quarter of an hour; the person sees who asked and why.
   * @throws Problem `find_needs_two`, `too_many_requests`, `purpose_not_for_call`
   */
  async find(identifiers: Identifiers, reason: string, country?: string): Promise<FoundPerson | undefined> {
    const { house, actor, purpose } = this.caller
    const [first, second] = this.#exactTokens(identifiers, country)
    if (!first || !second) throw new Problem('find_needs_two', { pointer: '/identifiers' })
    const until = new Date(Date.now() + FOUND_FOR)
    const rows = await this.#asked([[first], [second]], until)
    const empty = {
      version: 0,
      country: null,
      created_at: until,
      changed_at: until,
      compartment: 'identity' as const,
    }
    const [person] = together(rows.map((row) => ({ ...empty, ...row })))
    if (!person) return undefined
    const links = linksOf([person.id])
    const { keyId } = person
    const sealedReason = await house.keyring.with([keyId], (keyOf) =>
      sealReason(reason, person.id, links.event, keyId, keyOf(keyId)),
    )
    // committed before the name is opened, on the gate's own connection: a rollback cannot hide it
    const line = { kind: 'found', fields: 'given_name,family_name', person: person.id }
    await house.ledger.recordReason({ actor, purpose: purpose.id, ...line }, links, sealedReason, false)
    const name = await house.keyring.with([keyId], (keyOf) => {
      const key = keyOf(keyId)
      const plain = key && person.sealed.get('identity')?.openWith(key)
      if (!plain) throw new Problem('not_found')
      const blob = Blob.read(plain)
      return displayName({ given_name: blob.value('given_name'), family_name: blob.value('family_name') })
    })
    return { id: person.id, name, until }
  }

  /** Counts the question and asks it, each in a transaction of its own: nothing that the caller undoes takes it back. */
  #asked(question: readonly [Buffer[], Buffer[]], until: Date): Promise<FoundRow[]> {
    const { house, actor, purpose } = this.caller
    return house.database.on('counter', async ({ client, pid }) => {
      const token = house.mint.token(actor, purpose.id, 'conn', pid, house.database.moment())
      await client.query('select gate.count_find($1,$2,$3)', [token, ...question])
      const text = 'select * from gate.find_person($1,$2,$3,$4::timestamptz)'
      return (await client.query<FoundRow>(text, [token, ...question, until])).rows
    })
  }

  #exactTokens(identifiers: Identifiers, country?: string): Buffer[] {
    const { blind } = this.caller.house
    const tokens: Buffer[] = []
    for (const field of ['email', 'phone', 'customer_number'] as const) {
      const value = identifiers[field]
      if (value) tokens.push(blind.exact(field, value, country))
    }
    if (identifiers.birth_date && identifiers.family_name)
      tokens.push(blind.birth(identifiers.birth_date, identifiers.family_name))
    return tokens
  }

  async #closed(id: string, compartments: readonly string[]): Promise<ClosedPerson> {
    const rows = await this.caller.door<Row>(
      'read_for_change',
      'select * from gate.read_for_change($1,$2::uuid,$3)',
      [id, compartments],
    )
    const [person] = together(rows)
    if (!person) throw new Problem('not_found')
    return person
  }
}

function without(these: readonly Buffer[], those: readonly Buffer[]): Buffer[] {
  const known = new Set(those.map((token) => token.toString('hex')))
  return these.filter((token) => !known.has(token.toString('hex')))
}
