import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concludeDecimalMark, readAmount } from './read-amounts.ts'

const read = (text: string) => readAmount(text, concludeDecimalMark([text]))

test.each([
  ['1 234,50', '1234.50', null],
  ['1\u202f234,50', '1234.50', null],
  ['1.234,50 €', '1234.50', 'EUR'],
  ['€1.234.567', '1234567', 'EUR'],
  ['1,234.50', '1234.50', null],
  ["CHF 1'234.50", '1234.50', 'CHF'],
  ['1’234’567,5', '1234567.5', null],
  ['1,234,567', '1234567', null],
  ['12,5', '12.5', null],
  ['0,125', '0.125', null],
  ['1234,567', '1234.567', null],
  ['1787', '1787', null],
  ['-5', '-5', null],
  ['−5,00 €', '-5.00', 'EUR'],
  ['(1,234.50)', '-1234.50', null],
  ['5,00-', '-5.00', null],
  ['$ 12.00', '12.00', null],
  ['007', '7', null],
])('%s is %s %s', (text, amount, currency) => {
  expect(read(text)).toEqual({ amount, currency })
})

test.each([
  '',
  'abc',
  '1,234',
  '1.234',
  '12.34.56',
  '1 23',
  '1,2,3',
  '12-34',
  '(5',
  '--5',
  '5 000 00',
  '01 55 50 10 08',
  '1..2',
])('%s is no amount that can be read alone', (text) => {
  expect(read(text)).toBeNull()
})

test('the column decides what a value leaves open', () => {
  const french = concludeDecimalMark(['1.234', '12,50'])
  expect(french).toBe('comma')
  expect(readAmount('1.234', french)?.amount).toBe('1234')
  expect(readAmount('1,234', french)?.amount).toBe('1.234')
  expect(concludeDecimalMark(['1,234', '12.50'])).toBe('point')
  expect(concludeDecimalMark(['1,234', '5,678'])).toBe('ambiguous')
  expect(concludeDecimalMark(['12,50', '12.50'])).toBe('ambiguous')
  expect(concludeDecimalMark(['1234', 'x', ''])).toBe('none')
})

test('any amount is read back as the locale wrote it', () => {
  const cents = fc.integer({ min: -1e11, max: 1e11 })
  const locales = fc.constantFrom('fr', 'de', 'en', 'de-CH', 'es', 'sv', 'is', 'pl', 'da')
  fc.assert(
    fc.property(cents, locales, (value, locale) => {
      const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
      expect(Number(read(format.format(value / 100))?.amount)).toBe(value === 0 ? 0 : value / 100)
    }),
    { numRuns: 1000 },
  )
})
