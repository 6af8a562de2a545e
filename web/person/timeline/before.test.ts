import { expect, test } from 'vitest'
import type { Grant, LedgerLine, Person } from '../../shapes.ts'
import { before, together } from './before.ts'

const source = (id: string, collected_at: string) => ({
  id,
  kind: 'person',
  detail: 'the form “Open an account”',
  collected_at,
  recorded_at: '2026-11-23T10:00:00Z',
})
const person = (...sources: ReturnType<typeof source>[]) =>
  ({
    id: 'p',
    fields: Object.fromEntries(sources.map((one, nth) => [`field${nth}`, { value: 'x', source: one }])),
  }) as unknown as Person
const said = (at: string): Grant =>
  ({
    id: 'g',
    title: 'Offers by e-mail',
    purpose: 'marketing.email',
    given_at: '2026-11-23T10:00:00Z',
    evidence: { kind: 'form', detail: 'version 4', at },
  }) as unknown as Grant
const told = (event_id: string, at: string) => ({ event_id, at }) as LedgerLine

test('a source that several values share is told once, at the time when it was told', () => {
  const one = source('s', '2022-03-12T09:00:00Z')
  const lines = before(person(one, one), [], ({ detail }) => `Came to us: ${detail}`)
  expect(lines).toMatchObject([
    { at: '2022-03-12T09:00:00Z', sentence: 'Came to us: the form “Open an account”' },
  ])
})

test('what was written down at once is in the ledger and not told twice', () => {
  expect(before(person(source('s', '2026-11-23T09:59:00Z')), [said('2026-11-23T09:00:00Z')], String)).toEqual(
    [],
  )
})

test('an agreement stands at the day of its evidence', () => {
  expect(before(undefined, [said('2024-01-02T00:00:00Z')], String)).toMatchObject([
    { at: '2024-01-02T00:00:00Z', sentence: 'Offers by e-mail: version 4' },
  ])
})

test('both are in the order of time; what may lie beyond the page waits for the next', () => {
  const ledger = [told('2', '2026-11-23T10:00:00Z'), told('1', '2024-06-01T00:00:00Z')]
  const earlier = [told('b', '2025-01-01T00:00:00Z'), told('a', '2020-01-01T00:00:00Z')]
  const ids = (more: boolean) => together(ledger, earlier, more).map(({ event_id }) => event_id)
  expect(ids(true)).toEqual(['2', 'b', '1'])
  expect(ids(false)).toEqual(['2', 'b', '1', 'a'])
})
