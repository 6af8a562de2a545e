import { Problem } from '../../core/errors.ts'
import { looksLikeHeader, nameColumns } from './name-columns.ts'
import type { RowProblem } from './report-codes.ts'
import { scanRecords, type ScannedRecord } from './scan-records.ts'

/** One row of a file, whatever its kind: as many cells as there are columns. */
export interface FileRow {
  /** Number of the row among the data, from 1. Blank lines are not rows. */
  readonly row: number
  /** Number of the line of the file where the row begins, from 1. */
  readonly line: number
  readonly cells: readonly string[]
  readonly problems: readonly RowProblem[]
}

/** A file whose columns are known and whose rows are still to be read, once, in order. */
export interface OpenedFile {
  readonly columns: readonly string[]
  /** True where the first row is data, so that columns are named by their position. */
  readonly headerless: boolean
  readonly rows: AsyncIterable<FileRow>
  /** How often something that is no row was passed over so far, by its name: blank lines, photos of cards. */
  readonly ignored: ReadonlyMap<string, number>
}

export interface CsvOptions {
  /** One character. */
  readonly delimiter: string
  /** True where the first line is Excel's `sep=;`. */
  readonly sepLine: boolean
  /** Whether the first row names the columns; `guess` (unless set) looks for values where names should be. */
  readonly header?: 'guess' | 'first_row' | 'none'
  /** Longest row in UTF-16 code units, 1 MiB unless set. It bounds the memory that a broken file can take. */
  readonly maxRecord?: number
}

/** More columns than any export has: a file with more of them is something else. */
const MAX_COLUMNS = 2000

/**
 * Opens text with line feeds (see `decode.ts`) as CSV after RFC 4180, forgiving what real exports do to it. Rows are
 * read as they are asked for and only the one at hand is kept. No row is dropped: a bad one comes with its problem.
 * @throws Problem `import_file_unreadable` where the first row is longer or wider than a header can be
 */
export async function openCsv(text: AsyncIterable<string>, options: CsvOptions): Promise<OpenedFile> {
  const ignored = new Map<string, number>()
  const records = scan(text, options, ignored)
  let first = await records.next()
  if (options.sepLine && first.done !== true) first = await records.next()
  if (first.done === true) return { columns: [], headerless: false, rows: fitRows(records, 0, []), ignored }
  const { cells, flaw } = first.value
  const unreadable = flaw === 'row_too_long' || flaw === 'quote_not_closed' || cells.length > MAX_COLUMNS
  if (unreadable)
    throw new Problem('import_file_unreadable', { detail: 'The first row cannot be read as a header.' })
  const headerless = options.header === 'none' || (options.header !== 'first_row' && !looksLikeHeader(cells))
  const columns = nameColumns(headerless ? cells.map(() => '') : cells)
  const rows = fitRows(records, columns.length, headerless ? [first.value] : [])
  return { columns, headerless, rows, ignored }
}

/** The records of a stream of text; blank lines are counted and passed over. */
async function* scan(
  text: AsyncIterable<string>,
  options: CsvOptions,
  ignored: Map<string, number>,
): AsyncGenerator<ScannedRecord, void, undefined> {
  const scanner = scanRecords(options)
  for await (const piece of text) yield* withoutBlanks(scanner.push(piece), ignored)
  yield* withoutBlanks(scanner.end(), ignored)
}

function* withoutBlanks(records: readonly ScannedRecord[], ignored: Map<string, number>) {
  for (const record of records) {
    if (isBlank(record)) ignored.set('blank_line', (ignored.get('blank_line') ?? 0) + 1)
    else yield record
  }
}

/** An empty line, or the Ctrl-Z and NULs with which old programs end a file. */
function isBlank({ blank, cells }: ScannedRecord): boolean {
  return blank || (cells.length === 1 && /^[\0\x1a]+$/u.test(cells[0] ?? ''))
}

async function* fitRows(
  records: AsyncGenerator<ScannedRecord, void, undefined>,
  width: number,
  already: readonly ScannedRecord[],
): AsyncGenerator<FileRow, void, undefined> {
  let row = 0
  for (const record of already) yield fit(record, width, (row += 1))
  for await (const record of records) yield fit(record, width, (row += 1))
}

/** Makes a record as wide as the header, and says where it was not. */
function fit(record: ScannedRecord, width: number, row: number): FileRow {
  const { line, cells, flaw } = record
  const problems: RowProblem[] = []
  if (flaw !== null) problems.push({ column: null, code: flaw })
  if (cells.length === width) return { row, line, cells, problems }
  const code = misfit(record, width)
  if (code !== null) problems.push({ column: null, code })
  return { row, line, cells: Array.from({ length: width }, (_, index) => cells[index] ?? ''), problems }
}

function misfit({ cells, flaw, afterBroken }: ScannedRecord, width: number): RowProblem['code'] | null {
  if (flaw === 'quote_not_closed' || flaw === 'row_too_long') return null
  if (afterBroken) return 'row_broken'
  if (cells.length < width) return 'row_too_few_cells'
  // delimiters at the end of a line shift nothing
  return cells.slice(width).some((cell) => cell.trim() !== '') ? 'row_too_many_cells' : null
}
