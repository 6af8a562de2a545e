import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ageOn, parseDate } from './date.ts'

const malformed = expect.objectContaining({ code: 'date_malformed' })

test.each([
  ['1987-04-03', '1987-04-03'],
  [' 2024-02-29 ', '2024-02-29'],
  ['2000-02-29', '2000-02-29'],
  ['0001-01-01', '0001-01-01'],
  ['９９９９-12-31', '9999-12-31'],
  ['١٩٨٧-٠٤-٠٣', '1987-04-03'],
])('%s is the day %s', (value, day) => {
  expect(parseDate(value)).toBe(day)
})

describe('is no day', () => {
  test.each([
    ...[
      '',
      '1987',
      '1987-4-3',
      '03.04.1987',
      '04/03/1987',
      '19870403',
      '1987-04-03T00:00:00Z',
      '87-04-03',
      '-1987-04-03',
    ],
    ...[
      '1987-00-03',
      '1987-13-03',
      '1987-04-00',
      '1987-04-31',
      '2023-02-29',
      '1900-02-29',
      '1800-02-29',
      '0000-01-01',
      '1987-04-032',
    ],
  ])('%j', (value) => {
    expect(() => parseDate(value)).toThrow(malformed)
  })
})

test('knows the days that the platform knows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      (y, m, d) => {
        const pad = (n: number, digits: number) => String(n).padStart(digits, '0')
        const text = `${pad(y, 4)}-${pad(m, 2)}-${pad(d, 2)}`
        const time = new Date(0)
        time.setUTCFullYear(y, m - 1, d)
        const isReal = m >= 1 && m <= 12 && time.getUTCMonth() === m - 1 && time.getUTCDate() === d
        if (isReal) expect(parseDate(text)).toBe(text)
        else expect(() => parseDate(text)).toThrow(malformed)
      },
    ),
  )
})

test.each([
  ['2010-05-20', '2026-05-19', 15],
  ['2010-05-20', '2026-05-20', 16],
  ['2010-05-20', '2026-12-31', 16],
  ['2008-02-29', '2026-02-28', 17],
  ['2008-02-29', '2026-03-01', 18],
  ['2008-02-29', '2024-02-29', 16],
  ['2026-01-01', '2026-01-01', 0],
  ['2026-01-02', '2026-01-01', -1],
])('born %s is on %s of age %i', (birth, day, age) => {
  expect(ageOn(birth, day)).toBe(age)
})

test('an age takes days only', () => {
  expect(() => ageOn('2010-05', '2026-05-19')).toThrow(malformed)
  expect(() => ageOn('2010-05-20', 'today')).toThrow(malformed)
})
