import { beforeAll, expect, test } from 'vitest'
import { load, tell } from '../language/setup.ts'
import type { LedgerLine } from '../shapes.ts'
import { daysOf, sentenceOf } from './story.ts'

beforeAll(() => load('en'))

let number = 0
const line = (change: Partial<LedgerLine> = {}): LedgerLine => ({
  event_id: String(++number),
  at: new Date(2026, 10, 23, 12).toISOString(),
  actor: { kind: 'staff', team: 'service' },
  purpose: 'service.request',
  kind: 'opened',
  fields: ['given_name', 'family_name', 'phone'],
  sentence: 'What the server says.',
  ...change,
})
const told = (change: Partial<LedgerLine>) => sentenceOf(tell, 'en-GB', line(change))

test('a look is told with the team, what was seen and what for', () => {
  expect(told({})).toBe(
    'Someone from service looked at your name and your phone number to answer what you asked us.',
  )
  expect(told({ fields: [] })).toBe('Someone from service looked at your record to answer what you asked us.')
  expect(told({ actor: { kind: 'staff', team: 'service', name: 'Jo' } })).toMatch(/^Jo from service looked/)
  expect(told({ actor: { kind: 'staff' } })).toMatch(/^Someone here looked/)
  expect(told({ actor: { kind: 'system' }, purpose: 'marketing.email', fields: ['email'] })).toBe(
    'Our system looked at your e-mail address to tell you about offers by e-mail.',
  )
})

test('what the person did themselves is told as theirs', () => {
  const actor = { kind: 'person' }
  expect(told({ actor, purpose: 'rights.request' })).toBe('You looked at this page yourself.')
  expect(told({ actor, kind: 'changed', fields: ['city'] })).toBe('You corrected your city.')
  expect(told({ actor, kind: 'withdrawn', fields: ['marketing.phone'] })).toBe(
    'You withdrew: Offers by phone.',
  )
  expect(told({ actor, kind: 'confirmed', fields: ['marketing.email'] })).toBe(
    'You confirmed that you agree: Offers by e-mail.',
  )
})

test('what this page has no words for is told in the words of the server', () => {
  expect(told({ kind: 'left_out' })).toBe('What the server says.')
})

test('of many fields the first few are named', () => {
  const fields = ['given_name', 'family_name', 'email', 'phone', 'street', 'city', 'birth_date', 'language']
  expect(told({ fields })).toBe(
    'Someone from service looked at your name, your e-mail address, your phone number, your address and 2 more ' +
      'to answer what you asked us.',
  )
})

test('a purpose or a field that the organisation added is told by its own words', () => {
  const own = { purpose: 'service.harbour', title: 'Berths', says: 'find you a berth' }
  const standing = [{ ...own, allowed: true, reason: '', switchable: false }]
  const about = line({ purpose: own.purpose, fields: ['boat_length'] })
  expect(sentenceOf(tell, 'en-GB', about, standing)).toBe(
    'Someone from service looked at boat length to find you a berth.',
  )
})

test('a reason that staff gave is told', () => {
  expect(told({ reason: 'They called' })).toMatch(/ The reason given: “They called”$/)
})

test('days are those of the reader, newest first; what is told alike is told once', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString()
  const lines = [
    line({ at: at(23, 23) }),
    line({ at: at(23, 1), fields: ['email'] }),
    line({ at: at(23, 0) }),
    line({ at: at(22, 23) }),
  ]
  const days = daysOf(lines, (one) => sentenceOf(tell, 'en-GB', one))
  expect(
    days.map(({ key, happenings }) => [key, happenings.map(({ times, at: when }) => [times, when])]),
  ).toEqual([
    [
      '2026-11-23',
      [
        [2, at(23, 23)],
        [1, at(23, 1)],
      ],
    ],
    ['2026-11-22', [[1, at(22, 23)]]],
  ])
})

test('in German too', async () => {
  await load('de')
  expect(sentenceOf(tell, 'de-DE', line())).toBe(
    'Jemand aus dem Kundendienst hat Ihren Namen und Ihre Telefonnummer angesehen, um eine Anfrage von Ihnen zu beantworten.',
  )
  await load('en')
})
