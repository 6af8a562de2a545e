import { type QueryClient, useQuery } from '@tanstack/react-query'
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
  readonly found: boolean
  readonly id: string | null
  readonly name: string | null
  /** Until when what they ask for can be recorded. */
  readonly until: string | null
}

/** How many identifiers are complete; a birth date and a family name count together, as one. */
export function howMany(given: Identifiers): number {
  const has = (field: keyof Identifiers) => given[field].trim() !== ''
  const together = has('birth_date') && has('family_name')
  return [has('email'), has('phone'), has('customer_number'), together].filter(Boolean).length
}

/** Asks for the one person who has both identifiers. */
export function findSomeone(given: Identifiers, reason: string, purpose?: string): Promise<Found> {
  return call<Found>('/people/find', {
    method: 'POST',
    purpose,
    body: { identifiers: filled(given), reason },
  })
}

const HALF_AN_HOUR_MS = 30 * 60_000

/** Keeps the name of who was found, for the page where what they ask for is recorded. */
export function rememberFound(queries: QueryClient, found: Found): void {
  queries.setQueryDefaults(['found'], { gcTime: HALF_AN_HOUR_MS, staleTime: Infinity })
  queries.setQueryData(['found', found.id], found)
}

/** Who was found here a moment ago, if they were. */
export function useFound(id: string): Found | undefined {
  return useQuery<Found>({ queryKey: ['found', id], enabled: false }).data
}

function filled(given: Identifiers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([field, value]) => (value.trim() ? [[field, value.trim()]] : [])),
  )
}
