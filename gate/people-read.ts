import { FIELDS, type Compartment, type FieldName } from '../core/fields.ts'
import { Problem } from '../core/errors.ts'
import { sortName } from '../core/names.ts'
import type { Purpose } from '../core/purposes.ts'
import { Blob, type KeptValue } from './blob.ts'
import type { Caller } from './caller.ts'
import type { Look } from './looks.ts'
import { PAGE_COLUMNS, together, type ClosedPerson, type PersonRow } from './person-rows.ts'
import { packed, unpack } from './packed.ts'
import { covers, coversNames } from './registry.ts'
import { isSecretKind, SECRETS, type SecretKind } from '../core/secrets.ts'
import { readVaultList, type KeptSecret } from './vault-list.ts'

/** A field that is held and not shown, with the reason as a code (contract, "API"). */
export interface Withheld {
  readonly withheld: 'not_for_this_purpose'
}

export interface OpenedPerson {
  readonly id: string
  readonly version: number
  readonly created_at: Date
  readonly changed_at: Date
  readonly country: string | null
  readonly fields: Partial<Record<FieldName, KeptValue | Withheld>>
  /** Masks of what is in the vault, the newest first; single reads of a whole person alone. */
  readonly secrets?: readonly KeptSecret[]
  /** Kinds of secrets that are held, where not even their masks are for this purpose. */
  readonly secretsWithheld?: readonly SecretKind[]
}

export interface PageOf<T> {
  readonly items: T[]
  /** Opaque; null at the end. */
  readonly next: string | null
}

/** Held, and not for the purpose of this caller. */
export const WITHHELD: Withheld = { withheld: 'not_for_this_purpose' }
const MOST_OF_A_PAGE = 200

/** Reads people for one caller. Every method logs before a key is used and asks standing again (design, section 4). */
export class PeopleReader {
  protected readonly caller: Caller

  constructor(caller: Caller) {
    this.caller = caller
  }

  /**
   * One person as the purpose allows. Absent, invisible and erased alike: throws `not_found`.
   * @param fields only these; all that the purpose opens when left out
   */
  async byId(
    id: string,
    fields?: readonly FieldName[],
    kind: 'opened' | 'exported' = 'opened',
  ): Promise<OpenedPerson> {
    const wanted = fields ?? (Object.keys(FIELDS) as FieldName[])
    if (this.caller.look) {
      const seen = await this.caller.look({ id, kind, ...this.#asked(wanted, fields === undefined) })
      const [person] = seen === 'several' ? [] : await this.unseal(together(seen), wanted)
      if (!person) throw new Problem('not_found')
      return person
    }
    const rows = await this.caller.door<PersonRow>(
      'read_people',
      'select * from gate.read_people($1,$2::uuid[],$3)',
      [[id], this.#asked(wanted, fields === undefined).wanted],
    )
    const [person] = await this.open(together(rows), wanted, kind)
    if (!person) throw new Problem('not_found')
    return person
  }

  /** Whether the person is visible, without opening anything. Throws `not_found`. */
  async sees(id: string): Promise<void> {
    const rows = await this.caller.door<PersonRow>(
      'read_people',
      'select * from gate.read_people($1,$2::uuid[],$3)',
      [[id], []],
    )
    if (rows.length === 0) throw new Problem('not_found')
  }

  /** People by ids; those who are not visible are not in the answer. Order as given. */
  async byIds(ids: readonly string[], fields: readonly FieldName[]): Promise<OpenedPerson[]> {
    const rows = await this.caller.door<PersonRow>(
      'read_people',
      'select * from gate.read_people($1,$2::uuid[],$3)',
      [ids, this.#compartments(fields)],
    )
    const found = new Map(
      (await this.open(together(rows), fields, 'listed')).map((person) => [person.id, person]),
    )
    return ids.flatMap((id) => found.get(id) ?? [])
  }

  /**
   * A page of people. `name` needs a purpose that opens names (`search_not_covered`); `recent` is by arrival.
   * @param limit at most 200
   */
  async list(options: {
    sort: 'name' | '-name' | 'recent'
    limit: number
    cursor?: string | undefined
    fields: readonly FieldName[]
  }): Promise<PageOf<OpenedPerson>> {
    if (options.sort !== 'recent' && !coversNames(this.caller.purpose))
      throw new Problem('search_not_covered', { detail: 'sort by name' })
    const how = options.sort === 'recent' ? 'recent' : 'name'
    return this.#page({ ...options, how, backward: options.sort === '-name', words: [], kind: 'listed' })
  }

  /** Word prefixes of names, or one exact e-mail address or phone number, as the query looks like. */
  async search(options: {
    query: string
    limit: number
    cursor?: string | undefined
    fields: readonly FieldName[]
    country?: string | undefined
  }): Promise<PageOf<OpenedPerson>> {
    const { words, exact } = this.#words(options.query, options.country)
    if (words.length === 0) return { items: [], next: null }
    if (exact && options.cursor === undefined && this.caller.look) {
      const look = { word: words[0]!, kind: 'searched', ...this.#asked(options.fields) }
      const seen = await this.caller.look(look)
      if (seen !== 'several') return { items: await this.unseal(together(seen), options.fields), next: null }
    }
    return this.#page({ ...options, how: 'words', backward: false, words, kind: 'searched' })
  }

  /** How many an unfiltered screen shows, and about how many it withholds: tens, rounded down, or `few`. */
  async count(): Promise<{ shown: number; withheld: number | 'few' }> {
    const { counts } = this.caller.house
    let known = counts.get(this.caller.purpose.id)
    if (!known || Date.now() - known.at > 30_000) {
      const [row] = await this.caller.door<{ shown: string; held: string }>(
        'count_people',
        'select * from gate.count_people($1)',
        [],
      )
      known = { at: Date.now(), shown: Number(row?.shown ?? 0), held: Number(row?.held ?? 0) }
      counts.set(this.caller.purpose.id, known)
    }
    const tens = Math.floor(Math.max(known.held - known.shown, 0) / 10) * 10
    return { shown: known.shown, withheld: tens === 0 ? 'few' : tens }
  }

  /** Logs, asks standing again, then opens. People who lost it meanwhile, or whose key is gone, are left out. */
  protected async open(
    people: readonly ClosedPerson[],
    wanted: readonly FieldName[],
    kind: string,
  ): Promise<OpenedPerson[]> {
    const { house, actor, purpose } = this.caller
    if (people.length === 0) return []
    const shown = wanted.filter(
      (field) => covers(purpose, field) && people.some((person) => mayHold(person, field)),
    )
    const masks = people.flatMap(({ sealed, held }) => (sealed.has('vault') ? [...(held ?? [])] : []))
    const gone = await house.ledger.log({
      actor,
      purpose: purpose.id,
      kind,
      fields: [...shown, ...new Set(masks.filter(isSecretKind))],
      people: people.map((person) => person.id),
      listed: kind === 'listed' || kind === 'searched',
    })
    return this.unseal(gone.size === 0 ? people : people.filter((person) => !gone.has(person.id)), wanted)
  }

  /** Opens people whose line stands. Those whose key is gone are left out. */
  protected unseal(people: readonly ClosedPerson[], wanted: readonly FieldName[]): Promise<OpenedPerson[]> {
    const { house, purpose } = this.caller
    return house.keyring.with(
      people.map((person) => person.keyId),
      (keyOf) =>
        people.flatMap((person) => {
          const key = keyOf(person.keyId)
          return key ? [openPerson(person, key, wanted, purpose)] : []
        }),
    )
  }

  /**
   * What a look brings along for these fields, and what its line says of them.
   * @param whole masks of the vault as well
   */
  #asked(fields: readonly FieldName[], whole = false): Pick<Look, 'wanted' | 'fields'> {
    const { purpose } = this.caller
    const covered: string[] = fields.filter((field) => covers(purpose, field)).sort()
    const wanted = this.#compartments(fields)
    if (!whole || !purpose.opens.includes('vault')) return { wanted, fields: covered }
    return { wanted: [...wanted, 'vault'], fields: [...covered, ...Object.keys(SECRETS)] }
  }

  async #rows(name: string, call: string, values: readonly unknown[]): Promise<PersonRow[]> {
    const [row] = await this.caller.door<{ packed: Buffer | null }>(name, packed(call), values)
    return unpack<PersonRow>(row?.packed, PAGE_COLUMNS)
  }

  async #page(asked: AskedPage): Promise<PageOf<OpenedPerson>> {
    const limit = Math.min(Math.max(asked.limit, 1), MOST_OF_A_PAGE)
    const after = asked.cursor === undefined ? undefined : readCursor(asked.cursor)
    const bounds = { code: after?.code ?? null, id: after?.id ?? null, most: limit + 1 }
    const rows = await (this.caller.page?.({ ...asked, ...bounds, ...this.#asked(asked.fields) }) ??
      this.#listed(asked, bounds))
    const closed = together(rows)
    const last = closed.length > limit ? closed[limit - 1] : undefined
    const page = closed.slice(0, limit)
    const opened = this.caller.page
      ? await this.unseal(page, asked.fields)
      : await this.open(page, asked.fields, asked.kind)
    const items = tiesInOrder(opened, page, asked.backward)
    return { items, next: last ? writeCursor(last) : null }
  }

  /** In a transaction: its line is committed apart, before anything is opened. */
  #listed({ how, backward, words, fields }: AskedPage, { code, id, most }: Bounds): Promise<PersonRow[]> {
    const wanted = this.#compartments(fields)
    if (how === 'recent')
      return this.#rows('list_recent', 'gate.list_recent($1,$2,$3::uuid,$4)', [wanted, id, most])
    if (how === 'name')
      return this.#rows('list_people', 'gate.list_people($1,$2,$3,$4,$5::uuid,$6)', [
        wanted,
        backward,
        code,
        id,
        most,
      ])
    return this.#rows('search_people', 'gate.search_people($1,$2,$3,$4::uuid,$5)', [words, wanted, id, most])
  }

  #words(query: string, country?: string): { words: Buffer[]; exact: boolean } {
    const { house, purpose } = this.caller
    const text = query.trim()
    const field = text.includes('@') ? 'email' : /^[+(]?[\d\s()./-]{5,}$/.test(text) ? 'phone' : undefined
    if (field === undefined) {
      if (!coversNames(purpose)) throw new Problem('search_not_covered', { detail: 'search by name' })
      return { words: house.blind.nameQuery(text), exact: false }
    }
    if (!covers(purpose, field)) throw new Problem('search_not_covered', { detail: `search by ${field}` })
    try {
      return { words: [house.blind.exact(field, text, country)], exact: true }
    } catch (error) {
      if (error instanceof Problem) return { words: [], exact: true }
      throw error
    }
  }

  #compartments(fields: readonly FieldName[]): Compartment[] {
    const wanted = new Set<Compartment | 'open'>(fields.map((field) => FIELDS[field].compartment))
    return this.caller.purpose.opens.filter((compartment) => wanted.has(compartment))
  }
}

/** A page as it is asked for. */
interface AskedPage {
  readonly how: 'name' | 'recent' | 'words'
  readonly backward: boolean
  readonly words: readonly Buffer[]
  readonly limit: number
  readonly cursor?: string | undefined
  readonly fields: readonly FieldName[]
  readonly kind: 'listed' | 'searched'
}

interface Bounds {
  readonly code: number | null
  readonly id: string | null
  /** One more than are shown. */
  readonly most: number
}

/** What is not held is not looked at; of lists it is not known before they are opened. */
function mayHold(person: ClosedPerson, field: FieldName): boolean {
  if (field === 'country') return person.country !== null
  return person.held?.has(field) ?? true
}

/** People whose order codes are equal (long names alike at their beginning), in order of their opened names. */
function tiesInOrder(
  items: OpenedPerson[],
  page: readonly ClosedPerson[],
  backward: boolean,
): OpenedPerson[] {
  if (typeof page[0]?.code !== 'number') return items
  if (page.every(({ code }, i) => code !== page[i - 1]?.code)) return items
  const codes = new Map(page.map((person) => [person.id, person.code]))
  const names = new Map(items.map((person) => [person.id, nameOf(person)]))
  return items.sort((a, b) => {
    const [x, y] = [codes.get(a.id) ?? 0, codes.get(b.id) ?? 0]
    const order = x === y ? NAMES.compare(names.get(a.id)!, names.get(b.id)!) : x - y
    return backward ? -order : order
  })
}

const NAMES = new Intl.Collator('und', { sensitivity: 'base' })

function nameOf({ fields: { given_name, family_name } }: OpenedPerson): string {
  const value = (held: KeptValue | Withheld | undefined) => (held && 'value' in held ? held.value : '')
  return sortName({ given_name: value(given_name), family_name: value(family_name) })
}

function openPerson(
  person: ClosedPerson,
  key: Buffer,
  wanted: readonly FieldName[],
  purpose: Purpose,
): OpenedPerson {
  const blobs = new Map<Compartment, Blob>()
  for (const [compartment, sealed] of person.sealed) {
    const plain = compartment === 'vault' ? undefined : sealed.openWith(key)
    if (plain) blobs.set(compartment, Blob.read(plain))
  }
  const fields: Partial<Record<FieldName, KeptValue | Withheld>> = {}
  for (const field of wanted) {
    const { compartment }: { compartment: Compartment | 'open' } = FIELDS[field]
    if (compartment === 'open') continue
    if (covers(purpose, field)) {
      const kept = blobs.get(compartment)?.kept(field)
      if (kept) fields[field] = kept
    } else if (person.held ? person.held.has(field) : compartment !== 'protective') fields[field] = WITHHELD
  }
  const { id, version, created_at, changed_at, country } = person
  return { id, version, created_at, changed_at, country, fields, ...secretsOf(person, key, purpose) }
}

/** What is known of a person's secrets: their masks, or that they are held. */
function secretsOf(
  person: ClosedPerson,
  key: Buffer,
  { opens }: Purpose,
): Pick<OpenedPerson, 'secrets' | 'secretsWithheld'> {
  const plain = person.sealed.get('vault')?.openWith(key)
  if (plain) return { secrets: readVaultList(plain) }
  const held = opens.includes('vault') ? [] : [...(person.held ?? [])].filter(isSecretKind)
  return held.length > 0 ? { secretsWithheld: held } : {}
}

/** An order code of 32 bits, or none, and an id: what the database would refuse must not come as far as that. */
const CURSOR = /^(-?\d{1,10})?\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function writeCursor(person: ClosedPerson): string {
  return Buffer.from(`${person.code ?? ''}.${person.id}`).toString('base64url')
}

function readCursor(cursor: string): { code: number | null; id: string } {
  const match = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  if (!match || Number(match[1] ?? 0) !== (Number(match[1] ?? 0) | 0))
    throw new Problem('input_invalid', { pointer: '/cursor', detail: 'the cursor is not one of ours' })
  return { code: match[1] === undefined ? null : Number(match[1]), id: match[2]! }
}
