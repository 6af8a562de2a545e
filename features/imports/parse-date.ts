import { foldDigits } from '../../core/text.ts'
import { monthOf } from './month-names.ts'

export type Separator = '/' | '-' | '.'

/** A time of day with its offset from UTC, in minutes, where it is written. */
export interface WrittenTime {
  readonly seconds: number
  readonly offset: number | null
}

/** What a text says as a date, before it is decided which of two numbers is the day. */
export type WrittenDate =
  | {
      readonly kind: 'day'
      readonly year: number
      readonly month: number
      readonly day: number
      readonly time: WrittenTime
    }
  | {
      readonly kind: 'either'
      readonly first: number
      readonly second: number
      /** As written: two digits leave the century open. */
      readonly year: number
      readonly shortYear: boolean
      readonly separator: Separator
      readonly time: WrittenTime
    }
  | {
      readonly kind: 'named'
      readonly day: number
      readonly month: number
      readonly year: number
      readonly shortYear: boolean
      readonly time: WrittenTime
    }
  | { readonly kind: 'instant'; readonly milliseconds: number }
  | { readonly kind: 'without_year' | 'none' }

const TIME =
  /[T\s,]+(\d{1,2})(?:[:h]|(?<=\d{4}\s\d{1,2})\.)(\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?\s?m\.?)?\s*(Z|(?:GMT|UTC)?\s*[+-]\d{2}:?\d{2}|GMT|UTC)?(?:\s*(?:Uhr|\(.*\)|[A-Z]{3,4}))?$/iu
/** Longest text that is looked at: a date with weekday, time and zone in words fits. */
const LONGEST = 80
const MIDNIGHT: WrittenTime = { seconds: 0, offset: null }

/**
 * Takes a date apart as exports write it: ISO 8601 with or without time, 19900617, 17.6.1990, 3/15/2024 2:30 PM,
 * 12-04-2022 09:30, 3 avril 2024, April 3rd, 2024, 2024年4月3日, 1990. 6. 17., milliseconds or seconds since 1970.
 */
export function parseWritten(text: string): WrittenDate {
  if (text.length > LONGEST) return { kind: 'none' }
  const plain = foldDigits(text)
    .replace(/(\d)[年月]\s?/gu, '$1-')
    .replace(/(\d)日/gu, '$1')
    .trim()
  if (/^-?\d{9,14}$/u.test(plain)) return sinceEpoch(plain)
  const basic = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$/u.exec(plain)
  if (basic !== null) {
    const [, year, month, day, hour, minute, second, zone] = basic
    const time = hour === undefined ? MIDNIGHT : timeOf(hour, minute, second, undefined, zone)
    return dayOf(year, month, day, time)
  }
  const written = TIME.exec(plain)
  const time =
    written === null ? MIDNIGHT : timeOf(written[1], written[2], written[3], written[4], written[5])
  if (time === null) return { kind: 'none' }
  return parseDay(written === null ? plain : plain.slice(0, written.index), time)
}

function parseDay(text: string, time: WrittenTime): WrittenDate {
  const yearFirst = /^(\d{4})(?:-|\/|\.\s?)(\d{1,2})(?:-|\/|\.\s?)(\d{1,2})\.?$/u.exec(text)
  if (yearFirst !== null) return dayOf(yearFirst[1], yearFirst[2], yearFirst[3], time)
  const numbers = /^(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?$/u.exec(text)
  if (numbers !== null) {
    const [, first, separator, second, year = ''] = numbers
    return {
      kind: 'either',
      first: Number(first),
      second: Number(second),
      year: Number(year),
      shortYear: year.length === 2,
      separator: separator as Separator,
      time,
    }
  }
  if (/^(?:--\d{2}-?\d{2}|\d{1,2}[./-]\s?\d{1,2}\.?)$/u.test(text)) return { kind: 'without_year' }
  return parseNamed(text, time)
}

/** A date with the month's name: one word that is a month, and the other words none. */
function parseNamed(text: string, time: WrittenTime): WrittenDate {
  const words = text.match(/\p{L}[\p{L}\p{M}]*/gu) ?? []
  const months = words.flatMap((word) => monthOf(word) ?? [])
  const numbers = text.match(/\d+/gu) ?? []
  const [month] = months
  if (month === undefined || months.length > 1 || words.length > 4 || text.length > 40)
    return { kind: 'none' }
  if (numbers.length === 1) return { kind: Number(numbers[0]) <= 31 ? 'without_year' : 'none' }
  const [first = '', second = ''] = numbers
  if (numbers.length !== 2) return { kind: 'none' }
  const [day, year] = first.length === 4 ? [second, first] : [first, second]
  if (day.length > 2 || (year.length !== 4 && year.length !== 2)) return { kind: 'none' }
  return { kind: 'named', day: Number(day), month, year: Number(year), shortYear: year.length === 2, time }
}

function dayOf(year = '', month = '', day = '', time: WrittenTime | null): WrittenDate {
  if (time === null) return { kind: 'none' }
  // Apple writes the year 1604 for a birthday without one
  if (year === '1604') return { kind: 'without_year' }
  return { kind: 'day', year: Number(year), month: Number(month), day: Number(day), time }
}

/** Null for a time that no clock shows. */
function timeOf(
  hour = '0',
  minute = '0',
  second = '0',
  half: string | undefined,
  zone: string | undefined,
): WrittenTime | null {
  const written = Number(hour)
  const hours = half === undefined ? written : (written % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  const [minutes, seconds] = [Number(minute), Number(second)]
  if (hours > 24 || minutes > 59 || seconds > 60 || (half !== undefined && written > 12)) return null
  return { seconds: hours * 3600 + minutes * 60 + seconds, offset: offsetOf(zone) }
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null
  const parts = /([+-])(\d{2}):?(\d{2})/u.exec(zone)
  if (parts === null) return 0
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]))
}

/** Milliseconds, or seconds where there are ten digits and fewer. */
function sinceEpoch(digits: string): WrittenDate {
  const number = Number(digits)
  return { kind: 'instant', milliseconds: Math.abs(number) < 1e10 ? number * 1000 : number }
}
