import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanCell } from './clean-cell.ts'

test.each([
  ['  Ada ', 'Ada', false, false],
  ['Nu\0ll', 'Null', true, false],
  ['a\u202eb\u2066c', 'abc', true, false],
  ['\ufeffid', 'id', true, false],
  ['Zo\ufffd', 'Zo\ufffd', false, true],
  ['a\ud800b', 'a\ufffdb', false, true],
  ['1\u00a0234,50\t', '1 234,50', false, false],
  ['1 Main St\nFlat 2', '1 Main St\nFlat 2', false, false],
  ['="00123"', '00123', false, false],
  ["'+33 6", '+33 6', false, false],
  ["'s-Gravenhage", "'s-Gravenhage", false, false],
  ['علی\u200cرضا', 'علی\u200cرضا', false, false],
  ['👩\u200d🔬', '👩\u200d🔬', false, false],
])('%j is %j', (cell, text, removed, lost) => {
  expect(cleanCell(cell)).toEqual({ text, removed, lost })
})

test('what is clean stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (cell) => {
      const { text } = cleanCell(cell)
      if (!text.startsWith('="') && !text.startsWith("'")) expect(cleanCell(text).text).toBe(text)
      expect(text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u)
    }),
  )
})
