import { beforeAll, expect, test } from 'vitest'
import { perform, type Caller } from '../../gate/command.ts'
import type { Actor } from '../../gate/token.ts'
import { seen } from '../../gate/seen.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../../test/kit/house.ts'
import { signTest, writeTest } from '../consent/balancing-tests.ts'
import { writeNotice } from '../consent/write-notice.ts'
import { changeMe } from './change-me.ts'
import { agree, confirm, takeBack } from './choose.ts'
import { exportMe, exportPerson } from './export-person.ts'
import { readMe } from './me.ts'
import { myLedger } from './my-ledger.ts'
import { statement } from './statement.ts'

const RIGHTS = 'rights.request'
let house: TestHouse
let service: Actor
let officer: Caller
let me: Caller
let other: Caller

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  officer = { ...(await house.staff('privacy_officer')), roles: ['privacy_officer'] }
  const errand = { actor: service, purpose: 'service.request' }
  const ids = await house.gate.once(errand, (tx) =>
    tx.people.create([aPerson({ given_name: 'Ana', income: '40000' }), aPerson({ given_name: 'Ben' })]),
  )
  me = { kind: 'person', id: ids[0]!, roles: [] }
  other = { kind: 'person', id: ids[1]!, roles: [] }
  await house.gate.read(errand, (rd) => rd.people.byId(ids[0]!))
})

test('a person sees everything that is held, from where, and what it is used for', async () => {
  const seen = await perform(house.gate, readMe, me, RIGHTS, {})
  expect(seen.person.fields.income).toMatchObject({ value: '40000', source: { kind: 'person' } })
  expect(seen.counts).toMatchObject({ facts: 4, agreed: 0, required: 1 })
  expect(seen.standing.find((item) => item.purpose === 'service.request')).toMatchObject({
    allowed: true,
    switchable: false,
  })
  expect(seen.standing.find((item) => item.purpose === 'marketing.email')).toMatchObject({
    allowed: false,
    switchable: true,
    notice: { id: 'marketing.email@1' },
  })
})

test('agreeing on the own page counts at once, and withdrawing ends it at once', async () => {
  const purpose = 'marketing.email'
  const after = await perform(house.gate, agree, me, RIGHTS, { purpose, notice: 'marketing.email@1' })
  expect(after.items.find((item) => item.purpose === purpose)).toMatchObject({
    allowed: true,
    basis: 'consent',
  })
  const marketing = await house.staff('marketing')
  const read = () => house.gate.read({ actor: marketing, purpose }, (rd) => rd.people.byId(me.id))
  await expect(read()).resolves.toMatchObject({ id: me.id })
  await perform(house.gate, takeBack, me, RIGHTS, { purpose })
  await expect(read()).rejects.toMatchObject({ code: 'not_found' })
})

test('a person confirms what was claimed in their name', async () => {
  const claim = aGrant('marketing.post', {
    basis: 'consent',
    notice: 'marketing.post@1',
    evidence: { kind: 'call' },
  })
  await house.gate.run({ actor: service, purpose: 'service.request' }, (tx) => tx.grants.give(me.id, claim))
  const { items } = await perform(house.gate, confirm, me, RIGHTS, { grant_id: claim.id })
  expect(items.find((item) => item.purpose === 'marketing.post')).toMatchObject({ allowed: true })
})

test('a correction comes from the person and is kept as theirs', async () => {
  const person = await perform(house.gate, changeMe, me, RIGHTS, { fields: { city: 'Hamburg' } })
  expect(person.fields.city).toMatchObject({
    value: 'Hamburg',
    source: { kind: 'person', detail: 'corrected on their own page' },
  })
})

test('the story of who looked names the team, not the colleague', async () => {
  const { items } = await perform(house.gate, myLedger, me, RIGHTS, {})
  const looked = items.find((item) => item.kind === 'opened' && item.actor.team === 'service')
  expect(looked?.sentence).toMatch(/^Someone from service looked at your .+, to answer what you ask us$/)
  expect(looked?.actor).toMatchObject({ name: null, team: 'service' })
})

test('a person reads nobody but themself', async () => {
  const errand = { actor: other, purpose: RIGHTS }
  await expect(house.gate.read(errand, (rd) => rd.people.byId(me.id))).rejects.toMatchObject({
    code: 'not_found',
  })
  const rows = await house.gate.run(errand, (tx) =>
    tx.db.selectFrom(seen('persons')).select('person_id').execute(),
  )
  expect(rows).toEqual([{ person_id: other.id }])
})

test('everything can be taken away, by the person and for them', async () => {
  const own = await perform(house.gate, exportMe, me, RIGHTS, {})
  const theirs = await perform(house.gate, exportPerson, officer, RIGHTS, { id: me.id })
  expect(own.person.fields).toEqual(theirs.person.fields)
  expect(own.readers.length).toBeGreaterThan(3)
  expect(own.grants.length).toBeGreaterThanOrEqual(3)
})

test('a wording gets a new version, and a weighing needs a second person', async () => {
  const purpose = 'analytics.aggregate'
  const text = 'I would like {organisation} to write to me about savings, twice a year.'
  expect(
    await perform(house.gate, writeNotice, officer, purpose, { purpose: 'marketing.email', text }),
  ).toEqual({
    id: 'marketing.email@2',
  })
  const weighing = 'They asked for our prices at the fair and expect an answer; they can object at any time.'
  const { id } = await perform(house.gate, writeTest, officer, purpose, {
    purpose: 'sales.prospecting',
    text: weighing,
  })
  await expect(perform(house.gate, signTest, officer, purpose, { id })).rejects.toMatchObject({
    code: 'second_person_needed',
  })
  const second: Caller = { ...(await house.staff('privacy_officer')), roles: ['privacy_officer'] }
  const interest = aGrant('sales.prospecting', { basis: 'legitimate_interest', evidence: null })
  const give = () =>
    house.gate.run({ actor: service, purpose: 'service.request' }, (tx) => tx.grants.give(me.id, interest))
  await expect(give()).rejects.toMatchObject({ code: 'balancing_test_missing' })
  await perform(house.gate, signTest, second, purpose, { id })
  await give()
})

test('the public statement is computed, and says that nothing is sold', async () => {
  const said = await perform(house.gate, statement, me, 'none', {})
  expect(said.sold).toBe('none')
  expect(said.purposes.map((each) => each.id)).toContain('marketing.email')
})
