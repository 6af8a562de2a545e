import { expect, test } from 'vitest'
import { SHIPPED_NOTICES, TOLD } from './notices.ts'
import { TOLD_TRANSLATED, TRANSLATED } from './notice-texts.ts'

test('every wording that ships stands in every language that ships, with the same places to fill', () => {
  const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
  for (const [language, texts] of Object.entries(TRANSLATED)) {
    for (const { id, text } of SHIPPED_NOTICES) {
      const said = (texts as Record<string, string>)[id.split('@')[0]!]
      expect(places(said ?? ''), `${id} in ${language}`).toEqual(places(text))
    }
  }
})

test('every language that ships says what for as well, and in words of its own', () => {
  expect(Object.keys(TOLD_TRANSLATED)).toEqual(Object.keys(TRANSLATED))
  for (const told of Object.values(TOLD_TRANSLATED)) {
    expect(Object.keys(told).sort()).toEqual(Object.keys(TOLD).sort())
    expect(Object.values(told).filter((clause) => Object.values(TOLD).includes(clause))).toEqual([])
  }
})
