import { beforeAll, expect, test } from 'vitest'
import type { Actor } from './token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'

let house: TestHouse
let service: Actor

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
})

const errand = () => ({ actor: service, purpose: 'service.request' })
const collect = (given_name: string, grants = [aGrant('service.request')]) =>
  house.gate.once(errand(), (tx) => tx.people.createOne(aPerson({ given_name }, grants)))

test('people who are collected at the same time are each themselves, with a line of their own', async () => {
  const names = Array.from({ length: 50 }, (_, i) => `Amara ${i}`)
  const made = await Promise.all(names.map((name) => collect(name)))
  expect(new Set(made.map(({ id }) => id)).size).toBe(50)
  const read = await Promise.all(
    made.map(({ id }) => house.gate.read(errand(), (rd) => rd.people.byId(id, ['given_name']))),
  )
  expect(read.map((person) => person.fields.given_name)).toMatchObject(names.map((value) => ({ value })))
  const found = await house.gate.read(errand(), (rd) =>
    rd.people.search({ query: 'amara', limit: 100, fields: ['given_name'] }),
  )
  expect(found.items).toHaveLength(50)
  const lines = await withClient(house.database.adminUrl, (client) =>
    client.query(
      `select l.person_id, e.kind from goodfaith.ledger_links l join goodfaith.ledger_events e using (event_id)
       where l.person_id = any ($1) and e.kind = 'collected' and length(e.link_hashes) = 32`,
      [made.map(({ id }) => id)],
    ),
  )
  expect(new Set(lines.rows.map(({ person_id }: { person_id: string }) => person_id)).size).toBe(50)
  expect(lines.rowCount).toBe(50)
  await house.gate.sequencer.sequenceAll()
  expect((await house.gate.verify()).filter(({ wrong }) => wrong > 0)).toEqual([])
})

test('what is refused of one hinders none of the others', async () => {
  const bad = { ...aGrant('service.request'), purpose: 'marketing.email', basis: 'contract' }
  const results = await Promise.allSettled([
    ...Array.from({ length: 10 }, (_, i) => collect(`Before ${i}`)),
    collect('Refused', [bad]),
    ...Array.from({ length: 10 }, (_, i) => collect(`After ${i}`)),
  ])
  const refused = results.flatMap((result, i) => (result.status === 'rejected' ? [[i, result.reason]] : []))
  expect(refused).toEqual([[10, expect.objectContaining({ code: 'basis_not_accepted' })]])
  const found = await house.gate.read(errand(), (rd) =>
    rd.people.search({ query: 'after', limit: 100, fields: ['given_name'] }),
  )
  expect(found.items).toHaveLength(10)
})
