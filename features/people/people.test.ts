import { beforeAll, expect, test } from 'vitest'
import { perform, type Caller } from '../../gate/command.ts'
import type { Role } from '../../core/purposes.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../../test/kit/house.ts'
import { checkGrant } from '../consent/check-grant.ts'
import { giveGrant } from '../consent/give-grant.ts'
import { listGrants } from '../consent/list-grants.ts'
import { readStanding } from '../consent/read-standing.ts'
import { withdraw } from '../consent/withdraw.ts'
import { changePerson } from './change-person.ts'
import { createPerson } from './create-person.ts'
import { fieldHistory } from './field-history.ts'
import { findPerson } from './find-person.ts'
import { getPerson } from './get-person.ts'
import { listPeople } from './list-people.ts'

let house: TestHouse
let service: Caller
let marketing: Caller
let officer: Caller

beforeAll(async () => {
  house = await openHouse()
  const caller = async (role: Role): Promise<Caller> => ({ ...(await house.staff(role)), roles: [role] })
  service = await caller('service')
  marketing = await caller('marketing')
  officer = await caller('privacy_officer')
})

const source = { kind: 'person', detail: 'the form “Open an account”, version 4' }
const contract = { purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }

function create(fields: Record<string, string>, grants: unknown[] = [contract], from: unknown = source) {
  return perform(house.gate, createPerson, service, 'service.request', {
    fields,
    source: from,
    grants,
  } as never)
}

test('a value without a source is not stored', async () => {
  await expect(create({ given_name: 'Ana' }, [contract], null)).rejects.toMatchObject({
    code: 'source_missing',
  })
  await expect(
    create({ given_name: 'Ana' }, [contract], { kind: 'purchased', detail: 'a list' }),
  ).rejects.toMatchObject({
    code: 'source_refused',
    pointer: '/source/kind',
  })
})

test('nobody is kept without a ground', async () => {
  await expect(create({ given_name: 'Ana' }, [])).rejects.toMatchObject({ code: 'grant_missing' })
  await expect(
    create({ given_name: 'Ana' }, [{ purpose: 'marketing.email', basis: 'legitimate_interest' }]),
  ).rejects.toMatchObject({ code: 'basis_not_accepted', pointer: '/grants/0/basis' })
})

test('bad values get their own problem with its pointer, and nothing is stored', async () => {
  for (const [fields, code] of [
    [{ email: 'nobody' }, 'email_malformed'],
    [{ phone: '12' }, 'phone_malformed'],
    [{ given_name: 'a\u202Eb' }, 'value_control_characters'],
    [{ given_name: 'x'.repeat(201) }, 'value_too_long'],
    [{ nickname: 'x' }, 'field_unknown'],
  ] as const) {
    await expect(create({ ...fields })).rejects.toMatchObject({
      code,
      pointer: `/fields/${Object.keys(fields)[0]}`,
    })
  }
})

test('a person is read, changed with a source, and their earlier values are kept', async () => {
  const { id } = await create({ given_name: 'Ana', family_name: 'Carvalho', email: 'ana@Carvalho.example' })
  const person = await perform(house.gate, getPerson, service, 'service.request', { id })
  expect(person.fields.email).toMatchObject({ value: 'ana@carvalho.example', earlier: 0 })
  const change = { id, fields: { email: 'ana.b@carvalho.example' }, source, version: person.version }
  const changed = await perform(house.gate, changePerson, service, 'service.request', change)
  expect(changed.fields.email).toMatchObject({ value: 'ana.b@carvalho.example', earlier: 1 })
  const history = await perform(house.gate, fieldHistory, service, 'service.request', { id, field: 'email' })
  expect(history.items.map((item) => item.value)).toEqual(['ana.b@carvalho.example', 'ana@carvalho.example'])
  await expect(perform(house.gate, changePerson, service, 'service.request', change)).rejects.toMatchObject({
    code: 'version_conflict',
  })
})

test('a list says what it withholds in tens, and refuses to sort by what the purpose does not open', async () => {
  const list = await perform(house.gate, listPeople, service, 'service.request', { limit: 10 })
  expect(list.withheld).toEqual({ people: 'few', why: { no_grant: 'few' } })
  await expect(
    perform(house.gate, listPeople, marketing, 'marketing.email', { sort: 'name' }),
  ).rejects.toMatchObject({ code: 'search_not_covered' })
})

test('a consent is given, waits, is checked by a second person, counts and is withdrawn', async () => {
  const { id } = await create({ given_name: 'Ben', family_name: 'Li', email: 'ben@example.org' })
  const consent = {
    purpose: 'marketing.email',
    basis: 'consent',
    notice: 'marketing.email@1',
    evidence: { kind: 'paper' },
  }
  const grant = await perform(house.gate, giveGrant, service, 'service.request', { id, ...consent })
  expect(grant.state).toBe('waiting')
  const check = { id, grant_id: grant.id, decision: 'accept' as const, reason: 'the form is signed' }
  await expect(perform(house.gate, checkGrant, service, 'service.request', check)).rejects.toMatchObject({
    code: 'second_person_needed',
  })
  await perform(house.gate, checkGrant, officer, 'rights.request', check)
  const may = async () => {
    const { items } = await perform(house.gate, readStanding, officer, 'rights.request', { id })
    return items.find((item) => item.purpose === 'marketing.email')
  }
  expect(await may()).toMatchObject({ allowed: true })
  expect((await may())?.sentence).toMatch(/^because Ben agreed/)
  await perform(house.gate, withdraw, service, 'service.request', { id, purpose: 'marketing.email' })
  expect(await may()).toMatchObject({ allowed: false, reason: 'withdrawn' })
  const { items } = await perform(house.gate, listGrants, officer, 'rights.request', { id })
  expect(items.find((item) => item.id === grant.id)).toMatchObject({
    state: 'withdrawn',
    evidence: { kind: 'paper' },
  })
})

test('a consent of someone under age needs their guardian', async () => {
  const consent = {
    purpose: 'marketing.email',
    basis: 'consent',
    notice: 'marketing.email@1',
    evidence: { kind: 'paper' },
  }
  const fields = { given_name: 'Kim', birth_date: `${new Date().getUTCFullYear() - 12}-01-01`, country: 'DE' }
  await expect(create(fields, [contract, consent])).rejects.toMatchObject({
    code: 'guardian_needed',
    pointer: '/grants/1/guardian',
  })
  const { grants } = await create(fields, [contract, { ...consent, guardian: true }])
  expect(grants[1]).toMatchObject({ state: 'waiting' })
})

test('someone at the counter is found by two exact identifiers, and what they ask for is recorded', async () => {
  const { id } = await create({
    given_name: 'Siobhán',
    family_name: 'Ní Dhomhnaill',
    email: 's@example.ie',
    phone: '+353 1 555 0100',
  })
  await perform(house.gate, withdraw, service, 'service.request', { id, purpose: 'all' })
  await expect(perform(house.gate, getPerson, service, 'service.request', { id })).rejects.toMatchObject({
    code: 'not_found',
  })
  const ask = (identifiers: Record<string, string>) =>
    perform(house.gate, findPerson, service, 'service.request', {
      identifiers,
      reason: 'at the counter with her card',
    })
  await expect(ask({ email: 's@example.ie' })).rejects.toMatchObject({ code: 'find_needs_two' })
  expect(await ask({ email: 's@example.ie', phone: '+353 1 555 0199' })).toMatchObject({
    found: false,
    name: null,
  })
  expect(await ask({ email: 'S@EXAMPLE.IE', phone: '+35315550100' })).toMatchObject({
    id,
    name: 'Siobhán Ní Dhomhnaill',
  })
  await perform(house.gate, giveGrant, service, 'service.request', { id, ...contract })
  expect(await perform(house.gate, getPerson, service, 'service.request', { id })).toMatchObject({ id })
})

test('twenty questions an hour are enough', async () => {
  const other: Caller = { ...(await house.staff('service')), roles: ['service'] }
  const ask = () =>
    perform(house.gate, findPerson, other, 'service.request', {
      identifiers: { email: 'x@example.org', customer_number: '1' },
      reason: 'at the counter',
    })
  for (let i = 0; i < 20; i++) expect(await ask()).toMatchObject({ found: false })
  await expect(ask()).rejects.toMatchObject({ code: 'too_many_requests' })
})

test('a family name changed under a purpose without birth dates takes its old token with it', async () => {
  const [id] = await house.gate.once({ actor: service, purpose: 'service.account' }, (tx) =>
    tx.people.create([
      aPerson({ family_name: 'Vorher', birth_date: '1971-02-03' }, [
        aGrant('service.request'),
        aGrant('service.account'),
      ]),
    ]),
  )
  const here = (family_name: string) =>
    house.gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
      tx.people.find(
        { family_name, birth_date: '1971-02-03', email: 'wherever@example.org' },
        'at the counter',
      ),
    )
  const change = (fields: Record<string, string>) =>
    perform(house.gate, changePerson, service, 'service.request', { id: id!, fields, source })
  await change({ email: 'wherever@example.org' })
  await expect(here('Vorher')).resolves.toMatchObject({ id })
  await change({ family_name: 'Nachher' })
  await expect(here('Vorher')).resolves.toBeUndefined()
  await expect(here('Nachher')).resolves.toMatchObject({ id })
})

test('standing carries the evidence that gave it, in plain words', async () => {
  const evidence = { kind: 'form', detail: 'Open an account', ref: 'F-7', at: '2026-05-03' }
  const person = await create({ given_name: 'Beleg' }, [{ ...contract, evidence }])
  const { items } = await perform(house.gate, readStanding, service, 'service.request', { id: person.id })
  const one = items.find(({ purpose }) => purpose === 'service.request')
  expect(one?.evidence).toMatchObject({ kind: 'form', detail: 'Open an account', ref: 'F-7', notice: null })
  expect(one?.evidence?.says).toMatch(/^by the form of 3 May/)
  expect(items.find(({ purpose }) => purpose === 'marketing.email')?.evidence).toBeNull()
})
