import { FIELDS, type Compartment, type FieldName } from '../core/fields.ts'
import { Problem } from '../core/errors.ts'
import type { Database } from './database.ts'

/** A purpose as the database knows it: those that ship and the organisation's own. */
export interface KnownPurpose {
  readonly id: string
  readonly kind: string
  readonly roles: readonly string[]
  readonly actors: readonly string[]
  readonly opens: readonly Compartment[]
  readonly fields: readonly FieldName[] | null
}

const FRESH = 10_000

/** The purposes of this database, read again every ten seconds or when told. An unknown purpose means no. */
export class Registry {
  readonly #database: Database
  #known = new Map<string, KnownPurpose>()
  #readAt = 0

  constructor(database: Database) {
    this.#database = database
  }

  /** Throws `purpose_unknown`, also for the headings of the tree. */
  async purpose(id: string): Promise<KnownPurpose> {
    if (Date.now() - this.#readAt > FRESH || !this.#known.has(id)) await this.refresh()
    const known = this.#known.get(id)
    if (!known || known.kind === 'group') throw new Problem('purpose_unknown')
    return known
  }

  async refresh(): Promise<void> {
    const rows = await this.#database.on('clock', async ({ client }) => {
      const answer = await client.query<KnownPurpose>(
        'select purpose as id, kind, roles, actors, opens, fields from goodfaith.purposes',
      )
      return answer.rows
    })
    this.#known = new Map(rows.map((row) => [row.id, row]))
    this.#readAt = Date.now()
  }
}

/** Whether the purpose opens the field; open columns go with the row. */
export function covers(purpose: KnownPurpose, field: FieldName): boolean {
  const compartment: Compartment | 'open' = FIELDS[field].compartment
  if (compartment === 'open') return purpose.kind !== 'aggregate'
  return purpose.opens.includes(compartment) && (purpose.fields?.includes(field) ?? true)
}

/** Whether whole names may be searched and sorted by: a purpose that opens a part of them may not. */
export function coversNames(purpose: KnownPurpose): boolean {
  return covers(purpose, 'given_name') && covers(purpose, 'family_name')
}
