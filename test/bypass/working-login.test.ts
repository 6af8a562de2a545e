/** SQL as the working login, without a token: what an injection could try on its own. */
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkLogin } from '../../gate/postgres/check-login.ts'
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
const READ = "select distinct person_id from gate.read_people($1, array[$2]::uuid[], '{identity}')"

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

test('what the server counts, measures and does for others is shown to the login of no house', async () => {
  const { gate } = house
  await gate.read({ actor: service, purpose }, (rd) =>
    rd.people.search({ query: NEEDLE, limit: 5, fields: ['family_name'] }),
  )
  await asWorkingLogin(house, async ({ ask }) => {
    for (const question of [
      'select * from pg_stat_user_tables',
      'select * from pg_stat_all_indexes',
      'select * from pg_stat_xact_user_tables',
      'select * from pg_statio_user_tables',
      'select * from pg_stat_user_functions',
      'select * from pg_stat_database',
      'select * from pg_stat_activity',
      "select pg_stat_get_live_tuples('goodfaith.persons'::regclass)",
      "select pg_stat_get_xact_tuples_fetched('goodfaith.persons'::regclass)",
      "select pg_relation_size('goodfaith.persons')",
      "select pg_total_relation_size('goodfaith.persons')",
      'select pg_database_size(current_database())',
    ])
      expect(await ask(question), question).toBe(REFUSED)
  })
})

test('a plan of a door says what the door says: as much of hidden as of absent people', async () => {
  const sales = await house.staff('sales')
  await asSuperuser(house, (client) => client.query('vacuum analyze'))
  await asWorkingLogin(house, async (attacker) => {
    await attacker.client.query('set plan_cache_mode = force_generic_plan')
    const plan = async (id: string, call: string) => {
      const token = await attacker.token(sales, 'sales.account')
      const explain = `explain (analyze, buffers, wal, verbose, timing off, summary off) ${call}`
      await attacker.client.query('begin')
      await attacker.ask(explain, [token, id])
      const rows = await attacker.ask(explain, [token, id])
      await attacker.client.query('rollback')
      return JSON.stringify(rows).replaceAll(token, 'token').replaceAll(id, 'id')
    }
    for (const call of [
      "select * from gate.read_people($1, array[$2]::uuid[], '{identity}')",
      'select * from gate.key_of($1, $2)',
      'select * from gate.read_grants($1, $2)',
      'select * from gate.read_ledger($1, $2, null, 10)',
      'select * from gate.receiver_key($1, $2, null)',
    ])
      expect(await plan(person, call), call).toBe(await plan(uuid(), call))
  })
})

test('plans that are asked to be printed hold no key of the tokens', async () => {
  const pads = await asSuperuser(house, async (client) => {
    const { rows } = await client.query<{ inner_pad: Buffer; outer_pad: Buffer }>(
      'select * from gate.token_keys',
    )
    return rows.flatMap((row) => [row.inner_pad, row.outer_pad])
  })
  await asWorkingLogin(house, async (attacker) => {
    const printed: string[] = []
    attacker.client.on('notice', (notice) => printed.push(JSON.stringify(notice)))
    await attacker.client.query(
      "set debug_print_plan = on; set debug_print_rewritten = on; set debug_print_parse = on; set client_min_messages = 'log'",
    )
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await attacker.client.query(`set plan_cache_mode = ${mode}`)
      await attacker.ask(READ, [await attacker.token(service, purpose), person])
      await attacker.ask(READ, [`v1|1|staff|${person}|x|conn|1|1|x`, person])
    }
    const all = printed.join()
    expect(all).toContain('token_keys')
    for (const pad of pads)
      for (const part of [pad.subarray(0, 8), pad.subarray(32, 40)])
        for (const text of [part.toString('hex'), [...part].join(' '), [...new Int8Array(part)].join(' ')])
          expect(all.includes(text)).toBe(false)
  })
})

describe('what the login can change of itself', () => {
  test.each([
    'alter role goodfaith_work rename to other',
    'alter role goodfaith_work superuser',
    'alter role goodfaith_work bypassrls',
    'alter role goodfaith_work createrole',
    "alter role goodfaith_work valid until 'infinity'",
    'alter role goodfaith_work connection limit 0',
    "alter role goodfaith_keys password 'x'",
    'alter role goodfaith_owner set search_path = evil',
    'alter role all set search_path = evil',
    'alter role goodfaith_work set session_replication_role = replica',
    "alter role goodfaith_work set log_statement = 'all'",
    "alter role goodfaith_work set session_preload_libraries = 'auto_explain'",
    'alter database postgres set search_path = evil',
  ])('not: %s', async (statement) => {
    await asWorkingLogin(house, async ({ client, ask }) => {
      await client.query('begin')
      // 0A000: a session cannot rename its own user
      expect([REFUSED, '0A000']).toContain(await ask(statement))
      await client.query('rollback')
    })
  })

  test('its password, and settings for connections to come: the gate says its own, and the next start refuses', async () => {
    const { work, database } = house.database.names
    const inside = `alter role ${work} in database ${database}`
    await asWorkingLogin(house, async ({ client, ask }) => {
      await client.query('begin')
      expect(await ask(`alter role ${work} password 'another'`)).toEqual([])
      await client.query('rollback')
      try {
        for (const setting of [
          'search_path = evil',
          'synchronous_commit = off',
          'row_security = off',
          "default_transaction_isolation = 'serializable'",
          'default_transaction_read_only = on',
          'standard_conforming_strings = off',
          "bytea_output = 'escape'",
          "datestyle = 'German'",
        ])
          expect(await ask(`${inside} set ${setting}`), setting).toEqual([])
        const other = await house.another()
        const said = await other.run({ actor: service, purpose }, async (tx) => {
          const { rows } = await sql<Record<string, string>>`select current_setting('search_path') as path,
            current_setting('synchronous_commit') as durable, current_setting('row_security') as policies,
            current_setting('transaction_isolation') as isolation`.execute(tx.db)
          return rows[0]
        })
        expect(said).toEqual({
          path: 'pg_catalog',
          durable: 'on',
          policies: 'on',
          isolation: 'read committed',
        })
        const opened = await other.read({ actor: service, purpose }, (rd) => rd.people.byId(person))
        expect(opened.fields.family_name).toMatchObject({ value: NEEDLE })
        await expect(checkLogin(house.database.databaseUrl)).rejects.toMatchObject({
          code: 'not_configured',
          detail: expect.stringMatching(
            /^the login of DATABASE_URL cannot be used: it has settings of its own \(DateStyle, .*reset all/,
          ) as string,
        })
      } finally {
        await ask(`${inside} reset all`)
      }
      await checkLogin(house.database.databaseUrl)
    })
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
