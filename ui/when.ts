/** Dates as people say them. Times come as RFC 3339 and are shown in the reader's own zone. */

const cache = new Map<string, Intl.DateTimeFormat>()

const relatives = new Map<string, Intl.RelativeTimeFormat>()

/** Made once per language: a list asks for it in every row. */
function relative(language: string): Intl.RelativeTimeFormat {
  let made = relatives.get(language)
  if (!made) relatives.set(language, (made = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })))
  return made
}

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  let made = cache.get(key)
  if (!made) cache.set(key, (made = new Intl.DateTimeFormat(language, options)))
  return made
}

/** '12 March 2025'. Gives '' for what is not a date. */
export function day(at: string, language: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.valueOf())) return ''
  return format(language, { day: 'numeric', month: 'long', year: 'numeric' }).format(date)
}

/** '12 March 2025, 10:42'. */
export function moment(at: string, language: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.valueOf())) return ''
  return `${day(at, language)}, ${clock(date, language)}`
}

/** The shortest that still says which day: 'today 10:42' (with the word for today), '2 Nov', '12 Mar 2025'. */
export function brief(at: string, language: string, today: string, now = new Date()): string {
  const date = new Date(at)
  if (Number.isNaN(date.valueOf())) return ''
  if (date.toDateString() === now.toDateString()) return `${today} ${clock(date, language)}`
  if (date.getFullYear() === now.getFullYear())
    return format(language, { day: 'numeric', month: 'short' }).format(date)
  return format(language, { day: 'numeric', month: 'short', year: 'numeric' }).format(date)
}

/** How long ago, in the largest whole unit: '2 hours ago', 'yesterday'. */
export function ago(at: string, language: string, now = new Date()): string {
  const seconds = (new Date(at).valueOf() - now.valueOf()) / 1000
  if (Number.isNaN(seconds)) return ''
  const words = relative(language)
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ]
  for (const [unit, size] of steps)
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit)
  return words.format(Math.trunc(seconds), 'second')
}

function clock(date: Date, language: string): string {
  return format(language, { hour: 'numeric', minute: '2-digit' }).format(date)
}
