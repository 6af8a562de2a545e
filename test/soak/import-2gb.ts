import { checkMapping } from '../../features/imports/check-mapping.ts'
import { concludeRow, planRow } from '../../features/imports/conclude-row.ts'
import { openFile } from '../../features/imports/open-file.ts'
import { surveyFile } from '../../features/imports/survey-file.ts'
import { createTally } from '../../features/imports/tally.ts'
import { hugeCsv, watchHeap } from '../kit/huge-csv.ts'

/** MiB by which the heap may differ between the first quarter and the last. */
const ALLOWED = 8

/**
 * Reads a CSV file of 2 GB, made while it is read, as an import does before it stores anything: surveyed, mapped,
 * concluded row by row. Half an hour. True where every row was accounted for and memory stayed flat.
 */
export async function soakImport(megabytes = 2048): Promise<boolean> {
  const bytes = megabytes * 1_048_576
  const started = performance.now()
  const survey = await surveyFile(await openFile(hugeCsv(bytes), 'people.csv'))
  console.log(`surveyed ${survey.rows} rows in ${seconds(started)} s`)

  const columns = survey.columns.map(({ column }) => column)
  const guessed = Object.fromEntries(survey.columns.map(({ column, field }) => [column, field]))
  const plan = planRow(columns, checkMapping(guessed, columns), survey.dates)
  const file = await openFile(hugeCsv(bytes), 'people.csv')
  const heap = watchHeap()
  const tally = createTally(1000)
  const concluding = performance.now()
  const every = Math.max(1, Math.floor(survey.rows / 40))
  for await (const row of file.rows) {
    tally.add(concludeRow(row, plan, { today: '2026-11-23' }))
    if (row.row % every === 0) heap.sample()
  }
  const { rows, importable, rejected, codes } = tally.counts()
  console.log(
    `concluded ${rows} rows in ${seconds(concluding)} s: ${importable} importable, ${rejected} rejected`,
  )
  for (const [code, count] of codes) console.log(`  ${code} ${count}`)
  console.log(`memory: at most ${heap.peak().toFixed(0)} MiB, grew by ${heap.growth().toFixed(1)} MiB`)
  return rows === survey.rows && importable + rejected === rows && heap.growth() <= ALLOWED
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(0)
}
