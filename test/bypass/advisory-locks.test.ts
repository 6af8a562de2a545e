/**
 * Advisory locks are open to every login of PostgreSQL: whoever has SQL as the working login can take any, and can see which
 * are taken. What they learn by it names nobody, and what they hold up is no right of a person's.
 */
import { beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Actor } from '../../gate/token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser, asWorkingLogin } from './attack.ts'

let house: TestHouse
let service: Actor
let person: string
const purpose = 'service.request'

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  person = await collected()
})

async function collected(): Promise<string> {
  const made = await house.gate.once({ actor: service, purpose }, (tx) =>
    tx.people.create([aPerson({}, [aGrant(purpose)])]),
  )
  return made[0]!
}

/** What a function of ours locks by besides fixed numbers: a hash of staff, of a purpose or of a wording. */
const BY = [
  'hashtextextended(c.actor_id::text, 1)',
  'hashtextextended(which, 2)',
  'hashtextextended(which, 3)',
  'hashtextextended(staff::text, 7)',
]

test('what functions lock by is staff, a purpose, a wording or a fixed number: never a person', async () => {
  const locked = await asSuperuser(house, async (client) => {
    const { rows } = await client.query<{ name: string; by: string }>(
      `select p.proname as name, (regexp_matches(p.prosrc, 'pg_(?:try_)?advisory_\\w+\\s*\\(((?:[^()]|\\([^()]*\\))*)\\)', 'g'))[1] as by
       from pg_proc p where p.pronamespace in ('gate'::regnamespace, 'goodfaith'::regnamespace)`,
    )
    return rows
  })
  expect(locked.length).toBeGreaterThan(4)
  expect(locked.filter(({ by }) => !BY.includes(by) && !/^\d+$/.test(by))).toEqual([])
  const uuids = await asSuperuser(house, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select p.proname as name from pg_proc p, unnest(p.proargnames, p.proargtypes::oid[]) a (argument, type)
       where p.proname = any ($1) and a.argument = 'which' and a.type = 'uuid'::regtype`,
      [locked.filter(({ by }) => by.includes('which')).map(({ name }) => name)],
    )
    return rows
  })
  expect(uuids).toEqual([])
})

test('a stranger who watches the locks while everything is done with a person sees nothing made from their id', async () => {
  const seen = new Set<string>()
  await asWorkingLogin(house, async (watcher) => {
    const look = async () => {
      const { rows } = await watcher.client.query<{ key: string }>(
        `select ((l.classid::bigint << 32) | l.objid::bigint)::text as key from pg_locks l where l.locktype = 'advisory'`,
      )
      for (const { key } of rows) seen.add(key)
    }
    const errand = { actor: service, purpose }
    const source = { kind: 'person' as const, detail: 'by letter', notice: null, collected_at: null }
    await house.gate.run(errand, async (tx) => {
      await tx.people.change(person, { city: 'Ulm' }, source)
      await look()
    })
    await house.gate.run(errand, async (tx) => {
      await tx.grants.withdraw(person, 'all')
      await look()
    })
    const { rows } = await watcher.client.query<{ key: string }>(
      `select key::text from (select hashtextextended($1, seed) from generate_series(0, 64) seed union all
         select hashtext($1)::bigint union all select hashtext($1)::bigint & 4294967295 union all
         select uuid_hash($1::uuid)::bigint union all select uuid_hash_extended($1::uuid, seed) from generate_series(0, 64) seed) k (key)`,
      [person],
    )
    expect(seen.size).toBeGreaterThan(0)
    expect(rows.filter(({ key }) => seen.has(key))).toEqual([])
  })
})

test('whoever holds every lock that there is holds up neither reading, nor a withdrawal, nor leaving', async () => {
  const [stays, leaves] = [await collected(), await collected()]
  const keys = await asSuperuser(house, async (client) => {
    const { rows } = await client.query<{ key: string }>(
      `select key::text from (select k from unnest(array[7041776, 7041777, 7041778, 7041780, 7041781, 7041790]::bigint[]) k union all
         select hashtextextended(s.staff_id::text, seed) from goodfaith.staff s, generate_series(0, 9) seed union all
         select hashtextextended(p.purpose, seed) from goodfaith.purposes p, generate_series(0, 9) seed union all
         select hashtextextended(i.id, seed) from unnest($1::text[]) i (id), generate_series(0, 9) seed) l (key)`,
      [[stays, leaves, person, uuid()]],
    )
    return rows.map(({ key }) => key)
  })
  await asWorkingLogin(house, async (holder) => {
    const { rows } = await holder.client.query<{ held: number }>(
      'select count(*) filter (where pg_try_advisory_lock(k))::int as held from unnest($1::bigint[]) k',
      [keys],
    )
    expect(rows[0]!.held).toBeGreaterThan(100)
    const errand = { actor: service, purpose }
    await house.gate.read(errand, (rd) => rd.people.byId(stays))
    await collected()
    await house.gate.run(errand, (tx) => tx.grants.withdraw(stays, 'all'))
    await expect(house.gate.read(errand, (rd) => rd.people.byId(stays))).rejects.toMatchObject({
      code: 'not_found',
    })
    const erasure = await house.gate.run(errand, (tx) => tx.erasures.begin(leaves, 'asked', null))
    await house.gate.erasures.carryOut(erasure)
    expect((await house.gate.erasures.read(erasure)).state).toBe('done')
    // numbering waits; the lines are there
    expect(await house.gate.sequencer.sequenceAll()).toBe(0)
  })
  expect(await house.gate.sequencer.sequenceAll()).toBeGreaterThan(0)
  expect((await house.gate.verify()).filter(({ wrong }) => wrong > 0)).toEqual([])
})
