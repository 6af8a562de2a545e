import { expect, test } from 'vitest'
import type { Purpose } from '../shapes.ts'
import { asGrant, EMPTY, missingIn } from './draft.ts'

const offers: Purpose = {
  id: 'marketing.email',
  title: 'Offers by e-mail',
  says: 'tell you about offers by e-mail',
  opens: ['identity', 'contact'],
  roles: ['marketing'],
  bases: ['consent'],
  notice: { id: 'marketing.email@1', text: 'I would like …' },
}

test('an empty draft states nothing and needs its purpose and basis', () => {
  expect(Object.values(EMPTY).every((part) => part === '')).toBe(true)
  expect(missingIn(EMPTY)).toEqual({ purpose: true, basis: true })
})

test('a consent needs to say how it was given, a contract does not', () => {
  const consent = { ...EMPTY, purpose: 'marketing.email', basis: 'consent' }
  expect(missingIn(consent)).toEqual({ evidence: true, detail: true })
  expect(missingIn({ ...consent, evidence: 'call', detail: 'on the phone' })).toEqual({})
  expect(missingIn({ ...EMPTY, purpose: 'service.account', basis: 'contract' })).toEqual({})
})

test('a consent carries the notice that was shown, and its evidence', () => {
  const draft = {
    ...EMPTY,
    purpose: offers.id,
    basis: 'consent',
    evidence: 'paper',
    detail: 'form at the fair',
  }
  expect(asGrant(draft, offers)).toEqual({
    purpose: 'marketing.email',
    basis: 'consent',
    notice: 'marketing.email@1',
    evidence: { kind: 'paper', detail: 'form at the fair' },
  })
})
