/**
 * Reads a CSV file of 2 GB, made while it is read, as an import does before it stores anything, and looks at the
 * memory: `node --expose-gc bin/run.js test/soak/import-2gb.ts [MEGABYTES]`. Some minutes; exit 1 where memory grew.
 */
import { checkMapping } from '../../features/imports/check-mapping.ts'
import { concludeRow, planRow } from '../../features/imports/conclude-row.ts'
import { openFile } from '../../features/imports/open-file.ts'
import { surveyFile } from '../../features/imports/survey-file.ts'
import { createTally } from '../../features/imports/tally.ts'
import { hugeCsv, watchHeap } from '../kit/huge-csv.ts'

const megabytes = Number(process.argv[2] ?? 2048)
const bytes = megabytes * 1_048_576
/** MiB by which the heap may differ between the first and the last quarter. */
const ALLOWED = 8

const heap = watchHeap()
const started = performance.now()
const survey = await surveyFile(await openFile(hugeCsv(bytes), 'people.csv'))
console.log(`surveyed ${survey.rows} rows in ${seconds(started)} s`)

const columns = survey.columns.map(({ column }) => column)
const guessed = Object.fromEntries(survey.columns.map(({ column, field }) => [column, field]))
const plan = planRow(columns, checkMapping(guessed, columns), survey.dates)
const file = await openFile(hugeCsv(bytes), 'people.csv')
const tally = createTally(1000)
const concluding = performance.now()
for await (const row of file.rows) {
  tally.add(concludeRow(row, plan, { today: '2026-11-23' }))
  if (row.row % 100_000 === 0) heap.sample()
}
const { rows, importable, rejected, codes } = tally.counts()
console.log(
  `concluded ${rows} rows in ${seconds(concluding)} s: ${importable} importable, ${rejected} rejected`,
)
console.log([...codes].map(([code, count]) => `  ${code} ${count}`).join('\n'))
console.log(`memory: at most ${heap.peak().toFixed(0)} MiB, grew by ${heap.growth().toFixed(1)} MiB`)
if (rows !== survey.rows || importable + rejected !== rows || heap.growth() > ALLOWED) process.exitCode = 1

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(0)
}
