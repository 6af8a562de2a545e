/** What is wrong with a record, as far as quotes and length can tell. */
export type RecordFlaw = 'quote_stray' | 'quote_not_closed' | 'row_too_long'

export interface ScannedRecord {
  /** Line of the text where the record begins, from 1. */
  readonly line: number
  /** The cells as written, quotes undone. Empty where the record could not be read. */
  readonly cells: string[]
  readonly flaw: RecordFlaw | null
  /** True from the line after a quote that was not closed to the place where that was found out. */
  readonly afterBroken: boolean
  /** True for a line without a single character. */
  readonly blank: boolean
}

export interface ScanOptions {
  /** One character; never a quote, a space or a line feed. */
  readonly delimiter: string
  /** Longest record in UTF-16 code units. What is longer is reported and passed over without being kept. */
  readonly maxRecord?: number
}

/** 1 MiB: a row with a long note fits, and a quote that is never closed is found out soon. */
export const MAX_RECORD = 1_048_576

const QUOTE = 34
const LINE_FEED = 10
const SPACE = 32

interface Parsed {
  readonly cells: string[]
  /** Where the next record begins. */
  readonly next: number
  readonly flaw: RecordFlaw | null
  /** Where it was found out that a quote does not close. */
  readonly foundAt?: number
}

/**
 * Splits text into records after RFC 4180, piece by piece, in memory bounded by `maxRecord` and the longest piece.
 * Lines must end in line feeds alone.
 *
 * A quote that does not close costs its own record only: reading starts again on the line after it. (A parser that
 * swallows rows up to the next quote would put values under the wrong person.) A quote followed by more text on the
 * same line is taken as written. Each character is looked at a bounded number of times, whatever the text.
 */
export function scanRecords({ delimiter, maxRecord = MAX_RECORD }: ScanOptions) {
  let rest = ''
  let line = 1
  let tryAgainAt = 0
  let passingOver = false
  let suspectUntil = 0

  function take(final: boolean): ScannedRecord[] {
    const out: ScannedRecord[] = []
    let at = 0
    while (at < rest.length) {
      if (passingOver) {
        const end = rest.indexOf('\n', at)
        at = end < 0 ? rest.length : end + 1
        if (end < 0) break
        passingOver = false
        line += 1
        continue
      }
      const parsed = parseRecord(rest, at, delimiter, maxRecord, final)
      if (parsed === null) break
      const blank = parsed.cells.length === 1 && parsed.next - at <= 1 && rest.charCodeAt(at) === LINE_FEED
      const { cells, flaw } = parsed
      out.push({ line, cells, flaw, blank, afterBroken: at < suspectUntil })
      if (parsed.foundAt !== undefined) suspectUntil = Math.max(suspectUntil, parsed.foundAt)
      passingOver = flaw === 'row_too_long'
      line += countLines(rest, at, parsed.next)
      at = parsed.next
    }
    rest = rest.slice(at)
    suspectUntil = Math.max(0, suspectUntil - at)
    tryAgainAt = at === 0 ? rest.length * 2 : 0
    return out
  }

  return {
    /** Takes the next piece of text; gives the records that are complete. */
    push(text: string): ScannedRecord[] {
      rest += text
      // a record that spans many pieces is not parsed anew at each of them
      return rest.length < Math.min(tryAgainAt, maxRecord) ? [] : take(false)
    },
    /** Says that there is no more text; gives what was left. */
    end(): ScannedRecord[] {
      return take(true)
    },
  }
}

/** Reads one record from `start`; null where its end has not been seen yet. */
function parseRecord(
  text: string,
  start: number,
  delimiter: string,
  maxRecord: number,
  final: boolean,
): Parsed | null {
  const separator = delimiter.charCodeAt(0)
  const cells: string[] = []
  let flaw: RecordFlaw | null = null
  let at = start
  for (;;) {
    const opening = skipSpaces(text, at)
    if (text.charCodeAt(opening) === QUOTE) {
      const cell = readQuoted(text, opening, start + maxRecord, separator, final)
      if (cell === 'unfinished') return null
      if (cell.text === null) return resume(text, opening, start + maxRecord, cell.end)
      if (cell.stray) flaw = 'quote_stray'
      cells.push(cell.text)
      at = cell.end
    } else {
      const end = endOfCell(text, at, separator)
      if (end === text.length && !final && end - start <= maxRecord) return null
      cells.push(text.slice(at, end))
      at = end
    }
    if (at - start > maxRecord) return { cells: [], next: at, flaw: 'row_too_long' }
    if (at >= text.length) return final ? { cells, next: at, flaw } : null
    at += 1
    if (text.charCodeAt(at - 1) === LINE_FEED) return { cells, next: at, flaw }
    if (at >= text.length && !final) return null
  }
}

interface Quoted {
  /** Null where the quote does not close. */
  readonly text: string | null
  /** The delimiter, line feed or end after the cell; or where it was found out that the quote does not close. */
  readonly end: number
  readonly stray: boolean
}

function readQuoted(
  text: string,
  opening: number,
  limit: number,
  separator: number,
  final: boolean,
): Quoted | 'unfinished' {
  let from = opening + 1
  let value = ''
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0 || quote > limit) {
      if (!final && quote < 0 && text.length <= limit) return 'unfinished'
      return { text: null, end: Math.min(text.length, limit), stray: false }
    }
    if (quote + 1 >= text.length && !final) return 'unfinished'
    if (text.charCodeAt(quote + 1) === QUOTE) {
      value += text.slice(from, quote + 1)
      from = quote + 2
      continue
    }
    const end = skipSpaces(text, quote + 1)
    if (end >= text.length && !final) return 'unfinished'
    if (isEnd(text, end, separator)) return { text: value + text.slice(from, quote), end, stray: false }
    if (text.slice(opening, quote).includes('\n')) return { text: null, end: quote, stray: false }
    const stop = endOfCell(text, quote, separator)
    if (stop === text.length && !final && stop <= limit) return 'unfinished'
    return { text: text.slice(opening, stop), end: stop, stray: true }
  }
}

/** Where to go on after a quote that does not close: the line after it, or past the whole row if it has no end. */
function resume(text: string, opening: number, limit: number, foundAt: number): Parsed {
  const newline = text.indexOf('\n', opening)
  if (newline < 0 || newline > limit) {
    const flaw = newline < 0 && text.length <= limit ? 'quote_not_closed' : 'row_too_long'
    return { cells: [], next: Math.min(text.length, limit), flaw }
  }
  return { cells: [], next: newline + 1, flaw: 'quote_not_closed', foundAt }
}

function endOfCell(text: string, from: number, separator: number): number {
  let at = from
  while (!isEnd(text, at, separator)) at += 1
  return at
}

function isEnd(text: string, at: number, separator: number): boolean {
  if (at >= text.length) return true
  const code = text.charCodeAt(at)
  return code === separator || code === LINE_FEED
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === SPACE) at += 1
  return at
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
