import { beforeAll, expect, test } from 'vitest'
import { linkHash } from '../core/ledger.ts'
import { rootOf } from '../core/merkle.ts'
import { aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'
import { newId, sha256 } from './bytes.ts'
import { Database } from './database.ts'
import { RecentLinks } from './ledger.ts'
import { Pages, type Page } from './pages.ts'
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

test('what the database refuses of one page is refused to whoever asked for it, and to nobody beside them', async () => {
  const database = new Database(house.database.databaseUrl, 2)
  await database.setClock()
  const pages = new Pages(database, house.mint, new RecentLinks())
  const page: Page = {
    ...{ actor: service, purpose: 'service.request', how: 'recent', backward: false, words: [], code: null },
    ...{ id: null, most: 3, kind: 'listed', wanted: ['identity'], fields: ['given_name'] },
  }
  const asked = Array.from({ length: 16 }, (_, i) => ({ ...page, id: i % 3 === 1 ? 'no id' : newId() }))
  const answers = await Promise.allSettled(asked.map((one) => pages.at(one)))
  expect(answers.map(({ status }) => status)).toEqual(
    asked.map(({ id }) => (id === 'no id' ? 'rejected' : 'fulfilled')),
  )
  await database.close()
})

test('a plan that was made while there was nobody does not go through everyone later', async () => {
  const young = await openHouse()
  const staff = { actor: await young.staff('service'), purpose: 'service.request' }
  await withClient(young.database.adminUrl, async (client) => {
    await client.query('set plan_cache_mode = force_generic_plan')
    const found = (word: Buffer) =>
      client.query('select gate.page_found($1, array[$2::bytea], null, 51)', [staff.purpose, word])
    const named = () => client.query('select gate.page_by_name($1, false, null, null, 11)', [staff.purpose])
    await found(Buffer.alloc(16))
    await named()
    for (let i = 0; i < 4; i++)
      await young.gate.once(staff, (tx) => tx.people.create(Array.from({ length: 500 }, () => aPerson())))
    const { rows } = await client.query<{ token: Buffer }>(
      'select token from goodfaith.search_tokens group by token having count(*) < 5 limit 1',
    )
    await client.query('begin')
    await found(rows[0]!.token)
    await named()
    // what each table's indexes gave
    const { rows: read } = await client.query<{ table: string; rows: number }>(
      `select indrelid::regclass::text as table, sum(pg_stat_get_xact_tuples_returned(indexrelid))::integer as rows
       from pg_index where indrelid in ('goodfaith.standing'::regclass, 'goodfaith.name_order'::regclass)
       group by indrelid order by 1`,
    )
    await client.query('rollback')
    expect(read.map(({ table }) => table)).toEqual(['goodfaith.name_order', 'goodfaith.standing'])
    for (const { rows } of read) {
      expect(rows).toBeGreaterThan(0)
      expect(rows).toBeLessThan(50)
    }
  })
})
