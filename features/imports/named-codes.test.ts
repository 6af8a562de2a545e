import { expect, test } from 'vitest'
import { countryByName, languageByName } from './named-codes.ts'

test.each([
  ['Germany', 'DE'],
  ['Deutschland', 'DE'],
  ['Allemagne', 'DE'],
  ['Alemania', 'DE'],
  ['FRANKREICH', 'FR'],
  ['Österreich', 'AT'],
  ['Osterreich', 'AT'],
  ['Ísland', 'IS'],
  ['Vereinigte Staaten', 'US'],
  ['Côte d’Ivoire', 'CI'],
  ['D', 'DE'],
  ['FL', 'LI'],
  ['Atlantis', null],
  ['', null],
])('the country %s is %s', (name, code) => {
  expect(countryByName(name)).toBe(code)
})

test.each([
  ['German', 'de'],
  ['Deutsch', 'de'],
  ['allemand', 'de'],
  ['français', 'fr'],
  ['日本語', 'ja'],
  ['English', 'en'],
  ['Klingon words', null],
])('the language %s is %s', (name, tag) => {
  expect(languageByName(name)).toBe(tag)
})
