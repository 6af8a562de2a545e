import { expect, test } from 'vitest'
import { FIRST, hasMore, learn, locate, rowsKnown } from './pages.ts'

const two = learn(learn(FIRST, 0, 100, 'a'), 1, 90, 'b')

test('a list grows by the pages that were read', () => {
  expect(rowsKnown(two)).toBe(190)
  expect(hasMore(two)).toBe(true)
  const whole = learn(two, 2, 7, null)
  expect(rowsKnown(whole)).toBe(197)
  expect(hasMore(whole)).toBe(false)
})

test('a row is found on its page, whatever the pages hold', () => {
  expect(locate(two, 0)).toEqual({ page: 0, at: 0 })
  expect(locate(two, 100)).toEqual({ page: 1, at: 0 })
  expect(locate(two, 189)).toEqual({ page: 1, at: 89 })
  expect(locate(two, 190)).toEqual({ page: 2, at: 0 })
})

test('reading a page again changes nothing where nothing moved', () => {
  expect(learn(two, 0, 100, 'a')).toBe(two)
})

test('a page that ends elsewhere makes the rest be forgotten', () => {
  const moved = learn(two, 0, 100, 'other')
  expect(moved.cursors).toEqual(['', 'other'])
  expect(rowsKnown(moved)).toBe(100)
  expect(hasMore(moved)).toBe(true)
})

test('a page that lost a row and ends where it did keeps the rest', () => {
  const shorter = learn(two, 0, 99, 'a')
  expect(rowsKnown(shorter)).toBe(189)
  expect(shorter.cursors).toEqual(['', 'a', 'b'])
})
