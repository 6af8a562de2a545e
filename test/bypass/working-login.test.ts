/** SQL as the working login, without a token: what an injection could try on its own. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../gate/token.ts'
import { seen } from '../../gate/seen.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'
import { asSuperuser, asWorkingLogin, outcome } from './attack.ts'

let house: TestHouse
let service: Actor
let person: string
const purpose = 'service.request'
const NEEDLE = 'Quillfeather'
const REFUSED = '42501'

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  const [id] = await house.gate.once({ actor: service, purpose }, (tx) =>
    tx.people.create([aPerson({ family_name: NEEDLE, country: 'VA' })]),
  )
  person = id!
})

/** Each is refused for want of the right to do it, and for no other reason. */
const REFUSALS: Record<string, string[]> = {
  'becoming somebody else': [
    'set role goodfaith_gate',
    'set role goodfaith_owner',
    'set local role goodfaith_gate',
    'set session authorization goodfaith_owner',
    'grant goodfaith_gate to goodfaith_work',
    'alter role goodfaith_work bypassrls',
    'create role another superuser',
  ],
  'switching policies off': [
    'alter table goodfaith.persons disable row level security',
    'alter table goodfaith.persons no force row level security',
    'drop policy by_purpose on goodfaith.persons',
    'create policy all_of_it on goodfaith.persons using (true)',
    'alter table goodfaith.persons owner to goodfaith_work',
    'drop table goodfaith.standing cascade',
    'truncate goodfaith.standing',
    'set session_replication_role = replica',
    "update pg_class set relrowsecurity = false where relname = 'persons'",
  ],
  'writing past the doors': [
    "insert into goodfaith.standing values ('service.request', gen_random_uuid(), now(), 'infinity', null)",
    "update goodfaith.persons set kept_until = 'infinity'",
    'delete from goodfaith.grant_marks',
    "insert into goodfaith.grants (grant_id, person_id, purpose, basis, by_kind, by_id) values (gen_random_uuid(), gen_random_uuid(), 'x', 'x', 'x', gen_random_uuid())",
    "update goodfaith.purposes set opens = '{protective}'",
    "update goodfaith.staff set roles = '{privacy_officer}'",
    'select from goodfaith.persons for update',
    'lock table goodfaith.persons in access exclusive mode',
  ],
  'reading what no purpose opens': [
    'select * from goodfaith.search_tokens',
    'select * from goodfaith.name_order',
    'select * from goodfaith.suppressions',
    'select * from goodfaith.staff',
    'select * from goodfaith.staff_purposes',
    'select * from goodfaith.found',
    'select * from goodfaith.find_attempts',
    'select * from goodfaith.erasures',
    'select * from goodfaith.sessions',
    'select * from goodfaith.api_tokens',
    'select * from goodfaith.sign_in_links',
    'select * from goodfaith.repeats',
    'select * from gate.token_keys',
    'select * from gate.holdings',
    'select * from migrations.applied',
    'select * from pg_statistic',
    'select * from pg_authid',
    'select * from pg_user_mapping',
  ],
  'the functions behind the doors': [
    "select gate.verify('x')",
    "select gate.claims('x')",
    "select * from gate.grant_times('{}')",
    "select gate.settle('{}')",
    "select gate.settle_purpose('x')",
    'select gate.settle_staff()',
    "select * from gate.page('x', '{}', '{}', '{}')",
    "select gate.may_write('staff', gen_random_uuid(), 'x', gen_random_uuid())",
    "select gate.put_grants('person', gen_random_uuid(), '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')",
    "select gate.write_event('staff', gen_random_uuid(), 'x', 'x', '', gen_random_uuid(), '{}', '{}', '{}', '', '')",
    'select * from gate.count_holdings(gen_random_uuid())',
    "select gate.system_only('x')",
  ],
  'making something that would run in another name': [
    "create function public.leak(text) returns boolean language sql as 'select true'",
    "create function goodfaith.leak(text) returns boolean language sql as 'select true'",
    "create function gate.now() returns timestamptz language sql as 'select now()'",
    'create temp table persons (person_id uuid)',
    'create schema evil',
    'create view public.seen as select * from goodfaith.persons',
    'create table goodfaith.part () inherits (goodfaith.persons)',
    'create operator public.<<< (leftarg = text, rightarg = text, function = texteq)',
    'create cast (uuid as text) with inout as implicit',
    'create event trigger tell on ddl_command_end execute function pg_catalog.pg_event_trigger_ddl_commands()',
    'create trigger tell before insert on goodfaith.persons execute function suppress_redundant_updates_trigger()',
    'create rule tell as on select to goodfaith.persons do instead select 1',
    'create publication everything for all tables',
    'create extension dblink schema goodfaith',
    'create extension file_fdw schema goodfaith',
    'create extension pg_stat_statements schema goodfaith',
    'create server other foreign data wrapper none',
    "create language other handler 'x'",
  ],
  'files and programs of the server': [
    "copy goodfaith.persons to '/tmp/persons'",
    "copy (select 1) to program 'cat'",
    "select pg_read_file('PG_VERSION')",
    "select pg_read_binary_file('PG_VERSION')",
    "select pg_ls_dir('.')",
    "select pg_stat_file('PG_VERSION')",
    'select * from pg_hba_file_rules',
    "select lo_import('PG_VERSION')",
    'select lo_create(0)',
    'select lo_creat(-1)',
    "select lo_from_bytea(0, '')",
    "load 'dblink'",
    'alter system set log_statement = all',
    "set log_statement = 'all'",
    'select pg_reload_conf()',
    'select pg_switch_wal()',
    "select pg_create_logical_replication_slot('x', 'pgoutput')",
  ],
}
/** What is there to find no longer (a wrapper, a handler) is refused with another code and does as little. */
const OTHER_REFUSALS = new Set([
  '42501',
  '42704',
  '42601',
  '0A000',
  '58P01',
  '42809',
  '42P16',
  '42P17',
  '42710',
  '42P01',
])

describe.each(Object.entries(REFUSALS))('%s is refused', (_group, statements) => {
  test.each(statements)('%s', async (statement) => {
    await asWorkingLogin(house, async ({ client }) => {
      await client.query('begin')
      const answer = await outcome(client.query(statement))
      expect(typeof answer, 'it went through').toBe('string')
      expect(OTHER_REFUSALS).toContain(answer)
    })
  })
})

test('what is refused is refused for want of rights, but for the few that do not exist', async () => {
  const other: string[] = []
  await asWorkingLogin(house, async ({ client, ask }) => {
    for (const statement of Object.values(REFUSALS).flat()) {
      await client.query('begin')
      if ((await ask(statement)) !== REFUSED) other.push(statement.split(' ').slice(0, 3).join(' '))
      await client.query('rollback')
    }
  })
  expect(other.length).toBeLessThan(8)
})

describe.each([
  'persons',
  'sources',
  'sealed_values',
  'search_tokens',
  'name_order',
  'standing',
  'grants',
  'grant_marks',
  'ledger_links',
])('%s can be asked nothing', (table) => {
  test('not a row, not a count, not a copy, and not what a plan would tell of rows that a policy hides', async () => {
    await asWorkingLogin(house, async ({ ask }) => {
      for (const question of [
        `select * from goodfaith.${table}`,
        `select count(*) from goodfaith.${table}`,
        `copy goodfaith.${table} to stdout`,
        `explain select from goodfaith.${table} where person_id = '${person}'`,
        `explain analyze select from goodfaith.${table} where person_id = '${person}'`,
      ])
        expect(await ask(question), question).toBe(REFUSED)
    })
  })
})

describe('where somebody grants the working login a personal table all the same, row policies hold', () => {
  const tables = ['persons', 'sources', 'sealed_values', 'standing', 'grants', 'grant_marks', 'ledger_links']
  const grant = (what: 'grant' | 'revoke') =>
    asSuperuser(house, (client) =>
      client.query(
        `${what} select on ${tables.map((t) => `goodfaith.${t}`).join(', ')} ${what === 'grant' ? 'to' : 'from'} ${house.database.names.work}`,
      ),
    )
  beforeAll(() => grant('grant'))
  afterAll(() => grant('revoke'))

  test('without a token there is no row', async () => {
    await asWorkingLogin(house, async ({ client }) => {
      for (const table of tables)
        expect((await client.query(`select count(*) as n from goodfaith.${table}`)).rows).toEqual([
          { n: '0' },
        ])
      expect(await outcome(client.query("copy goodfaith.persons to '/dev/null'"))).toBe(REFUSED)
    })
  })

  test('with a true token there are the rows of those whom its purpose shows', async () => {
    const [other] = await house.gate.once({ actor: service, purpose }, (tx) =>
      tx.people.create([aPerson({}, [aGrant('service.account')])]),
    )
    await asWorkingLogin(house, async (attacker) => {
      await attacker.client.query("select set_config('goodfaith.token', $1, false)", [
        await attacker.token(service, purpose),
      ])
      for (const table of tables) {
        const { rows } = await attacker.client.query<{ person_id: string }>(
          `select distinct person_id from goodfaith.${table}`,
        )
        const ids = rows.map(({ person_id }) => person_id)
        expect(ids, table).not.toContain(other)
        if (table !== 'grant_marks') expect(ids, table).toContain(person)
      }
    })
  })

  test('asking to be shown everything without policies is an error, not everything', async () => {
    await asWorkingLogin(house, async ({ client, ask }) => {
      await client.query('set row_security = off')
      expect(await ask('select person_id from goodfaith.persons')).toBe(REFUSED)
    })
  })

  test('a function that tells what it sees is asked only about rows that the policy lets through', async () => {
    await asWorkingLogin(house, async ({ ask }) => {
      // each would raise an error, with the value in it, on the first row it is asked about
      const tells = [
        'cast(person_id::text as integer) > 0',
        "1 / (case when country = 'VA' then 0 else 1 end) = 1",
        "(country || 'x')::date is null",
        "country ~ ('(' || country)",
        "pg_catalog.set_config('leak.' || country, person_id::text, false) is null",
      ]
      for (const tell of tells)
        expect(await ask(`select from goodfaith.persons where ${tell}`), tell).toEqual([])
      expect(
        await ask('select from goodfaith.sealed_values where 1 / (length(sealed) - length(sealed)) = 1'),
      ).toEqual([])
    })
  })
})

test('statistics show the working login no value of a personal table', async () => {
  await asSuperuser(house, (client) => client.query('analyze'))
  await asWorkingLogin(house, async ({ ask }) => {
    expect(
      await ask(
        "select tablename, attname from pg_stats where schemaname = 'goodfaith' and tablename in ('persons', 'sources', 'sealed_values', 'standing', 'grants', 'grant_marks', 'ledger_links', 'search_tokens', 'staff')",
      ),
    ).toEqual([])
  })
})

test('other sessions of the login show no value of what they are doing', async () => {
  const { gate } = house
  await gate.read({ actor: service, purpose }, (rd) =>
    rd.people.search({ query: NEEDLE, limit: 5, fields: ['family_name'] }),
  )
  await asWorkingLogin(house, async ({ client }) => {
    const { rows } = await client.query('select * from pg_stat_activity')
    expect(rows.length).toBeGreaterThan(1)
    expect(JSON.stringify(rows)).not.toContain(NEEDLE)
    expect(JSON.stringify(rows)).not.toMatch(/v1\|\d+\|staff/)
  })
})

test('the login of the data cannot enter the keyring, nor the login of the keyring the data', async () => {
  const swap = (login: string, into: string) => {
    const url = new URL(login)
    url.pathname = new URL(into).pathname
    return withClient(url.href, () => Promise.resolve('entered')).catch(
      (error: { code?: string }) => error.code,
    )
  }
  const { databaseUrl, keyringUrl } = house.database
  expect(await swap(databaseUrl, keyringUrl)).toBe(REFUSED)
  expect(await swap(keyringUrl, databaseUrl)).toBe(REFUSED)
})

test('the owner, who is under the policies too, reads nothing, and after switching them off only what is sealed', async () => {
  await withClient(house.database.ownerUrl, async (client) => {
    expect(await outcome(client.query('select person_id from goodfaith.persons'))).toBe(REFUSED)
    await client.query('begin')
    await client.query('alter table goodfaith.persons no force row level security')
    await client.query('alter table goodfaith.sealed_values no force row level security')
    expect((await client.query('select person_id from goodfaith.persons')).rows).toContainEqual({
      person_id: person,
    })
    const { rows } = await client.query<{ sealed: Buffer }>('select sealed from goodfaith.sealed_values')
    expect(rows.length).toBeGreaterThan(0)
    for (const { sealed } of rows) expect(sealed.includes(NEEDLE)).toBe(false)
    await client.query('rollback')
  })
})

test('an error with a value in it reaches neither the caller nor the log of the server', async () => {
  const secret = 'Needle-in-an-error'
  const failed = await house.gate
    .run({ actor: service, purpose }, (tx) =>
      tx.db.selectFrom(seen('persons')).select('person_id').where('person_id', '=', secret).execute(),
    )
    .catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'database_refused' })
  expect(JSON.stringify(failed) + String(failed)).not.toContain(secret)
  expect(await readFile(house.database.server.logFile, 'utf8')).not.toContain(secret)
})
