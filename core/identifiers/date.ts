import { Problem } from '../errors.ts'
import { foldDigits } from '../text.ts'

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * A calendar day as `YYYY-MM-DD` (ISO 8601, RFC 3339 full-date), years 0001 to 9999, in digits of any script.
 * Other ways to write a date are refused: 03/04/2001 is two different days.
 *
 * @throws Problem date_malformed, also for a day that no calendar has
 */
export function parseDate(value: string): string {
  const date = foldDigits(value.trim())
  const { year, month, day } = partsOf(date)
  if (year < 1 || day < 1 || day > daysIn(year, month)) throw new Problem('date_malformed')
  return date
}

/**
 * Full years of age on a day; both as `YYYY-MM-DD`. Someone born on 29 February comes of age on 1 March of a common
 * year: where laws differ, the later day protects the child. Negative before the birth.
 *
 * @throws Problem date_malformed
 */
export function ageOn(birthDate: string, day: string): number {
  const birth = parseDate(birthDate)
  const on = parseDate(day)
  const hadBirthday = on.slice(5) >= birth.slice(5)
  return partsOf(on).year - partsOf(birth).year - (hadBirthday ? 0 : 1)
}

function partsOf(date: string): { year: number; month: number; day: number } {
  const match = ISO_DATE.exec(date)
  if (match === null) throw new Problem('date_malformed')
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0)
}
