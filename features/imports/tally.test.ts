import { expect, test } from 'vitest'
import type { ConcludedRow } from './conclude-row.ts'
import { createTally } from './tally.ts'

const row = (email: string | undefined, more: Partial<ConcludedRow> = {}): ConcludedRow => ({
  ...{
    row: 1,
    line: 2,
    outcome: 'importable',
    person: { fields: {} },
    matches: email === undefined ? {} : { email },
  },
  ...{
    alternates: { email: [], phone: [] },
    secrets: {},
    company: null,
    externalId: null,
    collectedAt: null,
  },
  ...{ optOuts: [], claims: [], problems: [] },
  ...more,
})

test('counts add up, duplicates are among the importable', () => {
  const tally = createTally()
  const rows = [
    row('a@example.com'),
    row('b@example.com', { optOuts: ['email', 'sms'] }),
    row('a@example.com', { problems: [{ column: 'phone', code: 'phone_malformed' }] }),
    row(undefined),
    row(undefined, { outcome: 'rejected', problems: [{ column: null, code: 'row_empty' }] }),
    row('a@example.com', { outcome: 'rejected', optOuts: ['all'] }),
  ]
  expect(rows.map((it) => tally.add(it).duplicate)).toEqual([false, false, true, false, false, false])
  expect(tally.counts()).toEqual({
    ...{ rows: 6, importable: 4, rejected: 2, duplicates: 1, duplicatesComplete: true },
    optOuts: { email: 1, sms: 1, phone: 0, post: 0, all: 1 },
    codes: new Map([
      ['phone_malformed', 1],
      ['row_empty', 1],
    ]),
  })
})

test('it remembers so many addresses and says when there were more', () => {
  const tally = createTally(1000)
  for (let at = 0; at < 1000; at += 1) tally.add(row(`${at}@example.com`))
  expect(tally.counts()).toMatchObject({ duplicates: 0, duplicatesComplete: true })
  tally.add(row('1000@example.com'))
  tally.add(row('7@example.com'))
  expect(tally.counts()).toMatchObject({ rows: 1002, duplicates: 1, duplicatesComplete: false })
})

test('among many addresses none is taken for another', () => {
  const tally = createTally()
  for (let at = 0; at < 200_000; at += 1) tally.add(row(`p${at}@example.com`))
  expect(tally.counts().duplicates).toBe(0)
})
