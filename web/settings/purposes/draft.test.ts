import { expect, test } from 'vitest'
import type { Purpose } from '../../shapes.ts'
import { asProposal, draftBelow, EMPTY, missingIn, wordOf } from './draft.ts'

const email: Purpose = {
  id: 'marketing.email',
  title: 'Offers by e-mail',
  says: 'tell you about offers by e-mail',
  bases: ['consent'],
  roles: ['marketing'],
  opens: ['identity', 'contact'],
  fields: ['given_name', 'email'],
  term: { until: 'open' },
  silence_months: 24,
}

test('the word of a title is one that an id can hold', () => {
  expect(wordOf('News of bóats, 2nd round')).toBe('news_of_boats_2nd_round')
  expect(wordOf('2nd round')).toBe('nd_round')
  expect(wordOf('เรือ')).toBe('')
})

test('a draft begins as wide as the one above, and says what is missing', () => {
  const draft = draftBelow(email, { ...EMPTY, title: 'Boats' })
  expect(draft).toMatchObject({ bases: ['consent'], roles: ['marketing'], fields: ['given_name', 'email'] })
  expect(missingIn(draft)).toEqual(['says', 'wording'])
  expect(missingIn({ ...draft, says: 'write', wording: 'I would like to hear of boats.' })).toEqual([])
})

test('how long it is kept counts from where the purpose above counts', () => {
  const draft = { ...draftBelow(email, EMPTY), title: 'Boats', wording: 'I would like this.' }
  expect(asProposal(draft, email)).toMatchObject({
    word: 'boats',
    kept: { until: 'relation' },
    silence_months: 24,
    wording: 'I would like this.',
  })
  const enquiry = { ...email, fields: null, silence_months: null, term: { months: 6, after: 'last_word' } }
  const kept = asProposal({ ...draft, bases: ['contract'], months: 3 }, enquiry)
  expect(kept).toMatchObject({ kept: { months: 3, after: 'last_word' } })
  expect(kept).not.toHaveProperty('fields')
  expect(kept).not.toHaveProperty('wording')
})
