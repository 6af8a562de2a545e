import { beforeAll, expect, test } from 'vitest'
import { load, tell } from '../language/setup.ts'
import type { Me, Standing } from '../shapes.ts'
import { choiceTold } from './choice.tsx'
import { wished } from './choosing.ts'
import { agreedOf, anythingLeft, choicesOf, hasHistory, neededOf } from './standing.ts'

beforeAll(() => load('en'))

const one = (change: Partial<Standing> = {}): Standing => ({
  purpose: 'marketing.email',
  title: '',
  says: '',
  allowed: true,
  reason: 'by_consent',
  basis: 'consent',
  switchable: true,
  since: '2025-03-12T10:00:00Z',
  ...change,
})
const contract = one({
  purpose: 'service.account',
  basis: 'contract',
  reason: 'by_contract',
  switchable: false,
})
const rights = one({ purpose: 'rights.request', basis: null, reason: 'by_law', switchable: false })
const interest = one({ purpose: 'sales.account', basis: 'legitimate_interest' })
const never = one({ purpose: 'marketing.sms', allowed: false, reason: 'no_grant', basis: null, since: null })

test('an agreement is a choice; a contract, a law and a reason of ours are not', () => {
  const all = [one(), contract, rights, interest, never]
  expect(agreedOf(all)).toEqual([one()])
  expect(choicesOf(all)).toEqual([one(), never])
  expect([...neededOf(all)]).toEqual([
    ['contract', [contract]],
    ['law', [rights]],
    ['reason', [interest]],
  ])
})

test('an objection stays in its place, and is no agreement', () => {
  const ended = { ...interest, allowed: false, reason: 'withdrawn' }
  for (const switchable of [true, false]) {
    const objected = { ...ended, switchable }
    expect(choicesOf([objected])).toEqual([])
    expect([...neededOf([objected])]).toEqual([['reason', [objected]]])
    expect(anythingLeft([objected])).toBe(false)
  }
})

test('only what lets us use something counts as left', () => {
  expect(anythingLeft([rights, never])).toBe(false)
  for (const left of [one(), contract, interest]) expect(anythingLeft([rights, never, left])).toBe(true)
})

test('each state of a choice in its own words', () => {
  const told = (change: Partial<Standing>) => choiceTold(tell, 'en-GB', one(change))
  expect(told({})).toBe('You agreed on 12 March 2025.')
  expect(told({ evidence: { kind: 'form', detail: 'Open an account' }, until: '2026-01-02' })).toBe(
    'You agreed on 12 March 2025, in the form “Open an account”. It ends on 2 January 2026.',
  )
  expect(told({ evidence: { kind: 'call' } })).toBe('You agreed on 12 March 2025, on the phone.')
  expect(told({ allowed: false, reason: 'withdrawn' })).toBe('You withdrew this on 12 March 2025.')
  expect(told({ allowed: false, reason: 'expired' })).toMatch(/^This ended on 12 March 2025/)
  expect(told({ allowed: false, reason: 'waiting' })).toMatch(/^Someone here wrote down/)
  expect(told({ allowed: false, reason: 'not_told' })).toMatch(/^We have not yet told you/)
  // A reason of the server that says nothing to the person is silence, and silence is no.
  for (const reason of ['no_grant', 'refused', 'title', 'failed'])
    expect(told({ allowed: false, reason })).toBe('You have not agreed to this.')
  expect([one(), one({ allowed: false, reason: 'withdrawn' }), never].map(hasHistory)).toEqual([
    true,
    true,
    false,
  ])
})

test('a switch moves at once, and only its own', () => {
  const me: Me = {
    person: { id: 'x', fields: {} },
    organisation: { name: '' },
    standing: [one(), never],
    recipients: [],
    counts: { facts: 0, agreed: 1, required: 0, disclosures: 0 },
  }
  const page = { signedIn: true as const, me }
  const now = new Date('2026-11-23T10:00:00Z')
  const off = wished(page, { one: one(), allowed: false }, now)
  expect(off?.signedIn && off.me.standing).toEqual([
    { ...one(), allowed: false, reason: 'withdrawn', since: now.toISOString(), until: null, evidence: null },
    never,
  ])
  expect(off?.signedIn && agreedOf(off.me.standing)).toEqual([])
  const on = wished(page, { one: never, allowed: true }, now)
  expect(on?.signedIn && agreedOf(on.me.standing).map(({ purpose }) => purpose)).toEqual([
    'marketing.email',
    'marketing.sms',
  ])
  expect(wished({ signedIn: false, arrival: 'without' }, { one: one(), allowed: false })).toEqual({
    signedIn: false,
    arrival: 'without',
  })
})
