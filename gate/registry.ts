import { FIELDS, type Compartment, type FieldName } from '../core/fields.ts'
import { Problem } from '../core/errors.ts'
import type { BalancingTest } from '../core/grants.ts'
import { findPurpose, opensField, type Purpose, type PurposeKind, type Term } from '../core/purposes.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

export interface KnownNotice {
  readonly id: string
  readonly purpose: string
  readonly text: string
}

/** What is registered in this database: purposes that ship and the organisation's own, notices, balancing tests. */
export interface Registered {
  readonly organisation: { readonly name: string; readonly country: string } | null
  readonly purposes: readonly Purpose[]
  readonly notices: ReadonlyMap<string, KnownNotice>
  readonly tests: readonly BalancingTest[]
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
      const notices = await client.query<KnownNotice>(
        'select notice as id, purpose, text from goodfaith.notices',
      )
      const tests = await client.query<Schema['balancing_tests']>(
        'select * from goodfaith.balancing_tests where signed_at is not null',
      )
      return {
        organisation: organisation.rows[0] ?? null,
        purposes: purposes.rows.map(asPurpose),
        notices: new Map(notices.rows.map((notice) => [notice.id, notice])),
        tests: tests.rows.map((test) => ({
          purpose: test.purpose,
          signed_at: test.signed_at!.getTime(),
          ended_at: test.ended_at?.getTime() ?? null,
        })),
      }
    })
    this.#readAt = Date.now()
  }
}

/** A row of the registry as core knows it; what ships is core's own. */
export function asPurpose(row: Schema['purposes']): Purpose {
  const shipped = row.ships ? findPurpose(row.purpose) : undefined
  if (shipped) return shipped
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
