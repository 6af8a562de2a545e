import { cleanCell } from './clean-cell.ts'
import type { Detection } from './detect.ts'
import type { Encoding } from './conclude-encoding.ts'
import { guessMapping, type ColumnGuess } from './guess-mapping.ts'
import { isDateTarget } from './mapping-targets.ts'
import type { ImportFile } from './open-file.ts'
import type { FileRow } from './read-csv.ts'
import { createDateEvidence, shareOrders, type DateConclusion } from './read-dates.ts'

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
  /** The first rows, to be shown beside the mapping. */
  readonly sample: readonly FileRow[]
  readonly ignored: ReadonlyMap<string, number>
}

/** Rows from which the mapping is guessed. */
const SAMPLE = 200
/** Rows that are shown. */
const SHOWN = 20

/**
 * Reads a file through once, in constant memory: guesses the mapping from its first rows and concludes from all of
 * them how its dates are written, so that the second reading can import without asking again.
 */
export async function surveyFile(file: ImportFile): Promise<Survey> {
  const first: FileRow[] = []
  const evidence = new Map<number, ReturnType<typeof createDateEvidence>>()
  let columns: readonly ColumnGuess[] = []
  let rows = 0

  function settle(): void {
    columns = guessMapping(
      file.columns,
      first.map(({ cells }) => cells),
    ).columns
    for (const [at, { field, holds }] of columns.entries())
      if (holds === 'date' || (field !== null && isDateTarget(field))) evidence.set(at, createDateEvidence())
    for (const row of first) look(row)
  }
  function look({ cells }: FileRow): void {
    for (const [at, dates] of evidence) dates.add(cleanCell(cells[at] ?? '').text)
  }

  for await (const row of file.rows) {
    rows += 1
    if (rows <= SAMPLE) first.push(row)
    else look(row)
    if (rows === SAMPLE) settle()
  }
  if (rows < SAMPLE) settle()
  const concluded = [...evidence].flatMap(([at, dates]) =>
    dates.dates() === 0 ? [] : [[file.columns[at] ?? '', dates.conclude()] as const],
  )
  return {
    ...{ detection: file.detection, encoding: file.encoding(), headerless: file.headerless, rows, columns },
    ...{ dates: shareOrders(new Map(concluded)), sample: first.slice(0, SHOWN), ignored: file.ignored },
  }
}
