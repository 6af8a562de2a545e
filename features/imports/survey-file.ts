import { cleanCell } from './clean-cell.ts'
import type { Detection } from './detect.ts'
import type { Encoding } from './conclude-encoding.ts'
import { guessMapping, type ColumnGuess } from './guess-mapping.ts'
import { isDateTarget, isTarget } from './mapping-targets.ts'
import { shorten } from './name-columns.ts'
import type { ImportFile } from './open-file.ts'
import type { FileRow } from './read-csv.ts'
import {
  createDateEvidence,
  shareOrders,
  stateOrder,
  type DateConclusion,
  type DateOrder,
} from './read-dates.ts'
import type { ImportOptions } from './import-options.ts'
import { statedOrders, type ReadingOptions } from './reading-options.ts'

/** What is known of a file after it was read once, before anything of it is stored: to be shown, and to import by. */
export interface Survey {
  readonly detection: Detection
  /** As it turned out: a file that begins in plain ASCII may only tell later. */
  readonly encoding: Encoding
  readonly headerless: boolean
  readonly rows: number
  readonly columns: readonly ColumnGuess[]
  /** How the dates of each column that has some are to be read; `ambiguous` must be asked. */
  readonly dates: ReadonlyMap<string, DateConclusion>
  /** The first rows, to be shown beside the mapping; long cells are shortened. */
  readonly sample: readonly FileRow[]
  readonly ignored: ReadonlyMap<string, number>
}

/** What whoever imports said of the file's columns. */
export interface SurveyStated {
  readonly dates?: ReadingOptions['dates']
  readonly mapping?: ImportOptions['mapping']
}

/** Rows from which the mapping is guessed, and characters that they may take together. */
const SAMPLE = 200
const SAMPLE_LENGTH = 4_000_000
/** Rows that are shown, and characters of a cell. */
const SHOWN = 20
const SHOWN_LENGTH = 200

/**
 * Reads a file through once, in constant memory: guesses the mapping from its first rows and concludes from all of
 * them how its dates are written, so that the second reading can import without asking again.
 */
export async function surveyFile(
  file: ImportFile,
  { dates = {}, mapping = 'guess' }: SurveyStated = {},
): Promise<Survey> {
  const orders = statedOrders(dates, file.columns)
  const asDates =
    mapping === 'guess' ? [] : Object.keys(mapping).filter((column) => isDateIn(mapping, column))
  const first: FileRow[] = []
  const evidence = new Map<number, ReturnType<typeof createDateEvidence>>()
  let columns: readonly ColumnGuess[] | null = null
  let [rows, length] = [0, 0]

  function settle(): readonly ColumnGuess[] {
    const guess = guessMapping(
      file.columns,
      first.map(({ cells }) => cells),
    )
    for (const [at, { field, holds }] of guess.columns.entries())
      if (
        holds === 'date' ||
        (field !== null && isDateTarget(field)) ||
        asDates.includes(file.columns[at] ?? '')
      )
        evidence.set(at, createDateEvidence())
    for (const row of first) look(row)
    return guess.columns
  }
  function look({ cells }: FileRow): void {
    for (const [at, dates] of evidence) dates.add(cleanCell(cells[at] ?? '').text)
  }

  for await (const row of file.rows) {
    rows += 1
    if (columns !== null) {
      look(row)
      continue
    }
    first.push(row)
    length += row.cells.reduce((sum, cell) => sum + cell.length, 0)
    if (first.length === SAMPLE || length > SAMPLE_LENGTH) columns = settle()
  }
  columns ??= settle()
  const concluded = [...evidence].flatMap(([at, dates]) =>
    dates.dates() === 0 ? [] : [[file.columns[at] ?? '', dates.conclude()] as const],
  )
  return {
    ...{ detection: file.detection, encoding: file.encoding(), headerless: file.headerless, rows, columns },
    ...{
      dates: new Map([...shareOrders(new Map(concluded)), ...[...orders].map(stated)]),
      sample: first.slice(0, SHOWN).map(toShow),
      ignored: file.ignored,
    },
  }
}

function stated([column, order]: [string, DateOrder]): [string, DateConclusion] {
  return [column, stateOrder(order)]
}

function isDateIn(mapping: Readonly<Record<string, string | null>>, column: string): boolean {
  const target = mapping[column]
  return typeof target === 'string' && isTarget(target) && isDateTarget(target)
}

function toShow(row: FileRow): FileRow {
  return { ...row, cells: row.cells.map((cell) => shorten(cell, SHOWN_LENGTH)) }
}
