import { expect, test } from 'vitest'
import { day, dayName, habitOf, howLongAgo, listOf } from './dates.ts'

test('dates are written as the reader’s own country does it', () => {
  expect(habitOf('en', ['de-DE', 'en-US'])).toBe('en-US')
  expect(habitOf('en', ['en'])).toBe('en-GB')
  expect(habitOf('de', ['en-GB'])).toBe('de-DE')
  expect(day('2025-03-12', 'en-GB')).toBe('12 March 2025')
  expect(day('2025-03-12', 'en-US')).toBe('March 12, 2025')
  expect(day('no date', 'en-GB')).toBe('no date')
})

test('a date without a time is that day in every time zone', () => {
  const zone = process.env.TZ
  try {
    for (const tz of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
      process.env.TZ = tz
      expect(day('1984-02-29', 'en-GB')).toBe('29 February 1984')
    }
  } finally {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  }
})

test('days are called by the shortest name that cannot be mistaken', () => {
  const now = new Date(2026, 10, 23, 0, 30)
  const ago = (days: number) => new Date(2026, 10, 23 - days, 23, 59)
  expect([0, 1, 2, 6, 7, 400].map((days) => howLongAgo(ago(days), now))).toEqual([
    'today',
    'yesterday',
    'week',
    'week',
    'year',
    'older',
  ])
  expect(dayName(ago(6), now, 'en-GB')).toBe('Tuesday')
  // A week ago has the same weekday as today, so its name would be mistaken.
  expect(dayName(ago(7), now, 'en-GB')).toBe('16 November')
  expect(dayName(ago(400), now, 'en-GB')).toBe('19 October 2025')
  expect(dayName(new Date(2026, 10, 24), now, 'en-GB')).toBe('24 November')
})

test('lists end as they are spoken', () => {
  expect(listOf(['your name', 'your phone number', 'your city'], 'en-GB')).toBe(
    'your name, your phone number and your city',
  )
  expect(listOf(['Ihren Namen', 'Ihren Ort'], 'de-DE')).toBe('Ihren Namen und Ihren Ort')
})
