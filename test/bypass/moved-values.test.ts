/** Sealed values moved, put back or kept too long; and a withdrawal or an erasure that comes in between. */
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { setTimeout as sleep } from 'node:timers/promises'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import type { Gate } from '../../gate/gate.ts'
import type { Actor } from '../../gate/token.ts'
import { asSuperuser } from './attack.ts'

let house: TestHouse
let service: Actor
const purpose = 'service.request'
const ACCOUNT = ['service.request', 'sales.account']

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
})

const errand = () => ({ actor: service, purpose })

async function collected(family_name: string, purposes = ACCOUNT): Promise<string> {
  const [id] = await house.gate.once(errand(), (tx) =>
    tx.people.create([
      aPerson(
        { family_name, birth_date: '1980-02-03' },
        purposes.map((each) => aGrant(each)),
      ),
    ]),
  )
  return id!
}

function opened(id: string, gate: Gate = house.gate) {
  return gate.read(errand(), (rd) => rd.people.byId(id, ['given_name', 'family_name', 'email']))
}

function behind(text: string, values: unknown[] = []) {
  return asSuperuser(house, (client) => client.query<Record<string, unknown>>(text, values))
}

test('a sealed value moved to another person does not open, with their key neither', async () => {
  const [mine, yours] = [await collected('Mine'), await collected('Yours')]
  const move = `update goodfaith.sealed_values to_ set sealed = from_.sealed, version = from_.version, held = from_.held
    from goodfaith.sealed_values from_ where to_.person_id = $1 and from_.person_id = $2 and to_.compartment = from_.compartment`
  await behind(move, [mine, yours])
  expect((await opened(mine)).fields).toEqual({})
  await behind(
    'update goodfaith.persons p set key_id = o.key_id from goodfaith.persons o where p.person_id = $1 and o.person_id = $2',
    [mine, yours],
  )
  expect((await opened(mine)).fields).toEqual({})
  expect((await opened(yours)).fields.family_name).toMatchObject({ value: 'Yours' })
})

test('a sealed value moved to another row or another table of the same person does not open', async () => {
  const evidence = (detail: string) => ({ evidence: { kind: 'contract', detail } })
  const [first, second] = [
    aGrant('service.request', evidence('First')),
    aGrant('service.account', evidence('Second')),
  ]
  const [id] = await house.gate.once(errand(), (tx) =>
    tx.people.create([aPerson({ family_name: 'Moved' }, [first, second])]),
  )
  const told = async () => JSON.stringify(await house.gate.run(errand(), (tx) => tx.grants.of(id!)))
  expect(await told()).toMatch(/First.*Second|Second.*First/)
  await behind(
    'update goodfaith.grants g set sealed = o.sealed from goodfaith.grants o where g.grant_id = $1 and o.grant_id = $2',
    [first.id, second.id],
  )
  expect((await told()).split('Second')).toHaveLength(2)
  await behind(
    "update goodfaith.grants g set sealed = v.sealed from goodfaith.sealed_values v where g.person_id = $1 and v.person_id = $1 and v.compartment = 'identity'",
    [id],
  )
  expect(await told()).not.toMatch(/Moved|First|Second/)
})

test('an older sealed value of the same field put back does not open', async () => {
  const id = await collected('Before')
  const { rows } = await behind(
    "select sealed from goodfaith.sealed_values where person_id = $1 and compartment = 'identity'",
    [id],
  )
  const source = { kind: 'person' as const, detail: 'on the phone', notice: null, collected_at: null }
  await house.gate.run(errand(), (tx) => tx.people.change(id, { family_name: 'After' }, source))
  await behind(
    "update goodfaith.sealed_values set sealed = $2 where person_id = $1 and compartment = 'identity'",
    [id, rows[0]!['sealed']],
  )
  expect((await opened(id)).fields.family_name).toBeUndefined()
  expect(JSON.stringify(await opened(id))).not.toMatch(/Before|After/)
})

test('a value whose bytes were changed does not open', async () => {
  const id = await collected('Changed')
  await behind(
    'update goodfaith.sealed_values set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where person_id = $1',
    [id],
  )
  expect((await opened(id)).fields).toEqual({})
})

test('a value that is not opened prints and serialises as sealed', async () => {
  const id = await collected('Printed')
  const text = await house.gate.run(errand(), async (tx) => {
    const { rows } = await sql<{
      sealed: Buffer
    }>`select sealed from gate.read_people(current_setting('goodfaith.token'), array[${id}]::uuid[], '{identity}') where sealed is not null`.execute(
      tx.db,
    )
    const [row] = rows
    return row!.sealed.toString('latin1') + row!.sealed.toString('utf16le')
  })
  expect(text).not.toContain('Printed')
})

test('a cursor of SQL opened before a withdrawal gives rows that nothing opens after it', async () => {
  const id = await collected('Cursor')
  const found = await house.gate.run(errand(), async (tx) => {
    await sql`declare kept no scroll cursor for select person_id, sealed from gate.read_people(current_setting('goodfaith.token'), array[${sql.lit(id)}]::uuid[], '{identity}') where sealed is not null`.execute(
      tx.db,
    )
    const other = await house.another()
    await other.once(errand(), (one) => one.grants.withdraw(id, 'all'))
    const { rows } = await sql<{ person_id: string; sealed: Buffer }>`fetch all from kept`.execute(tx.db)
    await expect(tx.people.byId(id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await tx.people.byIds([id], ['family_name'])).toEqual([])
    await expect(tx.grants.of(id)).resolves.toEqual([])
    return rows
  })
  expect(found.length).toBeGreaterThan(0)
  for (const { sealed } of found) expect(sealed.includes('Cursor')).toBe(false)
})

test('a page of a list begun before a withdrawal does not go on with who withdrew', async () => {
  const ids: string[] = []
  for (const name of ['Pagea', 'Pageb', 'Pagec']) ids.push(await collected(name))
  const list = (cursor?: string) =>
    house.gate.read(errand(), (rd) =>
      rd.people.list({ sort: 'recent', limit: 1, cursor, fields: ['family_name'] }),
    )
  const first = await list()
  expect(first.items[0]?.id).toBe(ids[2])
  await house.gate.once(errand(), (tx) => tx.grants.withdraw(ids[1]!, 'all'))
  const second = await list(first.next!)
  expect(second.items[0]?.id).toBe(ids[0])
})

test('a withdrawal between reading the rows and opening them leaves them closed', async () => {
  const id = await collected('Between')
  await opened(id)
  await asSuperuser(house, async (client) => {
    // the line of the read waits here: its rows have been read, nothing has been opened
    await client.query('begin')
    await client.query('lock table goodfaith.ledger_events in exclusive mode')
    const reading = opened(id).catch((error: unknown) => error)
    await waitsForLock()
    await client.query(
      `insert into goodfaith.grant_marks (mark_id, grant_id, person_id, kind, by_kind, by_id)
       select gen_random_uuid(), grant_id, person_id, 'withdrawn', 'person', person_id from goodfaith.grants where person_id = $1`,
      [id],
    )
    await client.query('select gate.settle(array[$1]::uuid[])', [id])
    await client.query('commit')
    expect(await reading).toMatchObject({ code: 'not_found' })
  })
})

test('a key that another process has kept opens nothing once the person is erased', async () => {
  const id = await collected('Cached')
  const other = await house.another()
  expect((await opened(id, other)).fields.family_name).toMatchObject({ value: 'Cached' })
  const kept = await behind(
    'select v.*, p.key_id from goodfaith.sealed_values v join goodfaith.persons p using (person_id) where person_id = $1',
    [id],
  )
  expect(kept.rows.length).toBeGreaterThan(0)
  const erasure = await house.gate.run(errand(), (tx) => tx.erasures.begin(id, 'asked', null))
  await expect(opened(id, other)).rejects.toMatchObject({ code: 'not_found' })
  await house.gate.erasures.carryOut(erasure)
  await expect(opened(id, other)).rejects.toMatchObject({ code: 'not_found' })
  // who destroyed the key does not load it again even where its row and the person are put back
  const [row] = kept.rows
  await behind('insert into goodfaith.persons (person_id, key_id) values ($1, $2)', [id, row!['key_id']])
  await behind(
    "insert into goodfaith.sealed_values (person_id, compartment, version, held, sealed) values ($1, 'identity', $2, $3, $4)",
    [
      id,
      kept.rows.find((each) => each['compartment'] === 'identity')!['version'],
      'family_name',
      kept.rows.find((each) => each['compartment'] === 'identity')!['sealed'],
    ],
  )
  await behind("insert into goodfaith.standing values ($1, $2, now(), 'infinity', null)", [purpose, id])
  expect((await opened(id).catch(() => ({ fields: {} }))).fields).toEqual({})
  await behind('delete from goodfaith.standing where person_id = $1', [id])
})

test('while an erasure is recorded and not carried out nothing brings the person back into sight', async () => {
  const id = await collected('Leaving')
  const officer = await house.staff('privacy_officer')
  await behind(
    "insert into goodfaith.found (person_id, staff_id, until) values ($1, $2, now() + interval '1 hour')",
    [id, service.id],
  )
  await house.gate.run(errand(), (tx) => tx.erasures.begin(id, 'asked', null))
  await expect(house.gate.run(errand(), (tx) => tx.grants.give(id, aGrant(purpose)))).rejects.toMatchObject({
    code: 'not_found',
  })
  await behind('select gate.settle(array[$1]::uuid[])', [id])
  await expect(opened(id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(
    house.gate.read({ actor: officer, purpose: 'rights.request' }, (rd) => rd.people.byId(id)),
  ).rejects.toMatchObject({ code: 'not_found' })
  await house.gate.erasures.goOn()
})

test('what gives someone standing and is under way when their erasure is recorded gives it to nobody', async () => {
  const id = await collected('Racing')
  await asSuperuser(house, async (client) => {
    await client.query('begin')
    // a recording that has not committed yet
    await client.query('select from goodfaith.persons where person_id = $1 for update', [id])
    const settling = behind('select gate.settle(array[$1]::uuid[])', [id])
    await waitsForLock()
    await client.query(
      "insert into goodfaith.erasures (erasure_id, person_id, state, code, by_kind, asked_at) values (gen_random_uuid(), $1, 'recorded', '', 'staff', now())",
      [id],
    )
    await client.query('delete from goodfaith.standing where person_id = $1', [id])
    await client.query('commit')
    await settling
  })
  expect((await behind('select from goodfaith.standing where person_id = $1', [id])).rows).toEqual([])
  await behind('delete from goodfaith.erasures where person_id = $1', [id])
})

/** Until a session of this database waits for a lock. */
async function waitsForLock(): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const { rows } = await behind(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
    if (rows.length > 0) return
    await sleep(25)
  }
  throw new Error('nobody waits')
}
