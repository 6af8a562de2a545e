import { Problem } from './errors.ts'
import { FIELDS, isFieldName, type FieldName } from './fields.ts'
import type { Basis } from './purposes.ts'
import { addMonths, type Instant } from './retention.ts'

/** From when the term counts: the end of the contract, or the end of the calendar year (UTC) in which it ended. */
export const COUNTED = ['end', 'year_end'] as const
export type Counted = (typeof COUNTED)[number]

/** A law that makes the organisation keep something after a contract has ended. */
export interface Law {
  readonly id: string
  readonly name: string
  readonly article: string
  /** ISO 3166-1, or `EU`. */
  readonly country: string
  /** Whose contracts fall under it, with everything below them. */
  readonly purposes: readonly string[]
  /** What it names. */
  readonly fields: readonly FieldName[]
  /** Calendar months. */
  readonly months: number
  readonly counted: Counted
}

/** The grounds under which a law keeps something: what was agreed, and what a law itself asks. */
const KEPT_BASES: readonly Basis[] = ['contract', 'legal_obligation']

/**
 * A legal obligation that was recorded with the person (`legal.retention`) without being in the registry: kept to the
 * grant's own end.
 */
export const STATED_LAW: Law = {
  id: '00000000-0000-7000-8000-0000000000a1',
  name: 'A legal obligation recorded with the person',
  article: '',
  country: 'EU',
  purposes: ['legal.retention'],
  fields: [
    ...(['given_name', 'family_name', 'title', 'customer_number', 'birth_date'] as const),
    ...(['email', 'phone', 'street', 'postcode', 'city', 'country'] as const),
    ...(['income', 'debts', 'holdings'] as const),
  ],
  months: 0,
  counted: 'end',
}

/** What a retail bank in Germany begins with; a second person signs each. */
export const LAWS_OF_A_BANK: readonly Omit<Law, 'id'>[] = [
  {
    name: 'Prevention of money laundering: who the customer is',
    article: 'Directive (EU) 2015/849, art. 40(1)(a)',
    country: 'EU',
    purposes: ['service.account'],
    fields: ['given_name', 'family_name', 'birth_date', 'street', 'postcode', 'city'],
    months: 60,
    counted: 'end',
  },
  {
    name: 'Commercial code: letters of business',
    article: 'HGB § 257(1) no. 2 and 3, (4), (5); AO § 147',
    country: 'DE',
    purposes: ['service.account'],
    fields: ['given_name', 'family_name', 'customer_number', 'street', 'postcode', 'city', 'country'],
    months: 72,
    counted: 'year_end',
  },
]

/** The laws that a grant falls under, if any. */
export function lawsOf<L extends Pick<Law, 'purposes'>>(
  laws: readonly L[],
  grant: { readonly purpose: string; readonly basis: string },
): L[] {
  if (!KEPT_BASES.some((basis) => basis === grant.basis)) return []
  return laws.filter(({ purposes }) =>
    purposes.some((above) => grant.purpose === above || grant.purpose.startsWith(`${above}.`)),
  )
}

/**
 * Until when, exclusive, what ended is kept. `Infinity` while it stands.
 * @param ends the moment at which the last contract under the law ends
 */
export function keptUntil({ months, counted }: Pick<Law, 'months' | 'counted'>, ends: Instant): Instant {
  if (ends === Infinity) return Infinity
  const from = counted === 'end' ? ends : Date.UTC(new Date(ends).getUTCFullYear() + 1, 0, 1)
  return addMonths(from, months)
}

/**
 * Checks an entry of the registry.
 * @throws Problem `field_unknown`, `input_invalid` with the pointer to what does not fit
 */
export function checkLaw(law: Omit<Law, 'id' | 'fields'> & { readonly fields: readonly string[] }): void {
  const wrong = (pointer: string, detail: string) => new Problem('input_invalid', { pointer, detail })
  if (!law.name.trim()) throw wrong('/name', 'Name the law.')
  if (!law.article.trim()) throw wrong('/article', 'Name the article.')
  if (!/^[A-Z]{2}$/.test(law.country)) throw new Problem('country_unknown', { pointer: '/country' })
  if (law.purposes.length === 0) throw wrong('/purposes', 'Name whose contracts fall under it.')
  if (law.fields.length === 0) throw wrong('/fields', 'Name what it makes us keep.')
  for (const field of law.fields) {
    if (!isFieldName(field)) throw new Problem('field_unknown', { pointer: '/fields' })
    const { compartment } = FIELDS[field]
    if (compartment === 'protective' || compartment === 'technical')
      throw wrong('/fields', `${field} protects or diagnoses; no law makes us keep it.`)
  }
  if (!Number.isInteger(law.months) || law.months < 1 || law.months > 1200)
    throw wrong('/months', 'From 1 to 1200 months.')
}
