import { beforeAll, expect, test } from 'vitest'
import { checkGrant } from '../features/consent/check-grant.ts'
import { giveGrant } from '../features/consent/give-grant.ts'
import { openKept } from '../features/erasure/kept-copies.ts'
import { startErasure } from '../features/erasure/start-erasure.ts'
import { receiveFile } from '../features/imports/start-import.ts'
import { createPerson } from '../features/people/create-person.ts'
import { findPerson } from '../features/people/find-person.ts'
import { perform, type Caller } from '../gate/command.ts'
import { openHouse, type TestHouse } from '../test/kit/house.ts'
import { bytesOf, SERVICE } from '../test/kit/importing.ts'
import { commands } from './commands.ts'

// whoever writes a number into words is told that it was taken out of them, whatever the words are

const WORDS = 'they paid with 4242 4242 4242 4242 cvc 123'
const card = (at: string) => [
  { at, kind: 'card', masked: '•••• 4242' },
  { at, kind: 'security_code', masked: null },
]

let house: TestHouse
let jo: Caller
let officer: Caller
const evidence = { kind: 'paper', detail: WORDS } as const
const email = 'ana@told.example'

beforeAll(async () => {
  house = await openHouse()
  jo = { ...(await house.staff('service', 'marketing')), roles: ['service', 'marketing'] }
  officer = { ...(await house.staff('privacy_officer', 'service')), roles: ['privacy_officer', 'service'] }
})

test('in a source, an evidence, a reason, the name of a file', async () => {
  const { gate } = house
  const made = await perform(gate, createPerson, jo, SERVICE, {
    fields: { given_name: 'Ana', family_name: 'Told', email, birth_date: '1980-01-02' },
    source: { kind: 'person', detail: WORDS },
    grants: [{ purpose: SERVICE, basis: 'contract', evidence }],
  })
  expect(made.intercepted).toEqual([...card('/source/detail'), ...card('/grants/0/evidence/detail')])
  const { id } = made
  const given = await perform(gate, giveGrant, jo, SERVICE, {
    id,
    purpose: 'marketing.email',
    basis: 'consent',
    notice: 'marketing.email@1',
    evidence,
  })
  expect(given.intercepted).toEqual(card('/evidence/detail'))
  const checked = await perform(gate, checkGrant, officer, SERVICE, {
    id,
    grant_id: given.id,
    decision: 'refuse',
    reason: WORDS,
  })
  expect(checked.intercepted).toEqual(card('/reason'))
  const identifiers = { email, birth_date: '1980-01-02', family_name: 'Told' }
  const found = await perform(gate, findPerson, jo, SERVICE, { identifiers, reason: WORDS })
  expect(found).toMatchObject({ found: true, intercepted: card('/reason') })
  const kept = await perform(gate, openKept, officer, 'legal.retention', { person: id, reason: WORDS })
  expect(kept).toEqual({ items: [], intercepted: card('/reason') })
  const erased = await perform(gate, startErasure, officer, SERVICE, { id, reason: WORDS })
  expect(erased.intercepted).toEqual(card('/reason'))
  const received = await receiveFile(gate, 'list 4242 4242 4242 4242.csv', bytesOf('x'))
  expect(received).toMatchObject({
    file: 'list •••• 4242.csv',
    intercepted: [{ at: '/file', kind: 'card', masked: '•••• 4242' }],
  })
  house.gate.uploads.remove(received.id)
})

/** Of a purpose, about nobody; and the person's own words about themself. */
const ASIDE = ['erasure.leave', 'purposes.check']

test('every command that takes a reason about people answers what was masked in it', () => {
  const takes = commands.filter(({ input }) => 'reason' in input.properties).map(({ name }) => name)
  const tells = commands
    .filter(({ output }) => 'properties' in output && 'intercepted' in (output.properties as object))
    .map(({ name }) => name)
  expect(takes.length).toBeGreaterThan(4)
  expect(takes.filter((name) => !tells.includes(name)).toSorted()).toEqual(ASIDE.toSorted())
})
