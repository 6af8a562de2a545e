import { expect, test } from 'vitest'
import { readYesNo } from './read-yes-no.ts'

test.each(['Yes', 'true', '1', 'X', 'Ja', 'oui', 'Sí', 'TRUE', 'Wahr', 'はい', '✓', 'Да'])(
  '%s is yes',
  (text) => {
    expect(readYesNo(text)).toBe(true)
  },
)

test.each(['No', 'false', '0', 'Nein', 'non', 'não', 'FALSCH', 'いいえ', '-', 'n/a', '0000-00-00'])(
  '%s is no',
  (text) => {
    expect(readYesNo(text)).toBe(false)
  },
)

test.each(['', 'maybe', '2024-01-01', 'unsubscribed', 'yes!'])('%s is neither', (text) => {
  expect(readYesNo(text)).toBeNull()
})
