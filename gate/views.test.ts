import { beforeAll, expect, test } from 'vitest'
import { linkHash } from '../core/ledger.ts'
import { rootOf } from '../core/merkle.ts'
import { aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'
import { sha256 } from './bytes.ts'
import type { Actor } from './token.ts'

let house: TestHouse
let service: Actor

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  await house.gate.once(errand(), (tx) => tx.people.create(Array.from({ length: 34 }, () => aPerson())))
})

const errand = () => ({ actor: service, purpose: 'service.request' })
const listed = (actor: Actor, limit: number) =>
  house.gate.read({ actor, purpose: 'service.request' }, (rd) =>
    rd.people.list({ sort: 'name', limit, fields: ['given_name'] }),
  )

interface Line {
  hashes: Buffer
  root: Buffer
  people: string[]
  salts: Buffer[]
  places: number[]
}

/** The newest line of a list that someone asked for. */
const lineOf = ({ id }: Actor) =>
  withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query<Line>(
      `select e.link_hashes as hashes, e.links_root as root, coalesce(l.people, '{}') as people,
         coalesce(l.salts, '{}') as salts, coalesce(l.places, '{}') as places
       from goodfaith.ledger_events e left join lateral (
         select array_agg(k.person_id::text) as people, array_agg(k.salt) as salts, array_agg(k.place) as places
         from goodfaith.ledger_links k where k.event_id = e.event_id) l on true
       where e.actor_id = $1 and e.kind = 'listed' order by e.event_id desc limit 1`,
      [id],
    )
    return rows[0]!
  })

test('the line of a page of any size has the tree that core makes over its links', async () => {
  for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 31, 32, 33]) {
    const actor = await house.staff('service')
    const { items } = await listed(actor, size)
    const { hashes, root, people, salts, places } = await lineOf(actor)
    expect(new Set(people)).toEqual(new Set(items.map(({ id }) => id)))
    const leaves = Array.from({ length: size }, (_, i) => hashes.subarray(i * 32, i * 32 + 32))
    expect(leaves).toEqual(leaves.toSorted(Buffer.compare))
    for (const [i, personId] of people.entries())
      expect(Buffer.from(linkHash(sha256, { personId, salt: salts[i]! }))).toEqual(leaves[places[i]!])
    expect(root).toEqual(Buffer.from(rootOf(sha256, leaves)))
  }
})

test('the same people listed again within the hour have a line and no second link', async () => {
  const actor = await house.staff('service')
  await listed(actor, 10)
  expect((await lineOf(actor)).people).toHaveLength(10)
  await listed(actor, 10)
  const again = await lineOf(actor)
  expect(again.people).toEqual([])
  expect(again.root).toEqual(Buffer.from(rootOf(sha256, [])))
  // a longer page: only who was not on the shorter one
  await listed(actor, 15)
  expect((await lineOf(actor)).people).toHaveLength(5)
})
