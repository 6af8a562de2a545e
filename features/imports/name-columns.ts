import { cleanCell } from './clean-cell.ts'

const EMAIL = /^[^\s@]+@[^\s@.]+\.[^\s@]+$/u
const NUMBER_LIKE = /^\+?[\d ()./:-]{7,}$/u

/** The first characters of a text, none of them cut in two. */
export function shorten(text: string, max: number): string {
  return text.length <= max
    ? text
    : Array.from(text.slice(0, 2 * max))
        .slice(0, max)
        .join('')
}

/** Names for the columns of a header: cleaned, never empty, never twice, so that a mapping can name them. */
export function nameColumns(header: readonly string[]): string[] {
  const given = header.map((cell) => shorten(cleanCell(cell).text.replace(/\s+/gu, ' '), 200))
  const taken = new Set(given)
  const used = new Set<string>()
  return given.map((name, index) => {
    const base = name === '' ? `Column ${index + 1}` : name
    if (!used.has(base) && (name !== '' || !taken.has(base))) return remember(base)
    for (let copy = 2; ; copy += 1) {
      const candidate = `${base} (${copy})`
      if (!used.has(candidate) && !taken.has(candidate)) return remember(candidate)
    }
  })

  function remember(name: string): string {
    used.add(name)
    return name
  }
}

/** Whether a first row names columns: it does not where an e-mail address, a date or a phone number stands. */
export function looksLikeHeader(cells: readonly string[]): boolean {
  return !cells.some((cell) => {
    const { text } = cleanCell(cell)
    return EMAIL.test(text) || NUMBER_LIKE.test(text)
  })
}
