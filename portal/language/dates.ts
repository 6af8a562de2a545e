/** Days and lists as people say them. All days are those of the reader's own time zone. */

const HABITS: Readonly<Record<string, string>> = { en: 'en-GB', de: 'de-DE' }

/** How dates are written in a language: as this browser's own country does it where it speaks that language. */
export function habitOf(language: string, wanted: readonly string[] = navigator.languages): string {
  return wanted.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? HABITS[language] ?? language
}

/** "12 March 2025" */
export function day(at: string, language: string): string {
  return format(at, language, { day: 'numeric', month: 'long', year: 'numeric' })
}

/** "12 March 2025 at 14:05" */
export function moment(at: string, language: string): string {
  return format(at, language, { dateStyle: 'long', timeStyle: 'short' })
}

/** Whether a day is today, yesterday, within the last week (then its weekday is enough), in this year, or older. */
export function howLongAgo(at: Date, now: Date): 'today' | 'yesterday' | 'week' | 'year' | 'older' {
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000)
  if (days === 0) return 'today'
  if (days === 1) return 'yesterday'
  if (days > 1 && days < 7) return 'week'
  return at.getFullYear() === now.getFullYear() ? 'year' : 'older'
}

/** "Tuesday", "14 September" or "14 September 2025", the shortest that cannot be mistaken. */
export function dayName(at: Date, now: Date, language: string): string {
  const ago = howLongAgo(at, now)
  if (ago === 'week') return new Intl.DateTimeFormat(language, { weekday: 'long' }).format(at)
  if (ago === 'older') return day(at.toISOString(), language)
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' }).format(at)
}

/** The local calendar day as a key for grouping. */
export function dayKey(at: Date): string {
  return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`
}

/** "a, b and c" */
export function listOf(words: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { style: 'long', type: 'conjunction' }).format(words)
}

function format(at: string, language: string, options: Intl.DateTimeFormatOptions): string {
  // A date without a time is that day everywhere; read as UTC midnight it would slip back a day in the Americas.
  const dateOnly = /^\d{4}-\d{2}-\d{2}$/.test(at)
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return at
  return new Intl.DateTimeFormat(language, dateOnly ? { ...options, timeZone: 'UTC' } : options).format(date)
}

function midnight(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())
}
