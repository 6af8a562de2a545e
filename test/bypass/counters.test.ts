/**
 * Hidden and absent run the same statements and fetch the same number of rows: every door that is told of a person is
 * asked about an absent, a hidden, a withdrawn and an erased one, and the server's own counters are held together.
 */
import { beforeAll, expect, test } from 'vitest'
import type pg from 'pg'
import { v7 as uuid } from 'uuid'
import type { Actor } from '../../gate/token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser, attackerOn, outcome } from './attack.ts'

let house: TestHouse
let service: Actor
let sales: Actor
let other: string
let ids: Record<'absent' | 'hidden' | 'withdrawn' | 'erased', string>
let doors: { name: string; names: string[]; types: string[] }[]
const request = { purpose: 'service.request' }

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  sales = await house.staff('sales', 'service', 'support', 'marketing', 'privacy_officer')
  const made = await house.gate.once({ actor: service, ...request }, (tx) =>
    tx.people.create(Array.from({ length: 40 }, () => aPerson({}, [aGrant('service.request')]))),
  )
  const [hidden, withdrawn, erased, another] = made as [string, string, string, string]
  other = another
  await house.gate.once({ actor: service, ...request }, (tx) => tx.grants.withdraw(withdrawn, 'all'))
  const begun = await house.gate.run({ actor: service, ...request }, (tx) =>
    tx.erasures.begin(erased, 'asked', null),
  )
  await house.gate.erasures.carryOut(begun)
  ids = { absent: uuid(), hidden, withdrawn, erased }
  doors = await asSuperuser(house, async (client) => {
    await client.query('vacuum analyze')
    const { rows } = await client.query<(typeof doors)[number]>(
      `select p.proname as name, p.proargnames[1:p.pronargs] as names,
         array(select format_type(t, null) from unnest(p.proargtypes) with ordinality u (t, n) order by n) as types
       from pg_proc p where p.pronamespace = 'gate'::regnamespace and has_function_privilege($1, p.oid, 'execute')
         and p.proargnames && $2 order by p.proname`,
      [house.database.names.work, [...ABOUT]],
    )
    return rows
  })
})

/** Arguments that name a person. */
const ABOUT = new Set([
  ...['person', 'people', 'n_id', 'n_linked', 'g_person', 'v_person', 't_person', 'l_person', 'c_person'],
  ...['s_person', 'i_person'],
])

function valueOf(argument: string, type: string, person: string): unknown {
  if (type.endsWith('[]')) return [valueOf(argument, type.slice(0, -2), person)]
  if (type === 'uuid') return ABOUT.has(argument) ? person : '01900000-0000-7000-8000-00000000abcd'
  if (type === 'bytea') return Buffer.from([1])
  if (type === 'boolean') return false
  if (type === 'integer' || type === 'bigint') return 1
  if (type.startsWith('timestamp')) return new Date('2026-01-01')
  if (argument === 'verdict') return 'accepted'
  if (argument === 'which') return 'sales.account'
  return 'x'
}

const COUNTERS = `select string_agg(format('%s %s/%s/%s/%s/%s/%s', c.oid::regclass, pg_stat_get_xact_numscans(c.oid),
    pg_stat_get_xact_tuples_returned(c.oid), pg_stat_get_xact_tuples_fetched(c.oid), pg_stat_get_xact_tuples_inserted(c.oid),
    pg_stat_get_xact_tuples_updated(c.oid), pg_stat_get_xact_tuples_deleted(c.oid)), e'\\n' order by c.oid::regclass::text) as counted
  from pg_class c where c.relnamespace in ('goodfaith'::regnamespace, 'gate'::regnamespace) and c.relkind in ('r', 'i')`

async function work(
  client: pg.Client,
  door: (typeof doors)[number],
  actor: Actor,
  purpose: string,
  person: string,
) {
  const attacker = attackerOn(client, house)
  const values = door.names.map((argument, i) => valueOf(argument, door.types[i]!, person))
  const token = await attacker.token(actor, purpose)
  values[0] = door.names[0] === 'tokens' ? [token] : token
  const places = door.types.map((type, i) => `$${i + 1}::${type}`).join(',')
  const count = async () => (await client.query<{ counted: string }>(COUNTERS)).rows[0]!.counted.split('\n')
  await client.query('begin')
  const before = await count()
  await client.query('savepoint s')
  const answer = await outcome(client.query(`select * from gate.${door.name}(${places})`, values))
  await client.query('rollback to s')
  const after = await count()
  await client.query('rollback')
  const done: string[] = []
  for (const [i, line] of after.entries()) {
    if (line === before[i]) continue
    const numbers = (text: string) => text.split(' ')[1]!.split('/').map(Number)
    const was = numbers(before[i]!)
    done.push(
      `${line.split(' ')[0]} ${numbers(line)
        .map((n, j) => n - was[j]!)
        .join('/')}`,
    )
  }
  return { answer: typeof answer === 'string' ? answer : answer.length, done }
}

/** By which a door is asked about somebody whom it does not show. */
const ASKED: readonly [string, () => Actor, string, readonly (keyof typeof ids)[]][] = [
  ['staff', () => sales, 'sales.account', ['absent', 'hidden', 'withdrawn', 'erased']],
  ['staff whose purpose shows everybody', () => sales, 'rights.request', ['absent', 'erased']],
  [
    'another person',
    () => ({ kind: 'person', id: other }),
    'rights.request',
    ['absent', 'hidden', 'withdrawn', 'erased'],
  ],
]

/** Ids that a caller makes up have to be new, whoever sees their bearer: docs/threat-model.md, "Known limits". */
const NEW_IDS = new Set(['create_people', 'create_each', 'put_secrets'])

test('every door that is told of somebody is asked', () => {
  expect(doors.length).toBeGreaterThan(20)
})

test.each(ASKED)(
  'asked by %s, every door does the same work for each of them',
  async (_who, actor, purpose, whom) => {
    const told: Record<string, unknown> = {}
    await asSuperuser(house, async (client) => {
      // plans that depend on no value and enter tables by their indexes, as in a house of some size
      await client.query('set enable_seqscan = off; set plan_cache_mode = force_generic_plan')
      for (const door of doors.filter(({ name }) => !NEW_IDS.has(name))) {
        const done = new Map<string, string[]>()
        for (const each of whom) {
          // the first call of a connection plans, and planning reads as well
          await work(client, door, actor(), purpose, ids[each])
          const what = JSON.stringify(await work(client, door, actor(), purpose, ids[each]))
          done.set(what, [...(done.get(what) ?? []), each])
        }
        if (done.size > 1) told[door.name] = Object.fromEntries(done)
      }
    })
    expect(told).toEqual({})
  },
)

test('the counters see a difference: a person who is shown', async () => {
  await asSuperuser(house, async (client) => {
    await client.query('set enable_seqscan = off; set plan_cache_mode = force_generic_plan')
    for (const name of ['read_people', 'look', 'key_of', 'read_grants', 'append']) {
      const door = doors.find((each) => each.name === name)!
      const of = async (id: string) => {
        await work(client, door, service, request.purpose, id)
        return JSON.stringify(await work(client, door, service, request.purpose, id))
      }
      expect(await of(ids.hidden), name).not.toBe(await of(ids.absent))
    }
  })
})
