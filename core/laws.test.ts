import { expect, test } from 'vitest'
import { checkLaw, keptUntil, LAWS_OF_A_BANK, lawsOf } from './laws.ts'

const [laundering, letters] = LAWS_OF_A_BANK as [
  (typeof LAWS_OF_A_BANK)[number],
  (typeof LAWS_OF_A_BANK)[number],
]
const iso = (at: number) => new Date(at).toISOString()

test('a term counts from the end of the contract, or of the year in which it ended', () => {
  const ends = Date.UTC(2026, 1, 28, 12)
  expect(iso(keptUntil(laundering, ends))).toBe('2031-02-28T12:00:00.000Z')
  expect(iso(keptUntil(letters, ends))).toBe('2033-01-01T00:00:00.000Z')
  expect(iso(keptUntil(letters, Date.UTC(2026, 11, 31, 23, 59)))).toBe('2033-01-01T00:00:00.000Z')
  expect(keptUntil(letters, Infinity)).toBe(Infinity)
})

test('a law is about contracts for its purposes and those below them, and about nothing agreed to', () => {
  const under = (purpose: string, basis: string) => lawsOf([laundering], { purpose, basis }).length
  expect(under('service.account', 'contract')).toBe(1)
  expect(under('service.account.savings', 'contract')).toBe(1)
  expect(under('service.accounting', 'contract')).toBe(0)
  expect(under('service.account', 'consent')).toBe(0)
  expect(under('service.request', 'contract')).toBe(0)
})

test('an entry names what it keeps, and nothing that protects someone', () => {
  for (const law of LAWS_OF_A_BANK) checkLaw(law)
  for (const [change, pointer] of [
    [{ fields: ['circumstance'] }, '/fields'],
    [{ fields: ['shoe_size'] }, '/fields'],
    [{ months: 0 }, '/months'],
    [{ country: 'Germany' }, '/country'],
    [{ article: ' ' }, '/article'],
  ] as const)
    expect(() => checkLaw({ ...laundering, ...change })).toThrow(expect.objectContaining({ pointer }))
})
