import { describe, expect, test } from 'vitest'
import { COUNTRIES, countryName, parseCountry } from './country.ts'

const unknown = expect.objectContaining({ code: 'country_unknown' })

test('knows the 249 countries of ISO 3166-1, and Kosovo', () => {
  expect(COUNTRIES).toHaveLength(250)
  expect(new Set(COUNTRIES).size).toBe(250)
  expect([...COUNTRIES].sort()).toEqual(COUNTRIES)
  const retired = new Set(
    ['AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH QO RH SU TA TP UK UN VD XA XB YD YU ZR ZZ'].flatMap(
      (s) => s.split(' '),
    ),
  )
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const known = letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => names.of(code) && !retired.has(code))
  expect(known).toEqual(COUNTRIES)
})

test('every country is found by its code, its English name, its own name, in any case', () => {
  for (const country of COUNTRIES) {
    const { language, script } = new Intl.Locale(`und-${country}`).maximize()
    const spellings = [
      country,
      country.toLowerCase(),
      countryName(country),
      countryName(country).toUpperCase(),
    ]
    for (const spelling of [...spellings, countryName(country, `${language}-${script}`)]) {
      expect(parseCountry(spelling), spelling).toBe(country)
    }
  }
})

test.each([
  ['Deutschland', 'DE'],
  ['DEU', 'DE'],
  ['  The Netherlands ', 'NL'],
  ['Holland', 'NL'],
  ['UK', 'GB'],
  ['Great Britain', 'GB'],
  ['Scotland', 'GB'],
  ['U.S.A.', 'US'],
  ['usa', 'US'],
  ['United States of America', 'US'],
  ['Ivory Coast', 'CI'],
  ["Côte d'Ivoire", 'CI'],
  ['Turkey', 'TR'],
  ['Türkiye', 'TR'],
  ['Czech Republic', 'CZ'],
  ['Österreich', 'AT'],
  ['日本', 'JP'],
  ['Россия', 'RU'],
  ['ελλάδα', 'GR'],
  ['EL', 'GR'],
  ['Suisse', 'CH'],
  ['Korea, Republic of', 'KR'],
  ['Korea (Democratic People’s Republic of)', 'KP'],
  ['Congo', 'CG'],
  ['Congo, Democratic Republic of the', 'CD'],
  ['Saint Kitts and Nevis', 'KN'],
  ['St Kitts & Nevis', 'KN'],
  ['Virgin Islands (British)', 'VG'],
  ['Virgin Islands (U.S.)', 'VI'],
  ['Bosnia and Herzegovina', 'BA'],
  ['Kosovo', 'XK'],
  ['Hong Kong', 'HK'],
])('%s is %s', (name, code) => {
  expect(parseCountry(name)).toBe(code)
})

describe('is no country', () => {
  test.each([
    '',
    ' ',
    'XX',
    'ZZ',
    'EU',
    'DDR',
    'Yugoslavia',
    'Bavaria',
    'D',
    'Deutschlan',
    '276',
    'constructor',
    '__proto__',
  ])('%j', (value) => {
    expect(() => parseCountry(value)).toThrow(unknown)
  })
})

test('names a country in the language of the reader', () => {
  expect(countryName('DE', 'fr')).toBe('Allemagne')
  expect(countryName('ZZ')).not.toBe('')
})
