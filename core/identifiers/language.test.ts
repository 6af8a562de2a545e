import { describe, expect, test } from 'vitest'
import { parseLanguage } from './language.ts'

test.each([
  ['de', 'de'],
  ['de-de', 'de-DE'],
  ['en_GB', 'en-GB'],
  [' PT-br ', 'pt-BR'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['iw', 'he'],
  ['yue', 'yue'],
  ['sr-latn-rs', 'sr-Latn-RS'],
  ['de-1996', 'de-1996'],
  ['es-419', 'es-419'],
])('%s is the tag %s', (value, tag) => {
  expect(parseLanguage(value)).toBe(tag)
})

describe('is no language tag', () => {
  test.each([
    '',
    'd',
    'German',
    'deutsch',
    'de DE',
    'de-',
    'de--DE',
    'de-DE-',
    '-de',
    'de;q=0.8',
    'x-klingon',
    '12',
    'de\u0000',
  ])('%j', (value) => {
    expect(() => parseLanguage(value)).toThrow(expect.objectContaining({ code: 'language_malformed' }))
  })
})
