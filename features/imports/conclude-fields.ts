import { Problem } from '../../core/errors.ts'
import { FIELDS, type FieldName } from '../../core/fields.ts'
import { NormalFields, readField } from '../../core/normal-fields.ts'
import type { NormalValue, ValueContext } from '../../core/values.ts'
import type { Target } from './mapping-targets.ts'
import { countryByName, languageByName } from './named-codes.ts'
import { readDate, type DateOrders } from './read-dates.ts'
import type { RowProblem } from './report-codes.ts'
import { splitName } from './split-name.ts'

/** What all rows of an import share. */
export interface RowContext {
  /** ISO 3166-1 alpha-2, for phone numbers without country code in rows that name no country. */
  readonly country?: string
  /** The day of the import, `YYYY-MM-DD`. */
  readonly today: string
}

/** One value of a row that is mapped to something, cleaned. */
export interface Given {
  readonly column: string
  readonly text: string
  /** How dates of its column are read. */
  readonly orders: DateOrders
}

/** The forms for exact comparison of what identifies a person. */
export type Matches = Partial<Record<'email' | 'phone' | 'customer_number', string>>
export interface Alternates {
  readonly email: readonly string[]
  readonly phone: readonly string[]
}

type GivenValues = ReadonlyMap<Target, readonly Given[]>

const FIELD_NAMES = Object.keys(FIELDS) as FieldName[]
/** These are put together from several columns, or need more than the field's own normal form. */
const SPECIAL = new Set<FieldName>(['email', 'phone', 'country', 'street', 'birth_date', 'language'])

/** Longest life that is not taken for a slip of the pen, in years. */
const LONGEST_LIFE = 125

/** The fields of a person from the values of a row, each in its normal form; what does not fit is reported. */
export function concludeFields(given: GivenValues, context: RowContext, problems: RowProblem[]) {
  const collected = new NormalFields()
  const matches: Matches = {}
  const keep = (name: FieldName, value: Given | undefined, within: ValueContext = {}) => {
    if (value === undefined) return
    const normal = normalise(name, value, within, problems)
    if (normal === null) return
    collected.keep(name, normal)
    if (name === 'customer_number') matches.customer_number = normal.match ?? normal.value
  }
  for (const name of FIELD_NAMES) if (!SPECIAL.has(name)) keep(name, oneLine(given.get(name)?.[0]))
  keep('country', byName(given.get('country')?.[0], countryByName))
  keep('language', byName(given.get('language')?.[0], languageByName))
  keep('street', streetOf(given))
  keep('birth_date', birthDate(given.get('birth_date')?.[0], context, problems))
  if (collected.value('given_name') === undefined && collected.value('family_name') === undefined) {
    const whole = given.get('full_name')?.[0]
    const parts = splitName(whole?.text ?? '')
    for (const name of ['given_name', 'family_name'] as const)
      if (whole !== undefined && parts[name] !== undefined) keep(name, { ...whole, text: parts[name] })
  }
  const email = firstThatFits('email', given, {}, problems)
  const phone = firstThatFits(
    'phone',
    given,
    { country: collected.value('country') ?? context.country },
    problems,
  )
  for (const [name, { first }] of [
    ['email', email],
    ['phone', phone],
  ] as const) {
    if (first === null) continue
    collected.keep(name, first)
    matches[name] = first.match ?? first.value
  }
  return { fields: collected.fields(), matches, alternates: { email: email.others, phone: phone.others } }
}

function normalise(
  name: FieldName,
  { column, text }: Given,
  within: ValueContext,
  problems: RowProblem[],
): NormalValue | null {
  try {
    return readField(name, text, within)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    problems.push({ column, code: error.code })
    return null
  }
}

function oneLine(value: Given | undefined): Given | undefined {
  return value === undefined ? undefined : { ...value, text: value.text.replace(/\s+/gu, ' ') }
}

/** A name in any language as its code; what is none goes on as it is. */
function byName(value: Given | undefined, codeOf: (name: string) => string | null): Given | undefined {
  return value === undefined ? undefined : { ...value, text: codeOf(value.text) ?? value.text }
}

/** Street and house number on a line, what is more below it. */
function streetOf(given: GivenValues): Given | undefined {
  const [street] = given.get('street') ?? []
  const [number] = given.get('street.number') ?? []
  const more = given.get('street.more') ?? []
  const line = [street, number].flatMap((value) => value?.text ?? []).join(' ')
  const text = [line, ...more.map((value) => value.text)].filter((part) => part !== '').join('\n')
  const first = street ?? more[0]
  return first === undefined ? undefined : { ...first, text }
}

function birthDate(
  value: Given | undefined,
  { today }: RowContext,
  problems: RowProblem[],
): Given | undefined {
  if (value === undefined) return undefined
  const earliest = `${Number(today.slice(0, 4)) - LONGEST_LIFE}${today.slice(4)}`
  // the century of two digits is open for a hundred and ten years only: older people write four
  const open = `${Number(today.slice(0, 4)) - 110}${today.slice(4)}`
  const read = readDate(value.text, { orders: value.orders, earliest: open, latest: today })
  if (read === 'empty') return undefined
  if (typeof read === 'object' && read.date >= earliest && read.date <= today)
    return { ...value, text: read.date }
  const code = typeof read === 'string' ? read : read.date > today ? 'date_in_future' : 'date_malformed'
  problems.push({ column: value.column, code })
  return undefined
}

/** The first address that is one; the others are told apart from what is no address at all. */
function firstThatFits(
  name: 'email' | 'phone',
  given: GivenValues,
  within: ValueContext,
  problems: RowProblem[],
) {
  const found = new Map<string, NormalValue>()
  for (const value of [...(given.get(name) ?? []), ...(given.get(`${name}.other`) ?? [])]) {
    for (const text of separate(name, value.text)) {
      const normal = normaliseAddress(name, { ...value, text }, within, problems)
      const match = normal?.match ?? normal?.value
      if (normal === null || match === undefined || found.has(match)) continue
      if (found.size > 0) problems.push({ column: value.column, code: 'value_extra' })
      found.set(match, normal)
    }
  }
  const [first = null, ...others] = found.values()
  return { first, others: others.map(({ value }) => value) }
}

/** Brevo and others write international numbers without their plus sign. */
function normaliseAddress(
  name: 'email' | 'phone',
  value: Given,
  within: ValueContext,
  problems: RowProblem[],
) {
  const digits = name === 'phone' ? value.text.replace(/[\s().-]/gu, '') : ''
  if (!/^[1-9]\d{9,14}$/u.test(digits)) return normalise(name, value, within, problems)
  const asWritten: RowProblem[] = []
  const normal = normalise(name, value, within, asWritten)
  return normal ?? normalise(name, { ...value, text: `+${digits}` }, {}, problems)
}

/** Several addresses in a cell (Google writes `a ::: b`), taken apart only where each part could be one. */
function separate(name: 'email' | 'phone', text: string): string[] {
  const bare = name === 'email' && text.includes('<') ? text.replace(/[^<>;,]*<([^<>]+)>/gu, '$1') : text
  const plain = bare.replace(/^(?:mailto|tel):/iu, '').replace(/[^\S\n]+/gu, ' ')
  const parts = plain.split(name === 'email' ? /\s*(?::::|[;,|\n]|\s)\s*/u : /\s*(?::::|[;,|\n]|\s\/\s)\s*/u)
  const filled = parts.filter((part) => part !== '')
  const isOne = (part: string) =>
    name === 'email' ? part.includes('@') : part.replace(/\D/gu, '').length >= 6
  return filled.length > 1 && filled.every(isOne) ? filled : [plain]
}
