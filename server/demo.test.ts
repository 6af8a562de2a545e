import { beforeAll, expect, test } from 'vitest'
import { inventPeople, type InventedPerson } from '../db/seeds/invent.ts'
import type { Role } from '../core/purposes.ts'
import { SYSTEM } from '../gate/token.ts'
import { seen } from '../gate/seen.ts'
import { aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { demoOf } from './demo.ts'

const COUNT = 60
const people = inventPeople({ seed: 1, count: COUNT, today: new Date() })
const demo = demoOf({ count: COUNT })
let house: TestHouse
const steps: [number, number][] = []

beforeAll(async () => {
  house = await openHouse()
  await demo(house.gate, (done, total) => steps.push([done, total]))
}, 120_000)

async function shownFor(role: Role, purpose: string): Promise<{ ids: string[]; shown: number }> {
  const members = await house.gate.staff.members()
  const id = members.find(({ roles }) => roles.length === 1 && roles[0] === role)!.id
  return house.gate.read({ actor: { kind: 'staff', id }, purpose }, async ({ people }) => {
    const { items } = await people.list({ sort: 'recent', limit: 200, fields: ['given_name'] })
    return { ids: items.map((item) => item.id).sort(), shown: (await people.count()).shown }
  })
}

const idsOf = (which: (person: InventedPerson) => boolean) =>
  people.filter((person) => !person.leaves && which(person)).map(({ id }) => id)

test('service sees those who have an account, and nobody else', async () => {
  const expected = idsOf(({ part }) => part === 'holder')
  expect(expected.length).toBe(COUNT - 5)
  expect(await shownFor('service', 'service.request')).toEqual({ ids: expected, shown: expected.length })
})

test('those who asked about buying are shown to sales', async () => {
  expect((await shownFor('sales', 'sales.enquiry')).ids).toEqual(idsOf(({ part }) => part === 'asking'))
})

test('offers by e-mail go to whoever confirmed or was checked, and did not take it back', async () => {
  const expected = idsOf(({ grants }) =>
    grants.some(
      ({ purpose, outcome, withdrawn }) =>
        purpose === 'marketing.email' && !withdrawn && (outcome === 'confirmed' || outcome === 'accepted'),
    ),
  )
  expect(expected.length).toBeGreaterThan(5)
  expect((await shownFor('marketing', 'marketing.email')).ids).toEqual(expected)
})

test('two have left: nothing is held of them, and a receipt remains', async () => {
  const held = await house.gate.run({ actor: SYSTEM, purpose: 'rights.request' }, (tx) =>
    tx.db.selectFrom(seen('persons')).select('person_id').execute(),
  )
  expect(held.map(({ person_id }) => person_id).sort()).toEqual(idsOf(() => true))
  expect(people.filter(({ leaves }) => leaves)).toHaveLength(2)
})

test('everyone who works there has an address at harbour.example and no password', async () => {
  const members = await house.gate.staff.members()
  expect(members.map(({ email }) => email.split('@')[0]).sort()).toEqual([
    'ada',
    'ines',
    'jo',
    'kim',
    'mila',
    'sam',
    'tarek',
  ])
  expect(
    members.every(({ email, has_password }) => email.endsWith('@harbour.example') && !has_password),
  ).toBe(true)
})

test('progress only rises, up to the end', () => {
  const done = steps.map(([now]) => now)
  expect(done).toEqual([...done].sort((a, b) => a - b))
  expect(steps.at(-1)).toEqual([2 * COUNT, 2 * COUNT])
})

test('it is loaded once: afterwards, and where others are held, it refuses', async () => {
  expect(await demo.possible(house.gate)).toBe(false)
  await expect(demo(house.gate, () => undefined)).rejects.toMatchObject({ code: 'not_allowed' })
  const other = await openHouse()
  const service = await other.staff('service')
  await other.gate.run({ actor: service, purpose: 'service.request' }, (tx) => tx.people.create([aPerson()]))
  await expect(demo(other.gate, () => undefined)).rejects.toMatchObject({ code: 'not_allowed' })
}, 60_000)

test('a load that was killed goes on: nobody twice, nobody missing', async () => {
  const other = await openHouse()
  for (const stopAt of [20, 75, 110]) {
    const dies = (done: number) => {
      if (done >= stopAt) throw new Error('killed')
    }
    await expect(demo(other.gate, dies)).rejects.toThrow('killed')
    expect(await demo.possible(other.gate)).toBe(true)
  }
  await demo(other.gate, () => undefined)
  expect(await demo.possible(other.gate)).toBe(false)
  const [held, marks] = await other.gate.run({ actor: SYSTEM, purpose: 'rights.request' }, async (tx) => [
    await tx.db.selectFrom(seen('persons')).select('person_id').execute(),
    await tx.db.selectFrom(seen('grant_marks')).select(['grant_id', 'kind']).execute(),
  ])
  expect(held.map(({ person_id }) => person_id).sort()).toEqual(idsOf(() => true))
  const each = marks.map(({ grant_id, kind }) => `${grant_id} ${kind}`)
  expect(new Set(each).size).toBe(each.length)
}, 120_000)
