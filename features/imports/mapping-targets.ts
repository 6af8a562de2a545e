import { FIELDS, isFieldName, type FieldName } from '../../core/fields.ts'
import { isSecretKind, type SecretKind } from '../../core/secrets.ts'

/** The channels on which a person can have said no; `all` is every one of them, those to come as well. */
export const CHANNELS = ['email', 'sms', 'phone', 'post', 'all'] as const
export type Channel = (typeof CHANNELS)[number]

/** What a column can be mapped to besides a field of the person. */
export const MORE_TARGETS = [
  /** Split into given and family name where a row has neither. */
  'full_name',
  /** Used where the first e-mail or phone is empty or no such thing; what is left over only serves suppression. */
  'email.other',
  'phone.other',
  /** A house number, put behind the street; a second line, put below it. */
  'street.number',
  'street.more',
  'company',
  /** The row's id in the old system. */
  'external_id',
  /** When the old system came to hold the row: the date of its source. */
  'source.collected_at',
  'opt_out.email',
  'opt_out.sms',
  'opt_out.phone',
  'opt_out.post',
  'opt_out.all',
  /** What the old system says its ground is. It stays a claim: no evidence, no grant. */
  'claim.basis',
  'claim.consent_at',
] as const

export type Target = FieldName | SecretKind | (typeof MORE_TARGETS)[number]

/** Several columns may say these; every other target takes one column. */
const SEVERAL = new Set<string>([
  ...['email.other', 'phone.other', 'street.more'],
  ...['opt_out.email', 'opt_out.sms', 'opt_out.phone', 'opt_out.post', 'opt_out.all'],
  ...['claim.basis', 'claim.consent_at'],
])

/** One of these has to be there, or no row can say who it is about. */
export const IDENTIFYING: readonly Target[] = [
  ...(['given_name', 'family_name', 'full_name', 'email', 'email.other', 'phone', 'phone.other'] as const),
  'customer_number',
]

/** Narrows a name that came from outside to a target. */
export function isTarget(name: string): name is Target {
  return isFieldName(name) || isSecretKind(name) || MORE_TARGETS.some((target) => target === name)
}

/** Whether more than one column may be mapped to a target. */
export function takesSeveral(target: Target): boolean {
  return SEVERAL.has(target)
}

/** Whether a target holds a date, whose order has to be known before a row is read. */
export function isDateTarget(target: Target): boolean {
  if (target === 'claim.consent_at' || target === 'source.collected_at') return true
  return isFieldName(target) && FIELDS[target].type === 'date'
}
