import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import pg from 'pg'
import { installedPostgres } from '../../test/kit/installed-postgres.ts'
import { freshDatabase, testServer, withClient, type TestDatabase } from '../../test/kit/postgres.ts'
import { refuseUnsafeLogin, type LoginRules } from './refuse.ts'

/** What is done to a login, how it is undone, and what the refusal then says. */
const UNSAFE: Record<string, { sin: string[]; undo: string[]; says: RegExp; rules?: LoginRules }> = {
  superuser: {
    sin: ['alter role LOGIN superuser'],
    undo: ['alter role LOGIN nosuperuser'],
    says: /it is a superuser/,
  },
  'bypassing row policies': {
    sin: ['alter role LOGIN bypassrls'],
    undo: ['alter role LOGIN nobypassrls'],
    says: /it bypasses row policies/,
  },
  'settings of its own': {
    sin: ['alter role LOGIN set search_path = evil', 'alter role LOGIN set synchronous_commit = off'],
    undo: ['alter role LOGIN reset all'],
    says: /it has settings of its own \(search_path, synchronous_commit\): alter role \S+ reset all$/,
  },
  'settings of its own in the database': {
    sin: ['alter role LOGIN in database DATABASE set row_security = off'],
    undo: ['alter role LOGIN in database DATABASE reset all'],
    says: /it has settings of its own \(row_security\): .* and in database test_/,
  },
  'making roles': {
    sin: ['alter role LOGIN createrole'],
    undo: ['alter role LOGIN nocreaterole'],
    says: /it makes roles/,
  },
  replicating: {
    sin: ['alter role LOGIN replication'],
    undo: ['alter role LOGIN noreplication'],
    says: /it reads the whole server/,
  },
  'owning a table': {
    sin: ['alter table kept.person owner to LOGIN'],
    undo: ['alter table kept.person owner to OWNER'],
    says: /it owns table kept\.person/,
  },
  'owning a schema': {
    sin: ['alter schema kept owner to LOGIN'],
    undo: ['alter schema kept owner to OWNER'],
    says: /it owns schema kept/,
  },
  'owning a function': {
    sin: ['alter function kept.mint() owner to LOGIN'],
    undo: ['alter function kept.mint() owner to OWNER'],
    says: /it owns function kept\.mint\(\)/,
  },
  'owning the database': {
    sin: ['alter database DATABASE owner to LOGIN'],
    undo: ['alter database DATABASE owner to OWNER', 'grant connect on database DATABASE to LOGIN'],
    says: /it owns database test_/,
  },
  'inheriting from an owner': {
    sin: ['alter role LOGIN inherit', 'grant OWNER to LOGIN'],
    undo: ['revoke OWNER from LOGIN'],
    says: /it can act as goodfaith_owner, which owns /,
  },
  'able to become an owner by a detour': {
    sin: ['alter role LOGIN noinherit', 'grant DETOUR to LOGIN', 'grant OWNER to DETOUR'],
    undo: ['revoke OWNER from DETOUR', 'revoke DETOUR from LOGIN'],
    says: /it can act as goodfaith_owner, which owns /,
  },
  'able to become one that reads all': {
    sin: ['grant pg_read_all_data to LOGIN'],
    undo: ['revoke pg_read_all_data from LOGIN'],
    says: /pg_read_all_data, which reaches past all privileges/,
  },
  'making objects beside our tables': {
    sin: ['grant create on schema kept to LOGIN'],
    undo: ['revoke create on schema kept from LOGIN'],
    says: /it may make objects in schema kept/,
  },
  'making objects beside our tables through everybody': {
    sin: ['grant create on schema kept to public'],
    undo: ['revoke create on schema kept from public'],
    says: /it may make objects in schema kept/,
  },
  'making schemas': {
    sin: ['grant create on database DATABASE to LOGIN'],
    undo: ['revoke create on database DATABASE from LOGIN'],
    says: /it may make schemas/,
  },
  'emptying a table': {
    sin: ['grant truncate on kept.person to LOGIN'],
    undo: ['revoke truncate on kept.person from LOGIN'],
    says: /it may empty, or set triggers on, kept\.person/,
  },
  'calling the mint': {
    sin: ['grant execute on function kept.mint() to LOGIN'],
    undo: ['revoke execute on function kept.mint() from LOGIN'],
    says: /it may call kept\.mint\(\)/,
    rules: { forbidden: ['kept.mint'] },
  },
}

describe.each(['embedded', 'pg15'] as const)('a login on %s', (kind) => {
  const here = kind === 'embedded' || installedPostgres() !== null
  const suffix = randomBytes(4).toString('hex')
  const login = `login_${suffix}`
  const detour = `detour_${suffix}`
  let database: TestDatabase
  let admin: pg.Client

  const run = async (statements: string[]) => {
    for (const statement of statements) {
      await admin.query(
        statement
          .replaceAll('LOGIN', login)
          .replaceAll('DETOUR', detour)
          .replaceAll('OWNER', database.names.owner)
          .replaceAll('DATABASE', database.names.database),
      )
    }
  }
  const judged = async (rules?: LoginRules): Promise<string> => {
    const url = new URL(database.databaseUrl)
    url.username = login
    url.password = suffix
    try {
      await withClient(url.href, (client) => refuseUnsafeLogin(client, rules))
      return 'allowed'
    } catch (error) {
      expect(error).toMatchObject({ code: 'not_configured' })
      return (error as { detail: string }).detail
    }
  }

  beforeAll(async () => {
    if (!here) return
    database = await freshDatabase(testServer(kind))
    admin = new pg.Client({ connectionString: database.adminUrl })
    await admin.connect()
    await run([
      `create role LOGIN login password '${suffix}'`,
      'create role DETOUR nologin',
      'grant connect on database DATABASE to LOGIN',
      'set role OWNER',
      'create schema kept',
      'create table kept.person (id int)',
      'alter table kept.person enable row level security',
      'create function kept.mint() returns int language sql return 1',
      'reset role',
    ])
  })
  afterAll(async () => {
    if (!here) return
    await run(['drop owned by LOGIN', 'drop role LOGIN', 'drop role DETOUR'])
    await admin.end()
  })

  test.skipIf(!here)('that owns nothing is allowed', async () => {
    expect(await judged()).toBe('allowed')
    expect(await judged({ forbidden: ['kept.mint'] })).toBe('allowed')
  })

  test.skipIf(!here).each(Object.keys(UNSAFE))('%s is refused', async (name) => {
    const { sin, undo, says, rules } = UNSAFE[name]!
    await run(sin)
    expect(await judged(rules)).toMatch(says)
    await run(undo)
    expect(await judged(rules)).toBe('allowed')
  })

  test.skipIf(!here)('the logins of the bootstrap: the working ones allowed, the owner refused', async () => {
    await withClient(database.databaseUrl, (client) => refuseUnsafeLogin(client))
    await withClient(database.keyringUrl, (client) => refuseUnsafeLogin(client, { setting: 'KEYRING_URL' }))
    await expect(withClient(database.ownerUrl, (client) => refuseUnsafeLogin(client))).rejects.toMatchObject({
      detail: expect.stringMatching(/^the login of DATABASE_URL .* it owns /) as string,
    })
  })

  test.skipIf(!here)(
    'an older server is refused, and so is a forbidden function that is not there',
    async () => {
      expect(await judged({ oldest: 99 })).toMatch(/the server is PostgreSQL .*, and 99 or later is needed/)
      expect(await judged({ forbidden: ['kept.gone'] })).toMatch(/there is no function kept\.gone/)
    },
  )

  test.skipIf(!here)('who has switched to another role for the session is judged by both', async () => {
    await run([`alter role LOGIN set role = OWNER`, 'grant OWNER to LOGIN'])
    expect(await judged()).toMatch(/it can act as goodfaith_owner/)
    await run(['alter role LOGIN reset role', 'revoke OWNER from LOGIN'])
  })
})
