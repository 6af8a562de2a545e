import { expect, test } from 'vitest'
import { ANA, GRANT, IMPORT_BY_JO, JO, MILA, agreed, given, mark, on } from '../test/kit/events.ts'
import { admit, admitMark, type AdmissionContext, type GrantRequest } from './admission.ts'
import { EVIDENCE_KINDS } from './grants.ts'
import { SHIPPED_NOTICES } from './notices.ts'
import { SHIPPED, findPurpose, mustBeProven } from './purposes.ts'

const now = on('2025-03-12T10:00:00Z')
const notices = new Map(SHIPPED_NOTICES.map(({ id }) => [id, id.slice(0, id.indexOf('@'))]))
const context: AdmissionContext = { grant_id: GRANT, now, by: JO, notices, tests: [], underAge: false }
const give = (request: GrantRequest, rest: Partial<AdmissionContext> = {}) =>
  admit(request, findPurpose(request.purpose), { ...context, ...rest })
const consent = (purpose: string, rest: Partial<GrantRequest> = {}): GrantRequest => ({
  purpose,
  basis: 'consent',
  notice: `${purpose}@1`,
  evidence: { kind: 'paper', detail: 'fair, 11 March', at: '2025-03-11' },
  ...rest,
})
const problem = (code: string, pointer?: string) =>
  expect.objectContaining(pointer ? { code, pointer } : { code })

test('each purpose admits exactly the bases it accepts', () => {
  const tests = SHIPPED.map(({ id }) => ({ purpose: id, signed_at: now }))
  for (const purpose of SHIPPED.filter(({ kind }) => kind !== 'group')) {
    for (const basis of [
      'consent',
      'contract',
      'legal_obligation',
      'legitimate_interest',
      'vital_interest',
      'public_task',
    ]) {
      const attempt = () => give(consent(purpose.id, { basis }), { tests })
      if (purpose.bases.some((accepted) => accepted === basis))
        expect(attempt, `${purpose.id} ${basis}`).not.toThrow()
      else expect(attempt, `${purpose.id} ${basis}`).toThrow(problem('basis_not_accepted', '/basis'))
    }
  }
})

test('marketing accepts nothing but consent', () => {
  for (const { id, bases } of SHIPPED.filter(({ parent }) => parent === 'marketing'))
    expect(bases, id).toEqual(['consent'])
})

test('a purpose nobody knows, a heading, and another purpose than asked for are refused', () => {
  for (const purpose of ['marketing.everything', 'marketing', 'sharing', '']) {
    expect(() => give(consent(purpose)), purpose).toThrow(problem('purpose_unknown', '/purpose'))
  }
  const request = consent('marketing.email')
  expect(() => admit(request, findPurpose('marketing.sms'), context)).toThrow(problem('purpose_unknown'))
})

test('a basis nobody knows is refused', () => {
  expect(() => give(consent('marketing.email', { basis: 'soft_opt_in' }))).toThrow(
    problem('basis_not_accepted'),
  )
})

test('a consent needs the wording that was seen, and that of its own purpose', () => {
  expect(() => give(consent('marketing.email', { notice: undefined }))).toThrow(
    problem('notice_missing', '/notice'),
  )
  for (const notice of ['marketing.email@2', 'marketing.sms@1', 'marketing.email', '']) {
    expect(() => give(consent('marketing.email', { notice })), notice).toThrow(
      problem('notice_unknown', '/notice'),
    )
  }
})

test('a consent needs evidence of a kind that exists', () => {
  expect(() => give(consent('marketing.email', { evidence: undefined }))).toThrow(
    problem('evidence_missing', '/evidence'),
  )
  expect(() => give(consent('marketing.email', { evidence: { kind: 'hunch' } }))).toThrow(
    problem('evidence_missing', '/evidence/kind'),
  )
  for (const kind of EVIDENCE_KINDS) {
    expect(give(consent('service.request', { evidence: { kind } })).given.evidence_kind).toBe(kind)
  }
})

test('an import may claim a consent without a document; it then waits for the person', () => {
  const claimed = give(consent('marketing.email', { evidence: undefined }), { by: IMPORT_BY_JO })
  expect(claimed).toMatchObject({ state: 'waiting', given: { evidence_kind: 'import' } })
})

test('a contract needs neither wording nor evidence', () => {
  expect(give({ purpose: 'service.account', basis: 'contract' })).toMatchObject({
    state: 'active',
    given: { notice: null, evidence_kind: null, expires_at: null },
  })
})

test('a consent to be sold to waits, unless the person confirmed it themself', () => {
  for (const { id, bases } of SHIPPED.filter((purpose) => purpose.bases.includes('consent'))) {
    expect(bases).toContain('consent')
    const waits = mustBeProven(id) ? 'waiting' : 'active'
    expect(give(consent(id)).state, id).toBe(waits)
    expect(give(consent(id), { by: IMPORT_BY_JO }).state, id).toBe(waits)
    expect(give(consent(id), { by: ANA }).state, id).toBe(waits)
    expect(give(consent(id), { by: ANA, confirmed: true }).state, id).toBe('active')
    expect(give(consent(id), { by: JO, confirmed: true }), id).toMatchObject({
      state: waits,
      given: { confirmed: false },
    })
  }
})

test('a legitimate interest needs a test that a second person has signed for this very purpose', () => {
  const request = { purpose: 'sales.prospecting', basis: 'legitimate_interest' }
  expect(() => give(request)).toThrow(problem('balancing_test_missing', '/basis'))
  expect(() => give(request, { tests: [{ purpose: 'sales.account', signed_at: now }] })).toThrow(
    problem('balancing_test_missing'),
  )
  expect(() => give(request, { tests: [{ purpose: request.purpose, signed_at: now + 1 }] })).toThrow(
    problem('balancing_test_missing'),
  )
  expect(() =>
    give(request, { tests: [{ purpose: request.purpose, signed_at: now - 9, ended_at: now }] }),
  ).toThrow(problem('balancing_test_missing'))
  expect(give(request, { tests: [{ purpose: request.purpose, signed_at: now }] }).state).toBe('active')
})

test('answering somebody who wrote first leans on the test that ships', () => {
  expect(give({ purpose: 'service.request', basis: 'legitimate_interest' }).state).toBe('active')
})

test('under the age of consent a guardian agrees; a contract is no consent', () => {
  const child = { underAge: true }
  expect(() => give(consent('marketing.email'), child)).toThrow(problem('guardian_needed', '/guardian'))
  expect(give(consent('marketing.email', { guardian: true }), child).given).toMatchObject({
    guardian: true,
    under_age: true,
  })
  expect(give({ purpose: 'service.account', basis: 'contract' }, child).state).toBe('active')
})

test('nothing is dated ahead, and nothing back: it counts from the moment it is recorded', () => {
  const dated = (at: string) => give(consent('marketing.email', { evidence: { kind: 'paper', at } }))
  expect(() => dated('2025-03-14')).toThrow(problem('date_in_future', '/evidence/at'))
  expect(() => dated('2025-03-12T10:01:01Z')).toThrow(problem('date_in_future'))
  expect(() => dated('last week')).toThrow(problem('date_malformed', '/evidence/at'))
  expect(dated('2019-01-01').given.at).toBe(now)
})

test('an end lies ahead', () => {
  const ending = (expires_at: string | null) => give(consent('support.diagnose', { expires_at }))
  expect(ending('2025-03-20').given.expires_at).toBe(on('2025-03-20'))
  expect(ending(null).given.expires_at).toBeNull()
  expect(() => ending('2025-03-12T10:00:00Z')).toThrow(problem('input_invalid', '/expires_at'))
  expect(() => ending('soon')).toThrow(problem('date_malformed', '/expires_at'))
})

const marketing = findPurpose('marketing.email')!
const paper = given('marketing.email', '2025-03-12', { basis: 'consent', by: JO })
const marking =
  (made: ReturnType<typeof mark>, grant = paper, marks: ReturnType<typeof mark>[] = []) =>
  () =>
    admitMark(made, grant, marks, marketing)

test('a waiting grant is checked by a second person, once', () => {
  expect(marking(mark('accepted', '2025-03-13', ANA))).toThrow(problem('second_person_needed'))
  // their own no needs nobody else
  expect(marking(mark('refused', '2025-03-13', ANA))).not.toThrow()
  expect(marking(mark('accepted', '2025-03-13', MILA))).not.toThrow()
  expect(marking(mark('refused', '2025-03-13', MILA))).not.toThrow()
  for (const kind of ['accepted', 'refused'] as const) {
    expect(marking(mark(kind, '2025-03-13', JO))).toThrow(problem('second_person_needed'))
    expect(marking(mark(kind, '2025-03-13', MILA), agreed('marketing.email', '2025-03-12'))).toThrow(
      problem('grant_closed'),
    )
    expect(marking(mark(kind, '2025-03-14', MILA), paper, [mark('refused', '2025-03-13', MILA)])).toThrow(
      problem('grant_closed'),
    )
  }
})

test('nobody can accept what has no document, but anybody may refuse it', () => {
  const claim = { ...paper, by: IMPORT_BY_JO, evidence_kind: 'import' as const }
  expect(marking(mark('accepted', '2025-03-13', MILA), claim)).toThrow(problem('evidence_missing'))
  expect(marking(mark('refused', '2025-03-13', MILA), claim)).not.toThrow()
  const openForm = agreed('marketing.email', '2025-03-12', { confirmed: false })
  expect(marking(mark('accepted', '2025-03-13', MILA), openForm)).toThrow(problem('evidence_missing'))
})

test('only the person confirms', () => {
  expect(marking(mark('confirmed', '2025-03-13', ANA))).not.toThrow()
  expect(marking(mark('confirmed', '2025-03-13', MILA))).toThrow(problem('not_allowed'))
  expect(marking(mark('confirmed', '2025-03-14'), paper, [mark('confirmed', '2025-03-13')])).toThrow(
    problem('grant_closed'),
  )
})

test('what is open can be withdrawn by anyone who hears of it; what is over cannot', () => {
  for (const by of [ANA, JO, MILA]) expect(marking(mark('withdrawn', '2025-03-13', by))).not.toThrow()
  expect(marking(mark('withdrawn', '2025-03-14'), paper, [mark('withdrawn', '2025-03-13')])).toThrow(
    problem('grant_closed'),
  )
  expect(marking(mark('withdrawn', '2025-03-11'))).toThrow(problem('grant_closed'))
})

test('a last word renews only what counts', () => {
  expect(marking(mark('renewed', '2025-03-13', JO))).toThrow(problem('grant_closed'))
  expect(marking(mark('renewed', '2025-03-13', JO), agreed('marketing.email', '2025-03-12'))).not.toThrow()
  expect(marking(mark('renewed', '2027-03-12', JO), agreed('marketing.email', '2025-03-12'))).toThrow(
    problem('grant_closed'),
  )
})
