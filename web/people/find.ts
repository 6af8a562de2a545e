import { call } from '../api.ts'

/** What can be told exactly at a counter. */
export const EXACT = [
  { field: 'email', type: 'email' },
  { field: 'phone', type: 'tel' },
  { field: 'customer_number', type: 'text' },
  { field: 'family_name', type: 'text' },
  { field: 'birth_date', type: 'date' },
] as const

export type Identifiers = Record<(typeof EXACT)[number]['field'], string>

export const NONE: Identifiers = {
  email: '',
  phone: '',
  customer_number: '',
  family_name: '',
  birth_date: '',
}

export interface Found {
  /** Null where nobody has both identifiers. */
  readonly id: string | null
  readonly name?: string | null
}

/** The identifiers that are complete; a birth date counts with its family name only. */
export function identifiersOf(given: Identifiers): Record<string, string>[] {
  const alone = (['email', 'phone', 'customer_number'] as const).flatMap((field) => {
    const value = given[field].trim()
    return value ? [{ [field]: value }] : []
  })
  const birth_date = given.birth_date.trim()
  const family_name = given.family_name.trim()
  return birth_date && family_name ? [...alone, { birth_date, family_name }] : alone
}

/** Asks for the one person who has both identifiers. */
export function findSomeone(given: Identifiers, reason: string, purpose?: string): Promise<Found> {
  return call<Found>('/people/find', {
    method: 'POST',
    purpose,
    body: { identifiers: identifiersOf(given), reason },
  })
}
