import { Problem } from './errors.ts'

/** No control, direction override or isolate, lone surrogate or noncharacter is ever stored. */
const REFUSED = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/u
/** What would break a value of one line: line and paragraph separators are not controls by Unicode's classes. */
const LINE_BREAK = /[\u2028\u2029]/u
/** Nothing a reader could see: joiners and fillers alone are no name. */
const INVISIBLE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u

export interface TextOptions {
  /** Allows tab and newline inside; CR LF, CR and the Unicode line separators become a newline. */
  readonly multiline?: boolean
}

/**
 * A text as it is stored and shown: Unicode NFC (UAX #15), without white space at its ends. Joiners (ZWJ, ZWNJ)
 * and direction marks (LRM, RLM) stay: Persian, the Indic scripts and emoji need them.
 *
 * @param max longest accepted value in Unicode code points, after normalising
 * @throws Problem value_control_characters, value_too_long, value_empty; none holds the value
 */
export function cleanText(value: string, max: number, options: TextOptions = {}): string {
  const lines = options.multiline ? value.replace(/\r\n?|[\u2028\u2029]/gu, '\n') : value
  const text = lines.trim()
  const checked = options.multiline ? text.replace(/[\t\n]/gu, '') : text
  if (REFUSED.test(checked) || LINE_BREAK.test(checked)) throw new Problem('value_control_characters')
  const composed = text.normalize('NFC')
  if (INVISIBLE.test(composed)) throw new Problem('value_empty')
  if (isLonger(composed, max)) throw new Problem('value_too_long', { detail: `at most ${max} characters` })
  return composed
}

/** Digits of every script, full-width ones among them, as 0 to 9; everything else stays. */
export function foldDigits(value: string): string {
  return value.replace(/[^\P{Nd}0-9]/gu, (digit) => String(digitValue(digit)))
}

/** Unicode places the ten digits of a script in a row from zero, and rows that touch are of ten digits each. */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0) ?? 0
  let zero = point
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return (point - zero) % 10
}

function isLonger(value: string, max: number): boolean {
  if (value.length <= max) return false
  let points = 0
  for (const _ of value) if (++points > max) return true
  return false
}
