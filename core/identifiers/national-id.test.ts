import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNationalId, parseNationalId } from './national-id.ts'

const malformed = expect.objectContaining({ code: 'national_id_malformed' })

test.each([
  ['86 095 742 719', 'DE', '86095742719', 'DE •••• 2719'],
  ['47036892816', 'DE', '47036892816', 'DE •••• 2816'],
  ['12.345.678-z', 'ES', '12345678Z', 'ES •••• 678Z'],
  ['X1234567L', 'ES', 'X1234567L', 'ES •••• 567L'],
  ['1 85 05 78 006 084 91', 'FR', '185057800608491', 'FR •••• 8491'],
  ['2 94 03 2A 123 456 92', 'FR', '294032A12345692', 'FR •••• 5692'],
  ['RSS MRA 85T10 A562S', 'IT', 'RSSMRA85T10A562S', 'IT •••• 562S'],
  ['111222333', 'NL', '111222333', 'NL •••• 2333'],
  ['１１１２２２３３３', 'NL', '111222333', 'NL •••• 2333'],
])('%s is of %s', (written, country, id, mask) => {
  expect(parseNationalId(written)).toEqual({ id, country, mask })
  expect(parseNationalId(written, country)).toEqual({ id, country, mask })
})

describe('is none of its country', () => {
  test.each([
    '86095742718',
    '11111111111',
    '12345678A',
    '185057800608490',
    'RSSMRA85T10A562T',
    '111222334',
    '000000000',
    '',
  ])('%j', (written) => {
    expect(() => parseNationalId(written)).toThrow(malformed)
    expect(() => parseNationalId(written, 'DE')).toThrow(malformed)
  })
})

test('a number of another country is taken as it is written, where that country is stated', () => {
  expect(parseNationalId('ab 12-34', 'PT')).toEqual({ id: 'AB1234', country: 'PT', mask: 'PT •••• 1234' })
  expect(() => parseNationalId('ab 12-34')).toThrow(malformed)
  expect(() => parseNationalId('abcd', 'PT')).toThrow(malformed)
})

test('one wrong digit is always noticed', () => {
  const known = [
    ['86095742719', 'DE'],
    ['12345678Z', 'ES'],
    ['185057800608491', 'FR'],
    ['111222333', 'NL'],
  ] as const
  fc.assert(
    fc.property(
      fc.constantFrom(...known),
      fc.nat(14),
      fc.integer({ min: 1, max: 9 }),
      ([id, country], at, by) => {
        const place = at % id.length
        if (!/\d/.test(id[place]!)) return
        const wrong = id.slice(0, place) + String((Number(id[place]) + by) % 10) + id.slice(place + 1)
        expect(isNationalId(wrong, country)).toBe(false)
      },
    ),
  )
})
