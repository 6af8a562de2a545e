import { expect, test } from 'vitest'
import { CONSENT_AGES, consentAge, underAge } from './consent-age.ts'

const on = (text: string) => Date.parse(text)

test('countries of the EU and EEA chose between 13 and 16', () => {
  const members =
    'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO'.split(' ')
  for (const code of members) {
    expect(Object.keys(CONSENT_AGES)).toContain(code)
    expect(consentAge(code)).toBeGreaterThanOrEqual(13)
    expect(consentAge(code)).toBeLessThanOrEqual(16)
  }
})

test.each([
  ['GB', 13],
  ['US', 13],
  ['CH', 16],
  ['DK', 15],
  ['ES', 14],
  ['FR', 15],
  ['DE', 16],
  ['de', 16],
  ['pt', 13],
  ['BR', 16],
  ['', 16],
  [null, 16],
  ['constructor', 16],
])('in %s it is %i', (country, age) => {
  expect(consentAge(country)).toBe(age)
})

test('one comes of age on the birthday', () => {
  expect(underAge('2009-03-12', 'DE', on('2025-03-11T23:59:59.999Z'))).toBe(true)
  expect(underAge('2009-03-12', 'DE', on('2025-03-12T00:00:00Z'))).toBe(false)
  expect(underAge('2009-03-12', 'PT', on('2022-03-12T00:00:00Z'))).toBe(false)
  expect(underAge('2009-03-12', null, on('2024-03-12T00:00:00Z'))).toBe(true)
})

test('born on 29 February, one comes of age on 1 March of a year without it', () => {
  expect(underAge('2012-02-29', 'GB', on('2025-02-28T12:00:00Z'))).toBe(true)
  expect(underAge('2012-02-29', 'GB', on('2025-03-01T00:00:00Z'))).toBe(false)
  expect(underAge('2008-02-29', 'DE', on('2024-02-29T00:00:00Z'))).toBe(false)
})

test('an unknown birth date says nothing; a wrong one is refused', () => {
  expect(underAge(null, 'DE', on('2025-03-12'))).toBe(false)
  for (const bad of ['2009-02-30', '12.3.2009', '2009-03-12T00:00:00Z', '']) {
    expect(() => underAge(bad, 'DE', on('2025-03-12'))).toThrow(
      expect.objectContaining({ code: 'date_malformed' }),
    )
  }
  expect(() => underAge('2025-03-13', 'DE', on('2025-03-12'))).toThrow(
    expect.objectContaining({ code: 'date_in_future' }),
  )
})
