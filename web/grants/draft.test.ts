import { expect, test } from 'vitest'
import { asGrant, EMPTY, missingIn } from './draft.ts'

test('an empty draft states nothing and needs its purpose and basis', () => {
  expect(Object.values(EMPTY).every((part) => !part)).toBe(true)
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
    purpose: 'marketing.email',
    notice: 'marketing.email@1',
    basis: 'consent',
    evidence: 'paper',
    detail: 'form at the fair',
  }
  expect(asGrant(draft)).toEqual({
    purpose: 'marketing.email',
    basis: 'consent',
    notice: 'marketing.email@1',
    evidence: { kind: 'paper', detail: 'form at the fair' },
  })
})

test('a guardian and a notice belong to a consent only', () => {
  const draft = { ...EMPTY, purpose: 'service.account', basis: 'contract', notice: 'x@1', guardian: true }
  expect(asGrant(draft)).toEqual({ purpose: 'service.account', basis: 'contract' })
})
