import type { Compartment } from '../core/fields.ts'
import { Sealed } from './seal.ts'

/** A compartment of a person as the doors give it. */
export interface PersonRow {
  person_id: string
  key_id: string
  version: number
  country: string | null
  created_at: Date
  changed_at: Date
  compartment: Compartment | null
  sealed_version: number | null
  held?: string | null
  sealed: Buffer | null
  code?: number | null
}

/** As the doors of pages return them. */
export const PAGE_COLUMNS = [
  'person_id',
  'key_id',
  'version',
  'country',
  'created_at',
  'changed_at',
  'compartment',
  'sealed_version',
  'sealed',
  'code',
] as const satisfies readonly (keyof PersonRow)[]

/** One person's rows, put together and still sealed. */
export interface ClosedPerson {
  readonly id: string
  readonly keyId: string
  readonly version: number
  readonly created_at: Date
  readonly changed_at: Date
  readonly country: string | null
  readonly code: number | null
  readonly sealed: Map<Compartment, Sealed>
  /** The names of the fields that are held; known of single reads only. */
  readonly held: Set<string> | null
}

/** Rows of several compartments to one closed person each, in the order of the rows. */
export function together(rows: readonly PersonRow[]): ClosedPerson[] {
  const people = new Map<string, ClosedPerson>()
  for (const row of rows) {
    let person = people.get(row.person_id)
    if (!person) {
      person = {
        id: row.person_id,
        keyId: row.key_id,
        version: row.version,
        created_at: row.created_at,
        changed_at: row.changed_at,
        country: row.country,
        code: row.code ?? null,
        sealed: new Map(),
        held: row.held === undefined ? null : new Set(),
      }
      people.set(row.person_id, person)
    }
    for (const name of row.held?.split(',') ?? []) person.held?.add(name)
    if (row.compartment && row.sealed)
      person.sealed.set(row.compartment, new Sealed(placeOf(row), row.sealed))
  }
  return [...people.values()]
}

/** Where a compartment of a person is sealed to. */
export function placeOf(row: {
  person_id: string
  key_id: string
  compartment: Compartment | null
  sealed_version: number | null
}): Sealed['place'] {
  return {
    table: 'sealed_values',
    column: 'sealed',
    row: `${row.person_id}/${row.compartment}`,
    version: row.sealed_version ?? 0,
    keyId: row.key_id,
  }
}
