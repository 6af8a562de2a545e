import { scanRecords } from './scan-records.ts'

/** In the order of preference where the text proves nothing. */
const DELIMITERS = [',', ';', '\t', '|'] as const

const RECORDS = 200

interface Attempt {
  readonly delimiter: string
  /** Cells of the first record. */
  readonly width: number
  /** Share of the other records that are read without a flaw and as wide as the first. */
  readonly fits: number
  /** Share of the other records of one cell. */
  readonly single: number
}

/**
 * Concludes the delimiter from the beginning of a text with line feeds: the one by which most records are as wide
 * as the first and read without a flaw. For a file of one column it gives one that its header does not hold.
 */
export function concludeDelimiter(text: string): string {
  const attempts = DELIMITERS.map((delimiter) => attempt(text, delimiter))
  const wide = attempts.filter(({ width }) => width > 1)
  const best = wide.toSorted((a, b) => b.fits - a.fits || b.width - a.width)[0]
  const narrow = attempts.find(({ width }) => width <= 1)?.delimiter
  if (best === undefined) return narrow ?? ','
  return narrow !== undefined && best.fits < 0.3 && best.single > 0.8 ? narrow : best.delimiter
}

function attempt(text: string, delimiter: string): Attempt {
  const scanner = scanRecords({ delimiter })
  const whole = scanner.push(text)
  // the last record may be cut off by the end of the head: it counts only where there are few
  const records = (whole.length > 5 ? whole : [...whole, ...scanner.end()])
    .filter(({ blank }) => !blank)
    .slice(0, RECORDS)
  const width = records[0]?.cells.length ?? 0
  const others = records.slice(1)
  const share = (count: number) => (others.length === 0 ? 0 : count / others.length)
  return {
    delimiter,
    width,
    fits: share(others.filter(({ flaw, cells }) => flaw === null && cells.length === width).length),
    single: share(others.filter(({ cells }) => cells.length === 1).length),
  }
}
