import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, addMonths, endOfGrant, keptUntil, readInstant, readPast } from './retention.ts'

const iso = (at: number) => new Date(at).toISOString()
const on = (text: string) => Date.parse(text)

// What PostgreSQL 15 answered to ((t at time zone 'UTC') + make_interval(months => n)) at time zone 'UTC'.
test.each([
  ['2025-01-31T10:20:30.456Z', 1, '2025-02-28T10:20:30.456Z'],
  ['2023-08-31T12:00:00.001Z', 6, '2024-02-29T12:00:00.001Z'],
  ['2025-12-31T00:00:00.000Z', 6, '2026-06-30T00:00:00.000Z'],
  ['1999-11-30T00:00:00.000Z', 6, '2000-05-30T00:00:00.000Z'],
  ['2024-02-29T23:59:59.999Z', 12, '2025-02-28T23:59:59.999Z'],
  ['2025-01-31T10:20:30.456Z', 13, '2026-02-28T10:20:30.456Z'],
  ['2024-02-29T23:59:59.999Z', 24, '2026-02-28T23:59:59.999Z'],
  ['2024-02-29T23:59:59.999Z', 36, '2027-02-28T23:59:59.999Z'],
  ['2025-03-30T01:30:00.000Z', 12, '2026-03-30T01:30:00.000Z'],
  ['2025-03-30T01:30:00.000Z', -1, '2025-02-28T01:30:00.000Z'],
  ['2024-02-29T23:59:59.999Z', 1200, '2124-02-29T23:59:59.999Z'],
])('%s and %i months is %s, as in PostgreSQL', (from, months, to) => {
  expect(iso(addMonths(on(from), months))).toBe(to)
})

const moment = fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
const months = fc.integer({ min: 0, max: 600 })

test('adding months lands in the right month, on the same day or its last, at the same time of day', () => {
  fc.assert(
    fc.property(moment, months, (date, n) => {
      const to = new Date(addMonths(date.getTime(), n))
      const count = (d: Date) => d.getUTCFullYear() * 12 + d.getUTCMonth()
      expect(count(to)).toBe(count(date) + n)
      expect(to.getTime() % 86_400_000).toBe(date.getTime() % 86_400_000)
      const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
      expect(to.getUTCDate()).toBe(Math.min(date.getUTCDate(), last))
    }),
  )
})

test('more months are never earlier', () => {
  fc.assert(
    fc.property(moment, months, months, (date, a, b) => {
      const [fewer, more] = a < b ? [a, b] : [b, a]
      expect(addMonths(date.getTime(), fewer)).toBeLessThanOrEqual(addMonths(date.getTime(), more))
    }),
  )
})

const rolling = { term: { months: 24, after: 'last_word' } } as const
const silent = { term: { until: 'open' }, silence: { months: 24 } } as const

test('a term after the last word starts anew with each word', () => {
  const start = on('2025-01-31T10:00:00Z')
  expect(endOfGrant(rolling, start, null, [])).toBe(on('2027-01-31T10:00:00Z'))
  expect(endOfGrant(rolling, start, null, [on('2026-12-01')])).toBe(on('2028-12-01'))
  expect(endOfGrant(silent, start, null, [on('2026-12-01')])).toBe(on('2028-12-01'))
})

test('a word at or after the end prolongs nothing, nor does one before the grant counted', () => {
  const start = on('2025-01-31')
  const end = on('2027-01-31')
  expect(endOfGrant(rolling, start, null, [end])).toBe(end)
  expect(endOfGrant(rolling, start, null, [end - 1])).toBe(addMonths(end - 1, 24))
  expect(endOfGrant(rolling, start, null, [on('2024-12-01')])).toBe(end)
  // The word after the end stays void although an earlier one would reach it.
  expect(endOfGrant(rolling, start, null, [on('2027-02-01'), on('2029-01-01')])).toBe(end)
})

test('words count in their order, however they are listed', () => {
  const words = [on('2028-10-01'), on('2026-12-01')]
  expect(endOfGrant(rolling, on('2025-01-31'), null, words)).toBe(on('2030-10-01'))
})

test('a later word never makes the end earlier, though clamping alone would', () => {
  const evening = on('2025-01-28T23:00:00Z')
  const morning = on('2025-01-31T10:00:00Z')
  const month = { term: { months: 1, after: 'last_word' } } as const
  expect(addMonths(morning, 1)).toBeLessThan(addMonths(evening, 1))
  expect(endOfGrant(month, evening, null, [morning])).toBe(on('2025-02-28T23:00:00Z'))
})

test('the end a grant states stands, whatever was said since', () => {
  expect(endOfGrant(silent, on('2025-01-31'), on('2025-06-01'), [on('2025-05-01')])).toBe(on('2025-06-01'))
  expect(endOfGrant(rolling, on('2025-01-31'), on('2026-12-31'), [on('2026-12-01')])).toBe(on('2026-12-31'))
})

test('a term from the grant is not prolonged by words', () => {
  const fixed = { term: { months: 12, after: 'grant' } } as const
  expect(endOfGrant(fixed, on('2025-01-31'), null, [on('2025-12-01')])).toBe(on('2026-01-31'))
  expect(endOfGrant(fixed, on('2025-01-31'), on('2030-01-01'), [])).toBe(on('2026-01-31'))
})

test('a grant that must have an end and states none has a short one', () => {
  const diagnostic = { term: { until: 'grant', months: 1 } } as const
  expect(endOfGrant(diagnostic, on('2025-01-31'), null, [])).toBe(on('2025-02-28'))
  expect(endOfGrant(diagnostic, on('2025-01-31'), on('2025-06-01'), [])).toBe(on('2025-06-01'))
})

test('relation and open grants do not end by themselves', () => {
  expect(endOfGrant({ term: { until: 'relation' } }, on('2025-01-31'), null, [])).toBe(Infinity)
  expect(endOfGrant({ term: { until: 'open' } }, on('2025-01-31'), null, [])).toBe(Infinity)
})

test('a record is kept for its term after the last word of it', () => {
  expect(keptUntil({ term: { months: 36, after: 'last_word' } }, on('2025-01-31'))).toBe(on('2028-01-31'))
  expect(keptUntil({ term: { until: 'relation' } }, on('2025-01-31'))).toBe(Infinity)
  expect(addDays(on('2025-03-29T12:00:00Z'), 30)).toBe(on('2025-04-28T12:00:00Z'))
})

test('times of RFC 3339 and plain dates are read; everything else is refused', () => {
  expect(readInstant('2025-03-12T10:00:00Z')).toBe(on('2025-03-12T10:00:00Z'))
  expect(readInstant('2025-03-12t10:00:00.250+02:00')).toBe(on('2025-03-12T08:00:00.250Z'))
  expect(readInstant('2024-02-29')).toBe(on('2024-02-29'))
  for (const bad of [
    '',
    'today',
    '12.3.2025',
    '2025-02-29',
    '2025-04-31T00:00:00Z',
    '2025-13-01',
    '2025-03-12T10:00:00',
    '2025-03-12T25:00:00Z',
  ]) {
    expect(() => readInstant(bad, '/at'), bad).toThrow(
      expect.objectContaining({ code: 'date_malformed', pointer: '/at' }),
    )
  }
})

test('nothing is dated ahead; a plain date may be the one it already is somewhere', () => {
  const now = on('2025-03-12T10:30:00Z')
  expect(readPast('2025-03-12T10:30:59Z', now)).toBe(on('2025-03-12T10:30:59Z'))
  expect(readPast('2025-03-13', now)).toBe(on('2025-03-13'))
  for (const ahead of ['2025-03-12T10:31:01Z', '2025-03-14', '2125-03-12T10:00:00Z']) {
    expect(() => readPast(ahead, now), ahead).toThrow(expect.objectContaining({ code: 'date_in_future' }))
  }
  expect(() => readPast('2025-03-13', on('2025-03-12T09:59:59Z'))).toThrow(
    expect.objectContaining({ code: 'date_in_future' }),
  )
})
