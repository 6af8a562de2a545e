/** What holds for every table and function of the database, those that are yet to come as well. */
import { beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser, asWorkingLogin } from './attack.ts'

let house: TestHouse

beforeAll(async () => {
  house = await openHouse()
})

/** Nobody's data: names of purposes, wordings, weighings, the organisation itself. */
const REGISTRIES = ['balancing_tests', 'laws', 'notices', 'organisation', 'purposes']

async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  return asSuperuser(house, async (client) => (await client.query(sql, values)).rows as T[])
}

test('every table is under row policies, for its owner too; those that are not hold registries', async () => {
  const open = await rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'goodfaith'::regnamespace and relkind = 'r'
       and not (relrowsecurity and relforcerowsecurity) order by 1`,
  )
  expect(open.map(({ name }) => name)).toEqual(REGISTRIES)
})

test('there is no view, no partition and no heir through which a row could be read past its policy', async () => {
  expect(
    await rows(
      `select c.relname from pg_class c where c.relnamespace::regnamespace::text in ('goodfaith', 'gate', 'public')
         and (c.relkind not in ('r', 'i', 'c') or c.relispartition
           or exists (select from pg_inherits i where c.oid in (i.inhrelid, i.inhparent)))`,
    ),
  ).toEqual([])
})

test('the working login may only read tables, and none outside the schema', async () => {
  const granted = await rows<{ what: string }>(
    `select table_schema || '.' || table_name || ' ' || privilege_type as what from information_schema.role_table_grants
     where grantee in ($1, 'PUBLIC') and table_schema not in ('pg_catalog', 'information_schema')`,
    [house.database.names.work],
  )
  expect(granted.length).toBeGreaterThan(5)
  expect(granted.filter(({ what }) => !/^goodfaith\.\w+ SELECT$/.test(what))).toEqual([])
})

test('the working login owns nothing, is a member of nothing, and may make nothing', async () => {
  const { work, database } = house.database.names
  expect(
    await rows(
      `select c.relname from pg_class c where pg_get_userbyid(c.relowner) = $1 union all
       select p.proname from pg_proc p where pg_get_userbyid(p.proowner) = $1 union all
       select m.roleid::regrole::name from pg_auth_members m where m.member = $1::regrole`,
      [work],
    ),
  ).toEqual([])
  expect(
    await rows(
      `select has_database_privilege($1, $2, 'create') as makes, has_database_privilege($1, $2, 'temp') as temporary,
         exists (select from pg_namespace n where has_schema_privilege($1, n.oid, 'create')) as schemas`,
      [work, database],
    ),
  ).toEqual([{ makes: false, temporary: false, schemas: false }])
})

test('every function that runs with other rights fixes its search path, and runs as nobody who can log in', async () => {
  // besides it, a function may only keep the planner from reading tables through
  const definers = await rows<{ name: string; path: string[]; owner: string }>(
    `select p.proname as name, array(select c from unnest(p.proconfig) c where c !~ '^enable_(seqscan|bitmapscan|sort|hashjoin|mergejoin)=off$') as path,
       pg_get_userbyid(p.proowner) as owner from pg_proc p
     where p.prosecdef and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')`,
  )
  expect(definers.length).toBeGreaterThan(50)
  for (const { name, path, owner } of definers)
    expect({ name, path, owner }).toEqual({
      name,
      path: ['search_path=pg_catalog, pg_temp'],
      owner: 'goodfaith_gate',
    })
  expect(
    await rows(
      `select rolname from pg_roles where rolname = 'goodfaith_gate' and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole)`,
    ),
  ).toEqual([])
})

test('functions that run as their caller are bound to what they name, so that no search path changes it', async () => {
  // with a body of its own standing (SQL:2016) names are looked up once, when it is made
  const unbound = await rows<{ name: string }>(
    `select p.proname as name from pg_proc p where p.pronamespace = 'gate'::regnamespace and not p.prosecdef and p.prosqlbody is null
       and coalesce(p.proconfig::text, '') not like '%search_path=pg_catalog, pg_temp%'`,
  )
  expect(unbound).toEqual([])
})

test('a search path of the caller, and temporary tables, change no answer even where they are allowed', async () => {
  const { work, database } = house.database.names
  await asSuperuser(house, (client) =>
    client.query(`grant temp on database ${database} to ${work};
      create schema evil authorization ${work};`),
  )
  await asWorkingLogin(house, async ({ client, ask }) => {
    await client.query(`
      create function evil.statement_timestamp() returns timestamptz language sql as 'select timestamptz ''-infinity''';
      create function evil.sha256(bytea) returns bytea language sql as 'select ''''::bytea';
      create function evil.pg_backend_pid() returns integer language sql as 'select 1';
      create temp table token_keys (key_no bigint, inner_pad bytea, outer_pad bytea);
      create temp table staff_purposes (staff_id uuid, purpose text);
      create temp table purposes (purpose text, actors text[]);
      set search_path = evil, pg_temp, pg_catalog;`)
    const forged = "'v1|1|system|00000000-0000-7000-8000-000000000001|rights.request|conn|1|1|'"
    expect(await ask(`select gate.read_people(${forged}, '{}', '{}')`)).toBe('GF001')
    expect(
      await ask(`select abs(extract(epoch from gate.now() - pg_catalog.now())) < 60 as true_time`),
    ).toEqual([{ true_time: true }])
  })
})

test('row policies lean on operators that tell nothing: each can use an index before the policy', async () => {
  const leaking = await rows(
    `select a.attname, c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
     join pg_index i on i.indrelid = c.oid and a.attnum = any (i.indkey)
     where c.relnamespace = 'goodfaith'::regnamespace and c.relrowsecurity
       and a.atttypid::regtype::text not in ('uuid', 'text', 'integer', 'bigint', 'bytea', 'boolean', 'date', 'timestamp with time zone')`,
  )
  expect(leaking).toEqual([])
})

test('no table has a unique value across people but the keys made at random or by a keyed hash', async () => {
  const unique = await rows<{ on: string }>(
    `select c.relname || ' (' || string_agg(a.attname, ', ' order by k.n) || ')' as on
     from pg_index i join pg_class c on c.oid = i.indrelid
     cross join unnest(i.indkey::int[]) with ordinality k (num, n)
     join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num
     where c.relnamespace = 'goodfaith'::regnamespace and i.indisunique
       and exists (select from pg_attribute p where p.attrelid = c.oid and p.attname = 'person_id')
     group by c.relname, i.indexrelid
     having not bool_or(a.attname = 'person_id') order by 1`,
  )
  for (const { on } of unique) expect(on).toMatch(/^\w+ \((\w+_id|hash|token|number)(, \w+)*\)$/)
})
