/** Promise 1. Known source: nothing about you came from nowhere. */
import { beforeAll, expect, test } from 'vitest'
import type { Role } from '../../core/purposes.ts'
import { createPerson } from '../../features/people/create-person.ts'
import { changePerson } from '../../features/people/change-person.ts'
import { getPerson } from '../../features/people/get-person.ts'
import { perform, type Caller } from '../../gate/command.ts'
import { movableClock, type Clock } from '../kit/clock.ts'
import { openHouse, type TestHouse } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'

let house: TestHouse
let clock: Clock
let service: Caller
let officer: Caller
const DAY = 86_400_000
const purpose = 'service.request'
const contract = { purpose, basis: 'contract', evidence: { kind: 'contract' } }

beforeAll(async () => {
  house = await openHouse()
  clock = await movableClock(house.database)
  const caller = async (role: Role): Promise<Caller> => ({ ...(await house.staff(role)), roles: [role] })
  service = await caller('service')
  officer = await caller('privacy_officer')
})

function collect(fields: object, source: unknown) {
  return perform(house.gate, createPerson, service, purpose, { fields, source, grants: [contract] } as never)
}

function open(id: string, caller = service, why = purpose) {
  return perform(house.gate, getPerson, caller, why, { id })
}

function told(id: string) {
  return house.gate.once({ actor: officer, purpose: 'rights.request' }, (tx) => tx.grants.told(id))
}

async function everyone(): Promise<number> {
  return withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ n: string }>('select count(*) as n from goodfaith.persons')
    return Number(rows[0]!.n)
  })
}

test('every value says who told us, when and how', async () => {
  const source = {
    kind: 'person',
    detail: 'the form “Open an account”, version 4',
    collected_at: '2026-01-02T03:04:05Z',
  }
  const { id } = await collect(
    { given_name: 'Ana', email: 'ana@example.org', birth_date: '1990-01-01' },
    source,
  )
  const { fields } = await open(id)
  const shown = Object.values(fields).filter((field) => 'value' in field)
  expect(shown).toHaveLength(2)
  for (const field of shown)
    expect(field).toMatchObject({
      source: { kind: 'person', detail: source.detail, collected_at: '2026-01-02T03:04:05.000Z' },
    })
})

test('no source, no write', async () => {
  const before = await everyone()
  for (const source of [undefined, null, {}, { kind: 'company' }, { kind: 'rumour', detail: 'heard it' }])
    await expect(collect({ given_name: 'Ana' }, source), JSON.stringify(source)).rejects.toThrow(
      /source|schema|input|detail/i,
    )
  const { id } = await collect({ given_name: 'Ana' }, { kind: 'person', detail: 'by phone' })
  await expect(
    perform(house.gate, changePerson, service, purpose, { id, fields: { given_name: 'Anna' } } as never),
  ).rejects.toMatchObject({ code: 'source_missing' })
  expect(await everyone()).toBe(before + 1)
})

test('a list that was bought or scraped is refused', async () => {
  const before = await everyone()
  for (const kind of ['purchased', 'scraped'])
    await expect(collect({ given_name: 'Ana' }, { kind, detail: 'a list' })).rejects.toMatchObject({
      code: 'source_refused',
    })
  expect(await everyone()).toBe(before)
})

test('a change says where it came from, and what it replaced keeps its own source', async () => {
  const { id } = await collect({ email: 'old@example.org' }, { kind: 'person', detail: 'the form' })
  const source = { kind: 'person', detail: 'the letter of May' }
  await perform(house.gate, changePerson, service, purpose, {
    id,
    fields: { email: 'new@example.org' },
    source,
  } as never)
  const seen = await house.gate.read({ actor: service, purpose }, (rd) => rd.people.byId(id, ['email']))
  expect(seen.fields.email).toMatchObject({
    value: 'new@example.org',
    source: { detail: 'the letter of May' },
    earlier: [{ value: 'old@example.org', source: { detail: 'the form' } }],
  })
})

test('someone whose data came from elsewhere is told within 30 days, otherwise withheld, then destroyed', async () => {
  const now = Date.now()
  const partner = { kind: 'partner', detail: 'the broker Example & Co.' }
  const { id } = await collect({ given_name: 'Untold' }, partner)
  await clock.to(now + 29 * DAY)
  expect((await open(id)).id).toBe(id)
  await clock.to(now + 30 * DAY + 60_000)
  await expect(open(id)).rejects.toMatchObject({ code: 'not_found' })
  // their own rights go on: who serves them still finds what is held
  expect((await open(id, officer, 'rights.request')).id).toBe(id)
  expect(await house.gate.erasures.sweepUnkept()).toBe(0)
  await clock.to(now + 38 * DAY)
  expect(await house.gate.erasures.sweepUnkept()).toBe(1)
  await expect(open(id, officer, 'rights.request')).rejects.toMatchObject({ code: 'not_found' })
  await withClient(house.database.adminUrl, async (client) => {
    expect(
      (await client.query('select from goodfaith.sealed_values where person_id = $1', [id])).rows,
    ).toEqual([])
  })
  await clock.to(null)
})

test('someone who was told in time is not withheld', async () => {
  const now = Date.now()
  const { id } = await collect(
    { given_name: 'Told' },
    { kind: 'partner', detail: 'the broker Example & Co.' },
  )
  await clock.to(now + 20 * DAY)
  await told(id)
  await clock.to(now + 60 * DAY)
  expect((await open(id)).id).toBe(id)
  await clock.to(null)
})
