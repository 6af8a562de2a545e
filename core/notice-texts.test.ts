import { expect, test } from 'vitest'
import { SHIPPED_NOTICES } from './notices.ts'
import { TRANSLATED } from './notice-texts.ts'

test('every wording that ships stands in every language that ships, with the same places to fill', () => {
  const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
  for (const [language, texts] of Object.entries(TRANSLATED)) {
    for (const { id, text } of SHIPPED_NOTICES) {
      const said = (texts as Record<string, string>)[id.split('@')[0]!]
      expect(places(said ?? ''), `${id} in ${language}`).toEqual(places(text))
    }
  }
})
