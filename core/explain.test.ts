import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ANA, IMPORT_BY_JO, JO, MILA, agreed, created, given, mark, on } from '../test/kit/events.ts'
import { histories } from '../test/kit/histories.ts'
import { momentsOf } from '../test/kit/moments.ts'
import { explain, grantFor, sayEvidence } from './explain.ts'
import { SHIPPED, findPurpose } from './purposes.ts'
import { decide, type HistoryEvent } from './standing.ts'

const born = created('2025-03-12')
test('evidence in plain words, with the day it is of', () => {
  const now = on('2025-06-01')
  expect(sayEvidence('form', on('2025-05-03'), { now })).toBe('by the form of 3 May')
  expect(sayEvidence('contract', on('2024-05-03'), { now })).toBe('by the contract of 3 May 2024')
  expect(sayEvidence('parchment', NaN, { now })).toBe('by a document')
})

/** What is said about Ana and a purpose on a day, with the reader's year being that day's. */
function said(
  purposeId: string,
  at: string,
  history: HistoryEvent[],
  person = 'Ana',
  locale?: string,
): string {
  const purpose = findPurpose(purposeId)!
  const tests = [{ purpose: 'sales.prospecting', signed_at: on('2025-01-01'), ended_at: on('2026-01-01') }]
  const decision = decide({ history: [born, ...history], tests }, purpose, on(at))
  const grant = grantFor(history, decision, on(at))
  return explain(decision, purpose, { person, grant, now: on(at), locale })
}

const typed = (rest = {}) => given('marketing.email', '2025-03-12', { basis: 'consent', ...rest })

test('an agreement says who agreed, when, how it was proven, and when we ask again', () => {
  const openForm = agreed('marketing.email', '2025-03-12', { confirmed: false })
  expect(said('marketing.email', '2026-01-05', [openForm, mark('confirmed', '2025-03-12T09:00:00Z')])).toBe(
    'because Ana agreed on 12 March 2025 and confirmed by link; asked again in March 2027',
  )
  expect(said('marketing.email', '2026-01-05', [typed(), mark('accepted', '2025-03-13', MILA)])).toBe(
    'because Ana agreed on 12 March 2025, and a second person checked the paper form; asked again in March 2027',
  )
  expect(said('marketing.email', '2026-01-05', [agreed('marketing.email', '2025-03-12')], 'you')).toBe(
    'because you agreed on 12 March 2025; asked again in March 2027',
  )
})

test('an agreement noted by staff says where it was given', () => {
  const call = given('service.request', '2025-03-12', { basis: 'consent', evidence_kind: 'call' })
  expect(said('service.request', '2026-01-05', [call])).toBe(
    'because Ana agreed on 12 March 2025 in a call, until 11 March 2027',
  )
})

test('a guardian is named as one', () => {
  const child = agreed('marketing.email', '2025-03-12', { guardian: true, under_age: true })
  expect(said('marketing.email', '2026-01-05', [child])).toMatch(
    /^because Ana's guardian agreed on 12 March 2025;/,
  )
  expect(said('marketing.email', '2026-01-05', [child], 'you')).toMatch(/^because your guardian agreed/)
})

test('an end is said as the last day, a date of this year without its year', () => {
  const diagnosis = given('support.diagnose', '2026-01-02', {
    basis: 'consent',
    evidence_kind: 'call',
    expires_at: on('2026-07-01'),
  })
  expect(said('support.diagnose', '2026-01-05', [diagnosis])).toBe(
    'because Ana agreed on 2 January in a call, until 30 June',
  )
  expect(
    said('marketing.email', '2026-01-05', [
      agreed('marketing.email', '2025-03-12', { expires_at: on('2026-07-01') }),
    ]),
  ).toBe('because Ana agreed on 12 March 2025, until 30 June')
})

test('other grounds are named', () => {
  expect(said('service.account', '2026-01-05', [given('service.account', '2025-03-12')])).toBe(
    'by contract since 12 March 2025',
  )
  expect(said('sales.enquiry', '2025-05-05', [given('sales.enquiry', '2025-03-12')])).toBe(
    'by contract since 12 March, until 11 September',
  )
  expect(
    said('legal.retention', '2026-01-05', [
      given('legal.retention', '2025-03-12', { basis: 'legal_obligation', expires_at: on('2036-01-01') }),
    ]),
  ).toBe('by law since 12 March 2025, until 31 December 2035')
  expect(
    said('sales.prospecting', '2025-04-05', [
      given('sales.prospecting', '2025-03-12', { basis: 'legitimate_interest' }),
    ]),
  ).toBe('on a weighed interest of ours since 12 March, until 11 March 2026; an objection ends it')
  expect(said('rights.request', '2026-01-05', [])).toBe('because the law asks it of us for everyone')
})

test('a no says why in a clause', () => {
  const email = agreed('marketing.email', '2025-03-12')
  const due: HistoryEvent = { kind: 'notice_due', at: on('2025-03-12'), deadline: on('2025-04-11') }
  expect(said('marketing.email', '2026-01-05', [])).toBe('no grant')
  expect(said('marketing.email', '2026-11-05', [email, mark('withdrawn', '2026-11-02')])).toBe(
    'withdrawn on 2 November',
  )
  expect(said('marketing.email', '2026-11-05', [email, mark('withdrawn', '2026-11-02', JO)])).toBe(
    'withdrawn on 2 November',
  )
  expect(said('marketing.email', '2027-05-05', [email, mark('withdrawn', '2026-11-02')])).toBe(
    'withdrawn on 2 November 2026',
  )
  expect(said('marketing.email', '2027-05-05', [email])).toBe(
    'ended on 12 March after 24 months without a word',
  )
  expect(said('marketing.email', '2026-05-05', [{ ...email, expires_at: on('2026-04-01') }])).toBe(
    'expired on 1 April',
  )
  expect(said('marketing.email', '2025-05-05', [typed(), mark('refused', '2025-04-01', MILA)])).toBe(
    'not counted: a second person checked it on 1 April and could not confirm it',
  )
  expect(said('marketing.email', '2025-05-05', [email, due])).toBe('not told in time where it came from')
  expect(said('marketing.email', '2025-05-05', [email, { kind: 'erased', at: on('2025-05-01') }])).toBe(
    'destroyed on 1 May',
  )
  expect(
    said('sales.prospecting', '2026-01-05', [
      given('sales.prospecting', '2025-03-12', { basis: 'legitimate_interest' }),
    ]),
  ).toBe('no signed weighing of interests at present')
  expect(said('marketing.email', '2025-01-01', [])).toBe('nothing is held')
  expect(said('analytics.aggregate', '2025-05-01', [])).toBe('it counts, and looks at no one')
  expect(said('marketing', '2025-05-01', [])).toBe('it is a heading')
})

test('the end of a contract is not called a withdrawal unless the person withdrew', () => {
  const contract = given('service.account', '2025-03-12')
  expect(said('service.account', '2026-01-05', [contract, mark('withdrawn', '2025-12-31', JO)])).toBe(
    'ended on 31 December 2025',
  )
  expect(said('service.account', '2026-01-05', [contract, mark('withdrawn', '2025-12-31', ANA)])).toBe(
    'withdrawn on 31 December 2025',
  )
})

test('what waits says for whom', () => {
  expect(said('marketing.email', '2025-03-13', [typed()])).toBe(
    'waiting for a second person to check the paper form',
  )
  expect(said('marketing.email', '2025-03-13', [typed({ evidence_kind: 'contract' })])).toBe(
    'waiting for a second person to check the document',
  )
  expect(said('marketing.email', '2025-03-13', [typed({ by: IMPORT_BY_JO, evidence_kind: 'import' })])).toBe(
    'waiting for Ana to confirm',
  )
  expect(
    said(
      'marketing.email',
      '2025-03-13',
      [agreed('marketing.email', '2025-03-12', { confirmed: false })],
      'you',
    ),
  ).toBe('waiting for you to confirm')
})

test('dates are written as the reader writes them, on the day it is where they are', () => {
  const contract = given('service.account', '2025-03-12T23:30:00Z')
  expect(said('service.account', '2026-01-05', [contract], 'Ana', 'de-DE')).toBe(
    'by contract since 12. März 2025',
  )
  const purpose = findPurpose('service.account')!
  const decision = decide({ history: [born, contract], tests: [] }, purpose, on('2026-01-05'))
  expect(explain(decision, purpose, { person: 'Ana', timeZone: 'Europe/Berlin' })).toBe(
    'by contract since 13 March 2025',
  )
})

test('a decision of the past is told by what was known then', () => {
  const grant = typed()
  const history = [born, grant, mark('accepted', '2025-03-13', MILA), mark('withdrawn', '2025-11-02')]
  const then = grantFor(history, { grant_id: grant.grant_id }, on('2025-06-01'))
  expect(then?.marks.map(({ kind }) => kind)).toEqual(['accepted'])
  expect(grantFor(history, { grant_id: null }, on('2025-06-01'))).toBeUndefined()
})

test('every reason is one clause: no capital at its start, no full stop, nothing left unsaid', () => {
  fc.assert(
    fc.property(histories(), (facts) => {
      const named = new Set(facts.history.map((event) => ('purpose' in event ? event.purpose : '')))
      for (const at of momentsOf(facts)) {
        for (const purpose of SHIPPED.filter(({ id }) => named.has(id))) {
          const decision = decide(facts, purpose, at)
          const clause = explain(decision, purpose, {
            person: 'Ana',
            grant: grantFor(facts.history, decision, at),
            now: at,
          })
          expect(clause).toMatch(/^[a-z].*[^.!\s]$/)
          expect(clause).not.toMatch(/undefined|null|NaN|Invalid|\s\s|!| ,|,,/)
          expect(explain(decision, purpose, { person: 'Ana' })).toMatch(/^[a-z].*[^.!\s]$/)
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('an agreement is of the day that its evidence states, not of the day on which it was written down', () => {
  const purpose = findPurpose('marketing.email')!
  const history = [born, agreed('marketing.email', '2025-03-12')]
  const decision = decide({ history, tests: [] }, purpose, on('2025-06-01'))
  const grant = grantFor(history, decision, on('2025-06-01'))
  const told = { person: 'Ana', grant, now: on('2025-06-01'), said_at: on('2022-05-03') }
  expect(explain(decision, purpose, told)).toMatch(/^because Ana agreed on 3 May 2022/)
})
