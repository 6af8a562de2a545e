import { getCountries, getExampleNumber } from 'libphonenumber-js/min'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, test } from 'vitest'
import { parsePhone } from './phone.ts'

const malformed = expect.objectContaining({ code: 'phone_malformed' })

test.each([
  ['+49 30 5550142', undefined, '+49 30 5550142', '+49305550142'],
  ['030 5550142', 'DE', '+49 30 5550142', '+49305550142'],
  ['030/555 01-42', 'de', '+49 30 5550142', '+49305550142'],
  ['+49 (0)30 5550142', undefined, '+49 30 5550142', '+49305550142'],
  ['0049 30 5550142', undefined, '+49 30 5550142', '+49305550142'],
  ['0049 30 5550142', 'AT', '+49 30 5550142', '+49305550142'],
  ['+49–30–5550142', undefined, '+49 30 5550142', '+49305550142'],
  ['0044 20 7946 0000', 'XX', '+44 20 7946 0000', '+442079460000'],
  ['(202) 555-0143', 'US', '+1 202 555 0143', '+12025550143'],
  ['8 912 345-67-89', 'RU', '+7 912 345 67 89', '+79123456789'],
  ['＋８１　３－１２３４－５６７８', undefined, '+81 3 1234 5678', '+81312345678'],
  ['٠٥٠ ١٢٣ ٤٥٦٧', 'SA', '+966 50 123 4567', '+966501234567'],
  ['०९८७६५ ४३२१०', 'IN', '+91 98765 43210', '+919876543210'],
  ['+39 06 1234567', undefined, '+39 06 123 4567', '+39061234567'],
  ['+49 30 5550142 ext. 12', undefined, '+49 30 5550142 ext. 12', '+49305550142'],
  ['+800 1234 5678', undefined, '+800 1234 5678', '+80012345678'],
])('%s, country %s, is %s and matched as %s', (value, country, display, match) => {
  expect(parsePhone(value, country)).toEqual({ display, match })
})

describe('is no phone number', () => {
  test.each([
    ['', 'DE'],
    ['none', 'DE'],
    ['030 5550142', undefined],
    ['030 5550142', 'XX'],
    ['110', 'DE'],
    ['+49', undefined],
    ['+49 1', undefined],
    ['+999 12345678', undefined],
    ['+49 30 5550142 5550142 5550142', undefined],
    ['call +49 30 5550142', undefined],
    ['+49 30 5550142 or +49 30 5550143', undefined],
    ['anna@example.com', 'DE'],
    ['4111 1111 1111 1111', 'DE'],
    ['+49 30 5550142\u0000', undefined],
  ])('%j in %s', (value, country) => {
    expect(() => parsePhone(value, country)).toThrow(malformed)
  })
})

test('a number of every country: international, as dialled there, and as shown again', () => {
  let countries = 0
  for (const country of getCountries()) {
    const example = getExampleNumber(country, examples)
    if (example === undefined) continue
    countries++
    const phone = parsePhone(example.number)
    expect(phone.match, country).toBe(example.number)
    expect(parsePhone(phone.display), country).toEqual(phone)
    expect(parsePhone(example.formatNational(), country), country).toEqual(phone)
  }
  expect(countries).toBeGreaterThan(230)
})
