/**
 * What PostgreSQL keeps of values for its planner: nothing of a personal table reaches the working login, also on a server
 * whose administrator grants more than ours does.
 */
import { beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../gate/token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser, asWorkingLogin } from './attack.ts'

let house: TestHouse
let service: Actor
const purpose = 'service.request'
const REFUSED = '42501'
/** Nobody's data (test/bypass/schema.test.ts holds the list to the tables). */
const REGISTRIES = ['balancing_tests', 'laws', 'notices', 'organisation', 'purposes']
const PERSONAL = ['persons', 'sources', 'sealed_values', 'standing', 'grants', 'grant_marks', 'ledger_links']

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  // many of one country, so that it is a most common value
  const people = Array.from({ length: 120 }, (_, i) =>
    aPerson({ country: i % 3 === 0 ? 'VA' : 'NZ' }, [aGrant(purpose)]),
  )
  await house.gate.once({ actor: service, purpose }, (tx) => tx.people.create(people))
  await asSuperuser(house, async (client) => {
    // statistics of several columns together have a view of their own
    await client.query(
      'create statistics goodfaith.together (mcv, dependencies) on country, person_id from goodfaith.persons',
    )
    await client.query('analyze')
  })
})

/** Tables of ours of which a view of statistics shows the login something. */
async function shown(view: 'pg_stats' | 'pg_stats_ext' | 'pg_stats_ext_exprs'): Promise<string[]> {
  return asWorkingLogin(house, async ({ client }) => {
    const { rows } = await client.query<{ tablename: string }>(
      `select distinct tablename from ${view} where schemaname in ('goodfaith', 'gate', 'migrations') order by 1`,
    )
    return rows.map(({ tablename }) => tablename)
  })
}

test('there is something to be seen: the superuser sees how common a country is', async () => {
  const rows = await asSuperuser(house, async (client) => {
    const one = await client.query<{ common: string }>(
      `select most_common_vals::text as common from pg_stats where tablename = 'persons' and attname = 'country'`,
    )
    const more = await client.query("select from pg_stats_ext where statistics_name = 'together'")
    return [one.rows[0]?.common, more.rowCount]
  })
  expect(rows).toEqual(['{NZ,VA}', 1])
})

test('the login may not read what they are kept in, and the views show it registries alone', async () => {
  await asWorkingLogin(house, async ({ ask }) => {
    for (const table of ['pg_statistic', 'pg_statistic_ext_data'])
      expect(await ask(`select * from ${table}`), table).toBe(REFUSED)
  })
  for (const table of await shown('pg_stats')) expect(REGISTRIES).toContain(table)
  expect(await shown('pg_stats_ext')).toEqual([])
  expect(await shown('pg_stats_ext_exprs')).toEqual([])
})

test('nor do they where somebody grants it a personal table: row policies keep them shut', async () => {
  const { work } = house.database.names
  const tables = PERSONAL.map((table) => `goodfaith.${table}`).join(', ')
  await asSuperuser(house, (client) => client.query(`grant select on ${tables} to ${work}`))
  try {
    expect((await shown('pg_stats')).filter((table) => PERSONAL.includes(table))).toEqual([])
    expect(await shown('pg_stats_ext')).toEqual([])
  } finally {
    await asSuperuser(house, (client) => client.query(`revoke select on ${tables} from ${work}`))
  }
})

test('a hoster who leaves the server’s counters open shows numbers of whole tables, and no value', async () => {
  const counters = 'pg_catalog.pg_stat_get_live_tuples(oid)'
  await asSuperuser(house, (client) => client.query(`grant execute on function ${counters} to public`))
  try {
    await asWorkingLogin(house, async ({ ask }) => {
      const [row] = (await ask("select pg_stat_get_live_tuples('goodfaith.persons'::regclass) as n")) as {
        n: string
      }[]
      expect(Number(row!.n)).toBeGreaterThanOrEqual(120)
      expect(await ask('select * from pg_statistic')).toBe(REFUSED)
    })
    for (const table of await shown('pg_stats')) expect(REGISTRIES).toContain(table)
  } finally {
    await asSuperuser(house, (client) => client.query(`revoke execute on function ${counters} from public`))
  }
})
