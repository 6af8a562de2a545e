import { expect, test } from 'vitest'
import {
  ANA,
  GRANT,
  IMPORT_BY_JO,
  INES,
  JO,
  MILA,
  SYSTEM,
  agreed,
  given,
  mark,
  on,
} from '../test/kit/events.ts'
import {
  canBeChecked,
  grantLife,
  grantState,
  testStands,
  until,
  waitsAtFirst,
  type Given,
  type Mark,
} from './grants.ts'
import { findPurpose, type Purpose } from './purposes.ts'

const purposeOf = (grant: Given): Purpose => findPurpose(grant.purpose)!
const state = (grant: Given, marks: Mark[], at: string) => grantState(grant, marks, purposeOf(grant), on(at))
const life = (grant: Given, marks: Mark[], at: string) => grantLife(grant, marks, purposeOf(grant), on(at))

test('a contract that staff type in counts at once', () => {
  const grant = given('service.account', '2025-03-12T10:00:00Z')
  expect(life(grant, [], '2025-03-12T10:00:00Z')).toEqual({
    state: 'active',
    since: grant.at,
    until: Infinity,
  })
})

test('a grant does not exist before it was recorded', () => {
  const grant = given('service.account', '2025-03-12T10:00:00Z')
  expect(state(grant, [], '2025-03-12T09:59:59.999Z')).toBeNull()
})

test('what the person agrees to on their own page counts at once', () => {
  expect(state(agreed('marketing.email', '2025-03-12'), [], '2025-03-12')).toBe('active')
})

test('what came through an open form waits for their confirmation, and for nobody else', () => {
  const grant = agreed('marketing.email', '2025-03-12', { confirmed: false })
  expect(state(grant, [], '2030-01-01')).toBe('waiting')
  expect(state(grant, [mark('accepted', '2025-03-13', MILA)], '2025-03-14')).toBe('waiting')
  expect(life(grant, [mark('confirmed', '2025-03-13')], '2025-03-14')).toMatchObject({
    state: 'active',
    since: on('2025-03-13'),
    until: on('2027-03-13'),
  })
})

test.each([
  'marketing.email',
  'marketing.sms',
  'marketing.phone',
  'marketing.post',
  'marketing.profiling',
  'sales.prospecting',
])('a consent to %s that staff type in or an import claims waits', (purpose) => {
  for (const by of [JO, IMPORT_BY_JO, SYSTEM]) {
    const grant = given(purpose, '2025-03-12', { basis: 'consent', by })
    expect(waitsAtFirst(grant)).toBe(true)
    expect(state(grant, [], '2025-03-13')).toBe('waiting')
    expect(state(grant, [mark('confirmed', '2025-03-13')], '2025-03-13')).toBe('active')
  }
})

test('a consent to be answered, or to diagnose, counts when staff note it', () => {
  for (const purpose of [
    'service.request',
    'support.diagnose',
    'sales.enquiry',
    'sales.account',
    'suitability.check',
  ]) {
    expect(waitsAtFirst(given(purpose, '2025-03-12', { basis: 'consent' }))).toBe(false)
  }
})

test('the person is heard as the person only: a confirmation somebody else makes for them opens nothing', () => {
  const grant = given('marketing.email', '2025-03-12', { basis: 'consent', by: JO, confirmed: true })
  expect(
    state(
      grant,
      [mark('confirmed', '2025-03-13', JO), mark('confirmed', '2025-03-13', SYSTEM)],
      '2025-03-14',
    ),
  ).toBe('waiting')
})

test('a second person checks the document; nobody checks their own', () => {
  const grant = given('marketing.post', '2025-03-12', { basis: 'consent', by: JO })
  expect(state(grant, [mark('accepted', '2025-03-13', JO)], '2025-03-14')).toBe('waiting')
  expect(state(grant, [mark('accepted', '2025-03-13', SYSTEM)], '2025-03-14')).toBe('waiting')
  expect(life(grant, [mark('accepted', '2025-03-13', MILA)], '2025-03-14')).toMatchObject({
    state: 'active',
    since: on('2025-03-13'),
  })
  const imported = { ...grant, by: IMPORT_BY_JO }
  expect(state(imported, [mark('accepted', '2025-03-13', JO)], '2025-03-14')).toBe('waiting')
  expect(state(imported, [mark('accepted', '2025-03-13', INES)], '2025-03-14')).toBe('active')
})

test("an import's claim without evidence never opens by a check, only by the person", () => {
  for (const evidence_kind of [null, 'import'] as const) {
    const grant = given('marketing.email', '2025-03-12', {
      basis: 'consent',
      by: IMPORT_BY_JO,
      evidence_kind,
    })
    expect(canBeChecked(grant)).toBe(false)
    expect(state(grant, [mark('accepted', '2025-03-13', MILA)], '2025-03-14')).toBe('waiting')
    expect(state(grant, [mark('confirmed', '2025-03-13', ANA)], '2025-03-14')).toBe('active')
  }
})

test('it counts from its confirmation and not from before, whatever the paper says', () => {
  const grant = given('marketing.email', '2025-03-12', { basis: 'consent' })
  const marks = [mark('accepted', '2025-04-01', MILA)]
  expect(state(grant, marks, '2025-03-31')).toBe('waiting')
  expect(life(grant, marks, '2025-04-01')).toMatchObject({
    state: 'active',
    since: on('2025-04-01'),
    until: on('2027-04-01'),
  })
})

test('a mark from before the grant is none of its own', () => {
  const grant = given('marketing.email', '2025-03-12', { basis: 'consent' })
  const earlier = (kind: Mark['kind'], by = ANA) => [mark(kind, '2025-03-11', by)]
  expect(state(grant, earlier('confirmed'), '2025-03-13')).toBe('waiting')
  expect(state(grant, earlier('refused', MILA), '2025-03-13')).toBe('waiting')
  expect(state(grant, earlier('withdrawn'), '2025-03-13')).toBe('waiting')
  expect(until(grant, earlier('confirmed'), purposeOf(grant))).toBe(Infinity)
})

test('what a second person refused stays closed, even if the person confirms later', () => {
  const grant = given('marketing.email', '2025-03-12', { basis: 'consent' })
  const marks = [mark('refused', '2025-03-13', MILA), mark('confirmed', '2025-03-14')]
  expect(life(grant, marks, '2025-03-15')).toMatchObject({ state: 'refused', since: on('2025-03-13') })
})

test('where acceptance and refusal fall together, it is refused', () => {
  const grant = given('marketing.email', '2025-03-12', { basis: 'consent' })
  expect(
    state(grant, [mark('accepted', '2025-03-13', MILA), mark('refused', '2025-03-13', INES)], '2025-03-13'),
  ).toBe('refused')
})

test('what counts already can be withdrawn, not refused', () => {
  const grant = agreed('marketing.email', '2025-03-12')
  expect(state(grant, [mark('refused', '2025-03-12', MILA)], '2025-03-14')).toBe('active')
})

test('a withdrawal counts from its moment and for good', () => {
  const grant = agreed('marketing.email', '2025-03-12')
  const marks = [
    mark('withdrawn', '2025-11-02T08:00:00Z'),
    mark('renewed', '2025-11-03'),
    mark('confirmed', '2025-11-03'),
  ]
  expect(state(grant, marks, '2025-11-02T07:59:59.999Z')).toBe('active')
  expect(life(grant, marks, '2025-11-02T08:00:00Z')).toMatchObject({
    state: 'withdrawn',
    since: on('2025-11-02T08:00:00Z'),
  })
  expect(life(grant, marks, '2040-01-01')).toMatchObject({
    state: 'withdrawn',
    since: on('2025-11-02T08:00:00Z'),
  })
})

test('a waiting grant can be withdrawn, and then no check opens it', () => {
  const grant = given('marketing.email', '2025-03-12', { basis: 'consent' })
  expect(
    state(grant, [mark('withdrawn', '2025-03-13'), mark('accepted', '2025-03-14', MILA)], '2025-03-15'),
  ).toBe('withdrawn')
})

test("where withdrawal and end fall together, the person's word is the reason", () => {
  const grant = agreed('marketing.email', '2025-03-12', { expires_at: on('2025-06-01') })
  expect(state(grant, [mark('withdrawn', '2025-06-01')], '2025-06-01')).toBe('withdrawn')
  expect(state(grant, [mark('withdrawn', '2025-06-02')], '2025-06-03')).toBe('expired')
})

test('an end is exclusive', () => {
  const grant = given('support.diagnose', '2025-03-12', { basis: 'consent', expires_at: on('2025-03-20') })
  expect(state(grant, [], '2025-03-19T23:59:59.999Z')).toBe('active')
  expect(state(grant, [], '2025-03-20')).toBe('expired')
})

test('a grant that waits beyond its own end has expired, and confirming it is too late', () => {
  const grant = given('marketing.email', '2025-03-12', { basis: 'consent', expires_at: on('2025-04-01') })
  expect(life(grant, [mark('confirmed', '2025-04-01')], '2025-04-02')).toMatchObject({
    state: 'expired',
    since: on('2025-04-01'),
  })
  expect(life(grant, [], '2025-03-31')).toEqual({
    state: 'waiting',
    since: on('2025-03-12'),
    until: on('2025-04-01'),
  })
})

test('marketing ends after 24 months of silence, counted from the last word', () => {
  const grant = agreed('marketing.email', '2024-02-29')
  expect(until(grant, [], purposeOf(grant))).toBe(on('2026-02-28'))
  expect(until(grant, [mark('renewed', '2025-08-31')], purposeOf(grant))).toBe(on('2027-08-31'))
  expect(until(grant, [mark('renewed', '2026-02-28')], purposeOf(grant))).toBe(on('2026-02-28'))
})

test('an enquiry lasts six months after the last word, prospecting twelve months whatever was said', () => {
  const enquiry = given('sales.enquiry', '2025-01-31')
  expect(until(enquiry, [], purposeOf(enquiry))).toBe(on('2025-07-31'))
  expect(until(enquiry, [mark('renewed', '2025-07-30', JO)], purposeOf(enquiry))).toBe(on('2026-01-30'))
  const prospecting = agreed('sales.prospecting', '2025-01-31')
  expect(until(prospecting, [mark('renewed', '2025-07-30', JO)], purposeOf(prospecting))).toBe(
    on('2026-01-31'),
  )
})

test("another grant's marks are not this one's", () => {
  const grant = agreed('marketing.email', '2025-03-12')
  const other = '01900000-0000-7000-8000-000000000002'
  expect(grant.grant_id).toBe(GRANT)
  expect(state(grant, [mark('withdrawn', '2025-03-13', ANA, other)], '2025-03-14')).toBe('active')
  expect(until(grant, [mark('renewed', '2025-08-31', ANA, other)], purposeOf(grant))).toBe(on('2027-03-12'))
})

test('a balancing test stands for exactly its purpose, from its signature to its end', () => {
  const purpose = findPurpose('sales.prospecting')!
  const signed = { purpose: purpose.id, signed_at: on('2025-03-12'), ended_at: on('2025-06-01') }
  const stands = (at: string, tests = [signed]) => testStands(purpose, tests, on(at))
  expect(stands('2025-03-11T23:59:59.999Z')).toBe(false)
  expect(stands('2025-03-12')).toBe(true)
  expect(stands('2025-05-31T23:59:59.999Z')).toBe(true)
  expect(stands('2025-06-01')).toBe(false)
  expect(stands('2025-04-01', [{ ...signed, purpose: 'sales.account' }])).toBe(false)
  expect(testStands(purpose, [{ purpose: purpose.id, signed_at: on('2025-03-12') }], on('2040-01-01'))).toBe(
    true,
  )
  expect(testStands(findPurpose('service.request')!, [], on('2025-01-01'))).toBe(true)
})
