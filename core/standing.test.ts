import { expect, test } from 'vitest'
import { ANA, JO, MILA, agreed, created, given, mark, on } from '../test/kit/events.ts'
import type { BalancingTest } from './grants.ts'
import { SHIPPED, findPurpose } from './purposes.ts'
import { decide, standing, type HistoryEvent } from './standing.ts'

const born = created('2025-03-12')
const ask = (history: HistoryEvent[], purpose: string, at: string, tests: BalancingTest[] = []) =>
  decide({ history, tests }, findPurpose(purpose)!, on(at))
const uses = SHIPPED.filter(({ kind }) => kind !== 'group')
const OTHER = '01900000-0000-7000-8000-000000000002'

test('silence is no: of somebody who gave no grant, only what the law gives everyone applies', () => {
  const allowed = uses.filter(({ id }) => ask([born], id, '2025-03-12').allowed)
  expect(allowed.map(({ id }) => id)).toEqual(['rights.request', 'security.incident'])
  expect(ask([born], 'marketing.email', '2025-03-12')).toEqual({
    allowed: false,
    reason: 'no_grant',
    since: null,
    until: null,
    grant_id: null,
  })
})

test('before somebody is there, nothing applies', () => {
  for (const { id } of uses) expect(ask([born], id, '2025-03-11T23:59:59.999Z').allowed, id).toBe(false)
  expect(ask([], 'rights.request', '2025-03-12').reason).toBe('no_person')
  expect(ask([given('service.account', '2025-03-12')], 'service.account', '2025-03-13').reason).toBe(
    'no_person',
  )
})

test('the law applies from the creation on, without end', () => {
  expect(ask([born], 'rights.request', '2045-01-01')).toEqual({
    allowed: true,
    reason: 'by_law',
    since: on('2025-03-12'),
    until: null,
    grant_id: null,
  })
})

test('a grant allows its own purpose and no other', () => {
  const grant = agreed('marketing.email', '2025-03-12')
  const allowed = uses.filter(
    ({ id, kind }) => kind === 'granted' && ask([born, grant], id, '2025-03-13').allowed,
  )
  expect(allowed.map(({ id }) => id)).toEqual(['marketing.email'])
  expect(ask([born, grant], 'marketing.email', '2025-03-13')).toEqual({
    allowed: true,
    reason: 'by_consent',
    since: on('2025-03-12'),
    until: on('2027-03-12'),
    grant_id: grant.grant_id,
  })
})

test("a parent's grant does not cover a child, nor a child's its parent", () => {
  const child = {
    ...findPurpose('service.account')!,
    id: 'service.account.visits',
    parent: 'service.account',
  }
  const facts = (purpose: string) => ({ history: [born, given(purpose, '2025-03-12')], tests: [] })
  expect(decide(facts('service.account'), child, on('2025-03-13')).allowed).toBe(false)
  expect(decide(facts(child.id), findPurpose('service.account')!, on('2025-03-13')).allowed).toBe(false)
  expect(decide(facts(child.id), child, on('2025-03-13')).allowed).toBe(true)
})

test('headings and counting apply to nobody', () => {
  expect(ask([born], 'marketing', '2025-03-13').reason).toBe('not_a_purpose')
  expect(ask([born], 'analytics.aggregate', '2025-03-13')).toMatchObject({
    allowed: false,
    reason: 'nothing_personal',
  })
})

test('a contract applies until the relation ends', () => {
  const grant = given('service.account', '2025-03-12')
  expect(ask([born, grant], 'service.account', '2040-01-01')).toMatchObject({
    allowed: true,
    reason: 'by_contract',
    until: null,
  })
  expect(
    ask([born, grant, mark('withdrawn', '2039-12-31', JO)], 'service.account', '2040-01-01').allowed,
  ).toBe(false)
})

test('a withdrawal counts at once', () => {
  const history = [born, agreed('marketing.email', '2025-03-12'), mark('withdrawn', '2025-11-02T08:00:00Z')]
  expect(ask(history, 'marketing.email', '2025-11-02T07:59:59.999Z').allowed).toBe(true)
  expect(ask(history, 'marketing.email', '2025-11-02T08:00:00Z')).toMatchObject({
    allowed: false,
    reason: 'withdrawn',
    since: on('2025-11-02T08:00:00Z'),
    until: null,
  })
})

test('after a withdrawal, a new grant is a new choice', () => {
  const again = agreed('marketing.email', '2025-12-01', { grant_id: OTHER })
  const history = [born, agreed('marketing.email', '2025-03-12'), mark('withdrawn', '2025-11-02'), again]
  expect(ask(history, 'marketing.email', '2025-11-03').allowed).toBe(false)
  expect(ask(history, 'marketing.email', '2025-12-01')).toMatchObject({ allowed: true, grant_id: OTHER })
})

test('an end is exclusive', () => {
  const history = [born, agreed('marketing.email', '2025-03-12')]
  expect(ask(history, 'marketing.email', '2027-03-11T23:59:59.999Z').allowed).toBe(true)
  expect(ask(history, 'marketing.email', '2027-03-12')).toMatchObject({
    allowed: false,
    reason: 'expired',
    since: on('2027-03-12'),
  })
})

test('of several grants the one that lasts longest speaks', () => {
  const short = given('service.request', '2025-03-12')
  const long = given('service.request', '2025-06-01', {
    grant_id: OTHER,
    basis: 'consent',
    evidence_kind: 'call',
  })
  expect(ask([born, short, long], 'service.request', '2025-07-01')).toMatchObject({
    reason: 'by_consent',
    grant_id: OTHER,
  })
  expect(
    ask([born, short, long, mark('renewed', '2025-07-01', JO)], 'service.request', '2025-07-02'),
  ).toMatchObject({
    reason: 'by_contract',
    grant_id: short.grant_id,
    since: short.at,
  })
})

test('a grant that still waits is the reason before one that is over', () => {
  const waiting = given('marketing.email', '2025-12-01', { basis: 'consent', grant_id: OTHER })
  const history = [born, agreed('marketing.email', '2025-03-12'), mark('withdrawn', '2025-12-24'), waiting]
  expect(ask(history, 'marketing.email', '2025-12-25')).toMatchObject({
    allowed: false,
    reason: 'waiting',
    grant_id: OTHER,
    since: waiting.at,
  })
})

test('of those that are over, the one that ended last is the reason', () => {
  const diagnosis = given('support.diagnose', '2025-03-12', {
    basis: 'consent',
    expires_at: on('2025-04-01'),
  })
  const second = { ...diagnosis, grant_id: OTHER, at: on('2025-03-13'), expires_at: on('2025-03-20') }
  expect(ask([born, diagnosis, second], 'support.diagnose', '2025-05-01')).toMatchObject({
    reason: 'expired',
    since: on('2025-04-01'),
    grant_id: diagnosis.grant_id,
  })
})

test('a legitimate interest applies while its signed test stands', () => {
  const grant = given('sales.prospecting', '2025-03-12', { basis: 'legitimate_interest' })
  const tests = [{ purpose: 'sales.prospecting', signed_at: on('2025-03-12'), ended_at: on('2025-05-01') }]
  expect(ask([born, grant], 'sales.prospecting', '2025-04-01', tests)).toMatchObject({
    allowed: true,
    reason: 'by_legitimate_interest',
  })
  expect(ask([born, grant], 'sales.prospecting', '2025-05-01', tests)).toMatchObject({
    allowed: false,
    reason: 'balancing_test_missing',
    grant_id: grant.grant_id,
  })
  expect(ask([born, grant], 'sales.prospecting', '2025-04-01')).toMatchObject({ allowed: false })
})

test('a consent does not need the test of a legitimate interest beside it', () => {
  const interest = given('sales.prospecting', '2025-03-12', { basis: 'legitimate_interest' })
  const consent = agreed('sales.prospecting', '2025-03-12', { grant_id: OTHER })
  expect(ask([born, interest, consent], 'sales.prospecting', '2025-04-01')).toMatchObject({
    reason: 'by_consent',
  })
})

const due: HistoryEvent = { kind: 'notice_due', at: on('2025-03-12'), deadline: on('2025-04-11') }
const told = (iso: string): HistoryEvent => ({ kind: 'notice_told', at: on(iso) })

test('who was not told in time where it came from is left alone', () => {
  const history = [
    born,
    due,
    agreed('marketing.email', '2025-03-12'),
    given('legal.retention', '2025-03-12', { basis: 'legal_obligation', grant_id: OTHER }),
  ]
  expect(ask(history, 'marketing.email', '2025-04-10T23:59:59.999Z').allowed).toBe(true)
  const late = uses.filter(({ id }) => ask(history, id, '2025-04-11').allowed).map(({ id }) => id)
  expect(late).toEqual(['rights.request', 'legal.retention', 'security.incident'])
  expect(ask(history, 'marketing.email', '2025-04-11')).toEqual({
    allowed: false,
    reason: 'not_told',
    since: on('2025-04-11'),
    until: null,
    grant_id: null,
  })
  expect(ask(history, 'service.account', '2025-04-11').reason).toBe('not_told')
})

test('who was told in time, or late, is asked nothing more', () => {
  const history = [born, due, agreed('marketing.email', '2025-03-12')]
  expect(ask([...history, told('2025-04-01')], 'marketing.email', '2025-04-11').allowed).toBe(true)
  expect(ask([...history, told('2025-03-12')], 'marketing.email', '2025-04-11').allowed).toBe(true)
  // at one moment, whichever is noted first
  expect(ask([told('2025-03-12'), ...history], 'marketing.email', '2025-04-11').allowed).toBe(true)
  expect(ask([...history, told('2025-05-01')], 'marketing.email', '2025-04-30').allowed).toBe(false)
  expect(ask([...history, told('2025-05-01')], 'marketing.email', '2025-05-01').allowed).toBe(true)
})

test('what came later has a deadline of its own', () => {
  const later: HistoryEvent = { kind: 'notice_due', at: on('2025-06-01'), deadline: on('2025-07-01') }
  const history = [born, due, told('2025-04-01'), later, agreed('marketing.email', '2025-03-12')]
  expect(ask(history, 'marketing.email', '2025-06-30').allowed).toBe(true)
  expect(ask(history, 'marketing.email', '2025-07-01')).toMatchObject({
    reason: 'not_told',
    since: on('2025-07-01'),
  })
})

test('an erasure ends everything, for good', () => {
  const history: HistoryEvent[] = [
    born,
    agreed('marketing.email', '2025-03-12'),
    { kind: 'erased', at: on('2025-05-01') },
  ]
  const after = given('service.account', '2025-06-01', { grant_id: OTHER })
  for (const { id, kind } of uses) {
    const decision = ask([...history, after], id, '2025-07-01')
    expect(decision.allowed, id).toBe(false)
    if (kind !== 'aggregate') expect(decision).toMatchObject({ reason: 'erased', since: on('2025-05-01') })
  }
  expect(ask(history, 'marketing.email', '2025-04-30T23:59:59.999Z').allowed).toBe(true)
})

test('the standing of a person is every purpose with its decision, headings left out', () => {
  const facts = {
    history: [
      born,
      given('service.account', '2025-03-12'),
      mark('accepted', '2025-03-12', MILA),
      mark('confirmed', '2025-03-12', ANA),
    ],
    tests: [],
  }
  const rows = standing(facts, SHIPPED, on('2025-03-13'))
  expect(rows.map(({ purpose }) => purpose.id)).toEqual(uses.map(({ id }) => id))
  expect(rows.filter(({ decision }) => decision.allowed).map(({ purpose }) => purpose.id)).toEqual([
    'service.account',
    'rights.request',
    'security.incident',
  ])
})
