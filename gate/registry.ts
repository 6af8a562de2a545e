import { FIELDS, type Compartment, type FieldName } from '../core/fields.ts'
import { Problem } from '../core/errors.ts'
import type { BalancingTest } from '../core/grants.ts'
import { findPurpose, opensField, type Purpose, type PurposeKind, type Term } from '../core/purposes.ts'
import type { Law } from '../core/laws.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

export interface KnownNotice {
  readonly id: string
  readonly purpose: string
  readonly version: number
  /** In English, as it was written. */
  readonly text: string
  /** In other languages, by their primary tag. */
  readonly texts: ReadonlyMap<string, string>
}

/** What is registered in this database: purposes that ship and the organisation's own, notices, balancing tests. */
export interface Registered {
  readonly organisation: { readonly name: string; readonly country: string } | null
  readonly purposes: readonly Purpose[]
  readonly notices: ReadonlyMap<string, KnownNotice>
  readonly tests: readonly BalancingTest[]
  /** Signed by a second person, and not ended. */
  readonly laws: readonly Law[]
}

const FRESH = 10_000

/** The registries, read again every ten seconds or when told; the database itself looks again at every write. */
export class Registry {
  readonly #database: Database
  #known: Registered | undefined
  #readAt = 0

  constructor(database: Database) {
    this.#database = database
  }

  async now(): Promise<Registered> {
    if (!this.#known || Date.now() - this.#readAt > FRESH) await this.refresh()
    return this.#known!
  }

  /** Throws `purpose_unknown`, also for the headings of the tree: an unknown purpose means no. */
  async purpose(id: string): Promise<Purpose> {
    let purpose = findPurpose(id, (await this.now()).purposes)
    if (!purpose) {
      await this.refresh()
      purpose = findPurpose(id, this.#known!.purposes)
    }
    if (!purpose || purpose.kind === 'group') throw new Problem('purpose_unknown')
    return purpose
  }

  async refresh(): Promise<void> {
    this.#known = await this.#database.on('clock', async ({ client }) => {
      const organisation = await client.query<{ name: string; country: string }>(
        'select name, country from goodfaith.organisation',
      )
      const purposes = await client.query<Schema['purposes']>(
        'select * from goodfaith.purposes order by purpose',
      )
      const notices = await client.query<NoticeRow>(
        `select n.notice as id, n.purpose, n.version, n.text,
           array(select t.language from goodfaith.notice_texts t where t.notice = n.notice order by t.language) as languages,
           array(select t.text from goodfaith.notice_texts t where t.notice = n.notice order by t.language) as said
         from goodfaith.notices n`,
      )
      const known = new Map(notices.rows.map((row) => [row.id, asNotice(row)]))
      const tests = await client.query<Schema['balancing_tests']>(
        'select * from goodfaith.balancing_tests where signed_at is not null',
      )
      const laws = await client.query<Schema['laws']>(
        'select * from goodfaith.laws where signed_at is not null and ended_at is null order by written_at, law_id',
      )
      return {
        organisation: organisation.rows[0] ?? null,
        purposes: purposes.rows.map((row) => asPurpose(row, known)),
        notices: known,
        tests: tests.rows.map((test) => ({
          purpose: test.purpose,
          signed_at: test.signed_at!.getTime(),
          ended_at: test.ended_at?.getTime() ?? null,
        })),
        laws: laws.rows.map(asLaw),
      }
    })
    this.#readAt = Date.now()
  }
}

interface NoticeRow {
  id: string
  purpose: string
  version: number
  text: string
  languages: string[]
  said: string[]
}

function asNotice({ id, purpose, version, text, languages, said }: NoticeRow): KnownNotice {
  return { id, purpose, version, text, texts: new Map(languages.map((tongue, i) => [tongue, said[i]!])) }
}

/** The wording that people are asked with now: the newest version of the purpose's notice. */
export function currentNotice(
  { notices }: Pick<Registered, 'notices'>,
  purpose: string,
): KnownNotice | undefined {
  const versions = [...notices.values()].filter((notice) => notice.purpose === purpose)
  return versions.reduce<KnownNotice | undefined>(
    (newest, notice) => (newest && newest.version > notice.version ? newest : notice),
    undefined,
  )
}

/** A row of the registry as core knows it; what ships is core's own. */
export function asPurpose(
  row: Schema['purposes'],
  notices: ReadonlyMap<string, Pick<KnownNotice, 'id' | 'text'>>,
): Purpose {
  const shipped = row.ships ? findPurpose(row.purpose) : undefined
  if (shipped) return shipped
  const first = notices.get(`${row.purpose}@1`)
  return {
    id: row.purpose,
    parent: row.parent,
    kind: row.kind as PurposeKind,
    title: row.title,
    says: row.says,
    dpv: row.dpv,
    bases: row.bases as Purpose['bases'],
    roles: row.roles as Purpose['roles'],
    actors: row.actors as Purpose['actors'],
    opens: row.opens as Compartment[],
    ...(row.fields ? { fields: row.fields as FieldName[] } : {}),
    term: termOf(row),
    ...(row.silence_months ? { silence: { months: row.silence_months } } : {}),
    ...(first ? { notice: { id: first.id, text: first.text } } : {}),
  }
}

/** A row of the registry of laws as core knows it. */
export function asLaw(row: Schema['laws']): Law {
  return {
    id: row.law_id,
    name: row.name,
    article: row.article,
    country: row.country,
    purposes: row.purposes,
    fields: row.fields as FieldName[],
    months: row.months,
    counted: row.counted as Law['counted'],
  }
}

function termOf({ term_months, term_from }: Schema['purposes']): Term {
  if (term_months === null) return { until: 'relation' }
  if (term_from === 'unstated') return { until: 'grant', months: term_months }
  return { months: term_months, after: term_from === 'last_word' ? 'last_word' : 'grant' }
}

/** Whether the purpose opens the field; open columns go with the row. */
export function covers(purpose: Purpose, field: FieldName): boolean {
  return FIELDS[field].compartment === 'open' ? purpose.kind !== 'aggregate' : opensField(purpose, field)
}

/** Whether whole names may be searched and sorted by: a purpose that opens a part of them may not. */
export function coversNames(purpose: Purpose): boolean {
  return covers(purpose, 'given_name') && covers(purpose, 'family_name')
}
