import { displayName } from '../../core/names.ts'
import type { Fact } from '../shapes.ts'

type Fields = Readonly<Record<string, string | Fact | undefined>>

/** The value of a field, or undefined where it is absent or withheld. */
export function plain(fact: string | Fact | undefined): string | undefined {
  if (fact === undefined || typeof fact === 'string') return fact
  return 'value' in fact ? fact.value : undefined
}

/** Why a field is withheld, or undefined where it is not. */
export function withheldReason(fact: string | Fact | undefined): string | undefined {
  return typeof fact === 'object' && 'withheld' in fact ? fact.withheld : undefined
}

/** The name as the person's own language writes it; undefined where none of it is shown. */
export function fullName(fields: Fields): string | undefined {
  const parts = { given_name: plain(fields.given_name), family_name: plain(fields.family_name) }
  return displayName(parts, plain(fields.language)) || undefined
}
