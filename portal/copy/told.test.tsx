import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, expect, test, vi } from 'vitest'
import { load } from '../language/setup.ts'
import { Told } from './told.tsx'

beforeAll(async () => {
  vi.stubGlobal('navigator', { languages: ['en-GB'] })
  await load('en')
})

const read = (value: unknown) =>
  renderToStaticMarkup(<Told value={value} />)
    .replaceAll(/<[^>]+>/g, '|')
    .replaceAll(/\|+/g, '|')

test('a person’s fields are read with their names, their sources, and their codes as words', () => {
  const source = { kind: 'person', detail: 'in a form', collected_at: '2025-03-12' }
  const person = {
    id: 'x',
    version: 3,
    fields: { title: { value: 'Dr.', source }, country: { value: 'PT', source } },
  }
  expect(read(person)).toBe(
    '|Title|Dr.|from you, in a form, 12 March 2025|Country|Portugal|from you, in a form, 12 March 2025|',
  )
})

test('a line of the ledger is a sentence with its moment', () => {
  const line = {
    event_id: 'x',
    at: '2026-11-23T10:00:00Z',
    actor: { kind: 'staff', team: 'service' },
    purpose: 'service.request',
    kind: 'opened',
    fields: ['email'],
    sentence: '',
  }
  expect(read([line])).toMatch(/2026 at .*\|Someone from service looked at your e-mail address/)
})

test('whatever else the file holds is on the paper too', () => {
  expect(read([{ field: 'email', value: 'old@x.example', whim: { of: ['a', false, null, 12] } }])).toBe(
    '|What|E-mail|Value|old@x.example|Whim|Of|a|no|nothing|12|',
  )
  expect(read({})).toBe('|nothing|')
})
