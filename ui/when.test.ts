import { expect, test } from 'vitest'
import { ago, brief, day } from './when.ts'

const now = new Date('2026-11-23T14:00:00')

test('a day is written out, and what is not a date is nothing', () => {
  expect(day('2025-03-12T09:00:00', 'en-GB')).toBe('12 March 2025')
  expect(day('soon', 'en-GB')).toBe('')
})

test('the brief form says the time today, the day this year and the year before that', () => {
  expect(brief('2026-11-23T10:42:00', 'en-GB', 'today', now)).toBe('today 10:42')
  expect(brief('2026-11-02T10:42:00', 'en-GB', 'today', now)).toBe('2 Nov')
  expect(brief('2025-03-12T10:42:00', 'en-GB', 'today', now)).toBe('12 Mar 2025')
})

test('how long ago is told in the largest whole unit', () => {
  expect(ago('2026-11-23T12:00:00', 'en', now)).toBe('2 hours ago')
  expect(ago('2026-11-22T13:00:00', 'en', now)).toBe('yesterday')
  expect(ago('2026-10-20T13:00:00', 'en', now)).toBe('last month')
})
