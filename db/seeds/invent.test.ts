import { expect, test } from 'vitest'
import { normaliseField } from '../../core/values.ts'
import { isFieldName } from '../../core/fields.ts'
import { inventPeople } from './invent.ts'

const today = new Date('2026-06-01T12:00:00Z')
const people = inventPeople({ seed: 1, count: 2000, today })

test('the same seed makes the same people, another seed others', () => {
  expect(inventPeople({ seed: 1, count: 2000, today })).toEqual(people)
  const others = new Set(inventPeople({ seed: 2, count: 2000, today }).map(({ id }) => id))
  expect(people.some(({ id }) => others.has(id))).toBe(false)
})

test('the first of many are the same as the first of few', () => {
  expect(inventPeople({ seed: 1, count: 60, today })).toEqual(people.slice(0, 60))
})

test('ids are UUIDs of version 7, each once, in the order of arrival', () => {
  const ids = people.map(({ id }) => id)
  expect(
    ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toEqual([])
  expect(new Set(ids).size).toBe(2000)
  expect([...ids].sort()).toEqual(ids)
  const grants = people.flatMap((person) => person.grants.map(({ id }) => id))
  expect(new Set(grants).size).toBe(grants.length)
})

test('no address could reach anybody', () => {
  const addresses = people.flatMap(({ fields }) => fields.email ?? [])
  expect(addresses.length).toBeGreaterThan(1500)
  expect(addresses.filter((address) => !/^[a-z0-9.-]+@[a-z]+\.example$/.test(address))).toEqual([])
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('no telephone line could', () => {
  const fiction = /^(\+1 \d{3} 555 01\d{2}|\+49 (40 66969|30 23125|221 4710|89 99998|30 5550)\d{3})$/
  const lines = people.flatMap(({ fields }) => fields.phone ?? [])
  expect(lines.length).toBeGreaterThan(1500)
  expect(lines.filter((line) => !fiction.test(line))).toEqual([])
})

test('every value is one that the house accepts as it stands', () => {
  for (const { fields } of people)
    for (const [name, value] of Object.entries(fields)) {
      if (!isFieldName(name)) throw new Error(`${name} is no field`)
      const context = fields.country === undefined ? {} : { country: fields.country }
      expect(normaliseField(name, value, context).value.replaceAll(' ', '')).toBe(value.replaceAll(' ', ''))
    }
})

test('names are written in many scripts', () => {
  const names = people.map(({ fields }) => `${fields.given_name} ${fields.family_name}`).join()
  const scripts = [
    'Latin',
    'Arabic',
    'Hebrew',
    'Han',
    'Hiragana',
    'Hangul',
    'Thai',
    'Devanagari',
    'Greek',
    'Cyrillic',
  ]
  expect(scripts.filter((script) => !new RegExp(`\\p{Script=${script}}`, 'u').test(names))).toEqual([])
})

test('consents are confirmed, checked, refused, waiting and withdrawn', () => {
  const grants = people.flatMap((person) => person.grants)
  const ways = new Set(grants.map(({ outcome, withdrawn }) => `${outcome}${withdrawn ? ', withdrawn' : ''}`))
  expect([...ways].sort()).toEqual([
    'accepted',
    'confirmed',
    'confirmed, withdrawn',
    'counts',
    'counts, withdrawn',
    'refused',
    'waits',
  ])
})

test('nothing lies in the future, and everyone has come of age', () => {
  for (const { source, grants, fields } of people) {
    expect(source.collected_at < today.toISOString()).toBe(true)
    for (const { evidence } of grants) expect(evidence.at < today.toISOString()).toBe(true)
    if (fields.birth_date) expect(fields.birth_date < '2008-01-01').toBe(true)
  }
})
