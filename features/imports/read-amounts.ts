/** Which character stands before the cents: 1.234,50 has a comma, 1,234.50 a point. */
export type DecimalMark = 'comma' | 'point'

export interface Amount {
  /** A decimal number with a point, as exact as it was written: `1234.50`. */
  readonly amount: string
  /** ISO 4217, where it is written beside the number. */
  readonly currency: string | null
}

const SIGNS: Record<string, string> = { '€': 'EUR', '£': 'GBP' }
const GROUPED = /^\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?$/u

/**
 * Concludes from the values of a column which mark its amounts use: `1 234,50` and `1.234,5` prove a comma,
 * `1,234.50` a point; `1,234` and `1.234` prove nothing. `none`: no value has cents, so nothing has to be decided.
 */
export function concludeDecimalMark(values: Iterable<string>): DecimalMark | 'ambiguous' | 'none' {
  const marks = new Set<DecimalMark>()
  let undecided = false
  for (const value of values) {
    const number = bareNumber(value)?.number
    if (number === undefined) continue
    const mark = markOf(number)
    if (mark === 'either') undecided = true
    else if (mark !== null) marks.add(mark)
  }
  const [mark, ...others] = marks
  if (others.length > 0) return 'ambiguous'
  return mark ?? (undecided ? 'ambiguous' : 'none')
}

/**
 * Reads one amount: `1 234,50`, `1.234,50 €`, `CHF 1'234.50`, `(12.00)` for minus 12. Null where it is no amount, or
 * where mark and value do not fit: `1.234` is read only where the mark is known.
 */
export function readAmount(value: string, mark: DecimalMark | 'ambiguous' | 'none'): Amount | null {
  const bare = bareNumber(value)
  if (bare === null) return null
  const own = markOf(bare.number)
  const used = own === 'either' ? mark : (own ?? 'point')
  if (used !== 'comma' && used !== 'point') return null
  const decimal = used === 'comma' ? ',' : '.'
  const [whole = '', cents] = bare.number.split(decimal)
  const digits = whole.replace(/[ '.,]/gu, '').replace(/^0+(?=\d)/u, '')
  const amount = `${bare.negative ? '-' : ''}${digits}${cents === undefined ? '' : `.${cents}`}`
  return { amount, currency: bare.currency }
}

/** Null: no mark that could be one; `either`: 1,234 may be a thousand and more, or one and a bit. */
function markOf(number: string): DecimalMark | 'either' | null {
  const marks = number.replace(/[^.,]/gu, '')
  if (marks === '') return null
  const last = marks.at(-1) === ',' ? 'comma' : 'point'
  if (new Set(marks).size === 2) return last
  if (marks.length > 1) return last === 'comma' ? 'point' : 'comma'
  const [whole = '', cents = ''] = number.split(/[.,]/u)
  return cents.length !== 3 || /^0?$/u.test(whole) || /[ ']/u.test(whole) || whole.length > 3
    ? last
    : 'either'
}

/** The number alone, with one kind of space and apostrophe between its groups; null where there is none. */
function bareNumber(value: string): { number: string; negative: boolean; currency: string | null } | null {
  if (value.length > 60) return null
  const text = value
    .replace(/[\s\u00a0\u202f\u2009]+/gu, ' ')
    .replace(/[’´`]/gu, "'")
    .trim()
  const parts =
    /^(\()?([-−+])? ?([A-Z]{3}|[€£$¥])? ?([-−])?(\d[\d.,' ]*?)([-−])? ?([A-Z]{3}|[€£$¥])? ?(\))?$/u.exec(text)
  if (parts === null) return null
  const [, opening, before, left, inside, number = '', behind, right, closing] = parts
  const groups = /[ ']/u.test(number) ? GROUPED : /^(?:\d{1,3}(?:([.,])\d{3}(?:\1\d{3})*)?|\d+)(?:[.,]\d+)?$/u
  if (!groups.test(number) || (opening === undefined) !== (closing === undefined)) return null
  const minuses = [before, inside, behind].filter((mark) => mark !== undefined)
  if (minuses.length + (opening === undefined ? 0 : 1) > 1) return null
  const sign = left ?? right
  return {
    number,
    negative: opening !== undefined || (minuses[0] ?? '+') !== '+',
    currency: sign === undefined ? null : (SIGNS[sign] ?? (/^[A-Z]{3}$/u.test(sign) ? sign : null)),
  }
}
