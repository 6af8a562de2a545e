import { FIELDS, isFieldName } from '../../../core/fields.ts'
import { SECRETS } from '../../../core/secrets.ts'
import type { MORE_TARGETS, Target } from '../../../features/imports/mapping-targets.ts'

/** What a column can become besides a field; the compiler holds the list to the importer's own. */
const MORE: Record<(typeof MORE_TARGETS)[number], 'one' | 'several'> = {
  full_name: 'one',
  'email.other': 'several',
  'phone.other': 'several',
  'street.number': 'one',
  'street.more': 'several',
  company: 'one',
  external_id: 'one',
  'source.collected_at': 'one',
  'opt_out.email': 'several',
  'opt_out.sms': 'several',
  'opt_out.phone': 'several',
  'opt_out.post': 'several',
  'opt_out.all': 'several',
  'claim.basis': 'several',
  'claim.consent_at': 'several',
}

/** Everything a column can become, in the order it is offered. */
export const TARGETS = [
  ...Object.keys(FIELDS),
  ...Object.keys(SECRETS),
  ...Object.keys(MORE),
] as readonly Target[]

/** Whether a target holds a date. */
export function takesDate(target: string | undefined): boolean {
  if (target === 'source.collected_at' || target === 'claim.consent_at') return true
  return target !== undefined && isFieldName(target) && FIELDS[target].type === 'date'
}

/** Targets that more than one column was mapped to though they take one. */
export function takenTwice(mapping: Readonly<Record<string, string>>): string[] {
  const chosen = Object.values(mapping)
  const several: Readonly<Record<string, 'one' | 'several'>> = MORE
  return chosen.filter((target, nth) => several[target] !== 'several' && chosen.indexOf(target) !== nth)
}
