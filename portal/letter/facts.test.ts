import { expect, test } from 'vitest'
import type { Known, Me, Withheld } from '../shapes.ts'
import { countOf, earlierOf, factsOf, sourcesOf, together } from './facts.ts'

const form = { kind: 'person', detail: 'in a form', collected_at: '2025-03-12' }
const call = { kind: 'person', detail: 'on the phone', collected_at: '2025-09-14' }
const known = (value: string, source = form): Known => ({ value, source, earlier: 0 })
const me = (fields: Record<string, Known | Withheld>, facts = Object.keys(fields).length) => ({
  person: { id: 'x', fields },
  counts: { facts, agreed: 0, required: 0, disclosures: 0 } satisfies Me['counts'],
})

test('what people take for one fact is one line, in the order of a letter, secrets last', () => {
  const facts = factsOf({
    iban: { withheld: 'secret', masked: 'DE •••• 4242', source: form },
    city: known('Lisboa'),
    shoe_size: known('38'),
    street: known('Rua das Flores 12'),
    family_name: known('Carvalho'),
    given_name: known('Ana'),
  })
  expect(facts.map(({ key, is }) => [key, is])).toEqual([
    ['name', 'known'],
    ['address', 'known'],
    ['shoe_size', 'known'],
    ['iban', 'secret'],
  ])
  expect(facts.map((fact) => (fact.is === 'withheld' ? [] : fact.fields.map(({ name }) => name)))).toEqual([
    ['given_name', 'family_name'],
    ['street', 'city'],
    ['shoe_size'],
    ['iban'],
  ])
})

test('several numbers of a kind are one line with their masks, each with its source', () => {
  const card = { withheld: 'secret', masked: '•••• 1117' }
  const secrets = [
    { kind: 'card', masked: '•••• 1117', source: form },
    { kind: 'iban', masked: 'DE •••• 4242', source: form },
    { kind: 'card', masked: '•••• 0005', source: call, where: 'street' },
  ]
  expect(factsOf({ card }, secrets)).toEqual([
    {
      key: 'card',
      is: 'secret',
      fields: [
        { name: 'card', known: { value: '•••• 1117', source: form } },
        { name: 'card', known: { value: '•••• 0005', source: call, stood: 'street' } },
      ],
    },
  ])
})

test('what is withheld is a line of its own, never blank and never part of another', () => {
  expect(factsOf({ given_name: known('Ana'), family_name: { withheld: 'keyring' } })).toEqual([
    { key: 'name', is: 'known', fields: [{ name: 'given_name', known: known('Ana') }] },
    { key: 'family_name', is: 'withheld' },
  ])
})

test('the number in the opening is the number of lines, and what lies in letters and files', () => {
  const fields = { given_name: known('Ana'), family_name: known('Carvalho'), email: known('a@b.example') }
  expect(countOf(me(fields))).toEqual({ lines: 2, beyond: 0 })
  expect(countOf(me(fields, 7))).toEqual({ lines: 2, beyond: 4 })
  expect(countOf(me({}, 0))).toEqual({ lines: 0, beyond: 0 })
})

test('a field alone keeps its name, several together have theirs', () => {
  expect(together(['street', 'city', 'given_name'])).toEqual(['address', 'given_name'])
})

test('the same source is said once; two are told apart', () => {
  const one = [
    { name: 'street', known: known('a', call) },
    { name: 'city', known: known('b', call) },
  ]
  expect(sourcesOf(one)).toEqual([{ source: call, names: ['street', 'city'] }])
  const two = [...one, { name: 'country', known: known('PT', form) }]
  expect(sourcesOf(two).map(({ names }) => names)).toEqual([['street', 'city'], ['country']])
})

test('earlier values are counted, whether given as a number or as a list', () => {
  const field = (earlier: Known['earlier']) => ({ name: 'email', known: { value: 'x', earlier } })
  expect(earlierOf([field(2), field([{}, {}, {}]), field(undefined)])).toBe(5)
})
