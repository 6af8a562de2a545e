import { Problem } from './errors.ts'
import type { Purpose } from './purposes.ts'

/** Milliseconds since 1970-01-01T00:00:00Z, whole. Moments without end are `Infinity`. */
export type Instant = number

const DAY = 86_400_000

/**
 * Adds calendar months in UTC, clamped to the end of a shorter month and keeping the time of day, exactly as
 * PostgreSQL's `((t at time zone 'UTC') + make_interval(months => n)) at time zone 'UTC'`.
 * Clamping makes it not monotone: the evening of 28 January lies a month later after the morning of 31 January.
 */
export function addMonths(at: Instant, months: number): Instant {
  const date = new Date(at)
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + months
  const year = Math.floor(month / 12)
  const inYear = month - year * 12
  return date.setUTCFullYear(year, inYear, Math.min(date.getUTCDate(), daysIn(year, inYear)))
}

/** Adds days of 24 hours in UTC. */
export function addDays(at: Instant, days: number): Instant {
  return at + days * DAY
}

/**
 * Until when a record of work for a purpose is kept after the last word of it: a request, an incident, a message.
 * `Infinity` where only the grant, the relation or the person ends it.
 */
export function keptUntil({ term }: Pick<Purpose, 'term'>, lastWord: Instant): Instant {
  return 'after' in term ? addMonths(lastWord, term.months) : Infinity
}

/**
 * The moment, exclusive, at which a grant ends by itself.
 * @param effective from when it counts
 * @param expiresAt the end it states for itself, if any
 * @param lastWords moments of later words, in any order. One after the end prolongs nothing: what has ended stays
 *   ended. None makes the end earlier, which clamping alone could (see `addMonths`).
 */
export function endOfGrant(
  purpose: Pick<Purpose, 'term' | 'silence'>,
  effective: Instant,
  expiresAt: Instant | null,
  lastWords: readonly Instant[],
): Instant {
  const fixed = fixedEnd(purpose, effective, expiresAt)
  let end = Math.min(fixed, rollingEnd(purpose, effective))
  for (const word of [...lastWords].sort((a, b) => a - b)) {
    if (word < effective) continue
    if (word >= end) break
    end = Math.max(end, Math.min(fixed, rollingEnd(purpose, word)))
  }
  return end
}

/**
 * Reads a time of RFC 3339, or a plain date as the start of that day in UTC.
 * @throws Problem `date_malformed`, with the pointer
 */
export function readInstant(text: string, pointer?: string): Instant {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d))?$/.exec(
    text,
  )
  const at = parts ? Math.floor(Date.parse(text.toUpperCase())) : NaN
  if (!parts || Number.isNaN(at)) throw new Problem('date_malformed', { pointer })
  // Date.parse rolls the 30th of February over into March.
  if (Number(parts[3]) > daysIn(Number(parts[1]), Number(parts[2]) - 1)) {
    throw new Problem('date_malformed', { pointer })
  }
  return at
}

/**
 * Reads when something happened. A plain date may be today's anywhere on earth (UTC+14 is the first to have it);
 * a time may run a minute ahead of our clock.
 * @throws Problem `date_malformed`, `date_in_future`
 */
export function readPast(text: string, now: Instant, pointer?: string): Instant {
  const at = readInstant(text, pointer)
  const slack = text.length === 10 ? 14 * 3_600_000 : 60_000
  if (at > now + slack) throw new Problem('date_in_future', { pointer })
  return at
}

/** The end no later word can move: the one stated, or the one the term counts from the grant. */
function fixedEnd({ term }: Pick<Purpose, 'term'>, effective: Instant, expiresAt: Instant | null): Instant {
  const stated = expiresAt ?? Infinity
  if ('after' in term)
    return term.after === 'grant' ? Math.min(stated, addMonths(effective, term.months)) : stated
  return term.until === 'grant' && expiresAt === null ? addMonths(effective, term.months) : stated
}

/** The end that each word moves on: a term after the last word, or silence. */
function rollingEnd({ term, silence }: Pick<Purpose, 'term' | 'silence'>, word: Instant): Instant {
  const byTerm = 'after' in term && term.after === 'last_word' ? addMonths(word, term.months) : Infinity
  return Math.min(byTerm, silence ? addMonths(word, silence.months) : Infinity)
}

/** Days in a month counted from 0; `Date.UTC` would read years below 100 as 19xx. */
function daysIn(year: number, month: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month + 1, 0)
  return date.getUTCDate()
}
