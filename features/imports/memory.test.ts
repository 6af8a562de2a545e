import { expect, test } from 'vitest'
import { hugeCsv, watchHeap } from '../../test/kit/huge-csv.ts'
import { checkMapping } from './check-mapping.ts'
import { concludeRow, planRow } from './conclude-row.ts'
import { openFile } from './open-file.ts'
import { surveyFile } from './survey-file.ts'
import { createTally } from './tally.ts'

/** Size of the file that is read, in MB: `IMPORT_MB=300` for the whole measurement. */
const MEGABYTES = Number(process.env.IMPORT_MB ?? 12)
const PATIENCE = 60_000 + MEGABYTES * 1000

test('memory stays flat however long a file is', { timeout: PATIENCE }, async () => {
  const file = await openFile(hugeCsv(MEGABYTES * 1e6), 'people.csv')
  const heap = watchHeap()
  const every = MEGABYTES * 250
  let rows = 0
  let flawed = 0
  for await (const row of file.rows) {
    rows += 1
    if (row.problems.length > 0) flawed += 1
    if (rows % every === 0) heap.sample()
  }
  // a quote is left open every ten thousand rows: it costs that row, and the lines of a note it falls into
  expect(rows).toBeGreaterThan(MEGABYTES * 8000)
  expect(flawed).toBeGreaterThan(0)
  expect(flawed).toBeLessThan(rows / 1000)
  expect(heap.growth()).toBeLessThan(4)
})

test(
  'an import of it stays flat as well: surveyed, mapped, concluded, counted',
  { timeout: PATIENCE },
  async () => {
    const bytes = (MEGABYTES / 8) * 1e6
    const survey = await surveyFile(await openFile(hugeCsv(bytes), 'people.csv'))
    const columns = survey.columns.map(({ column }) => column)
    const guessed = Object.fromEntries(survey.columns.map(({ column, field }) => [column, field]))
    const plan = planRow(columns, checkMapping(guessed, columns), survey.dates)
    const file = await openFile(hugeCsv(bytes), 'people.csv')
    const heap = watchHeap()
    // so that the addresses that are remembered do not hide what should not be
    const tally = createTally(1000)
    for await (const row of file.rows) {
      tally.add(concludeRow(row, plan, { today: '2026-11-23' }))
      if (row.row % (MEGABYTES * 120) === 0) heap.sample()
    }
    const counts = tally.counts()
    expect(survey.dates.get('Create Date')?.order).toBe('dmy')
    expect(counts).toMatchObject({ rows: survey.rows, importable: survey.rows - counts.rejected })
    expect(counts.rejected).toBeLessThan(counts.rows / 1000)
    expect(heap.growth()).toBeLessThan(4)
  },
)

test('neither does a line without end, quoted or not, take memory', { timeout: PATIENCE }, async () => {
  for (const piece of ['x', '"x ']) {
    const heap = watchHeap()
    const endless = async function* () {
      yield Buffer.from('name,email\n')
      for (let at = 0; at < 800; at += 1) {
        yield Buffer.from(piece.repeat(65_536 / piece.length))
        if (at % 40 === 0) heap.sample()
      }
    }
    const file = await openFile(endless(), 'people.csv')
    for await (const row of file.rows)
      expect(row.problems).toContainEqual({ column: null, code: 'row_too_long' })
    expect(heap.growth()).toBeLessThan(10)
  }
})
