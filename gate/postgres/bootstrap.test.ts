import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type pg from 'pg'
import { installedPostgres } from '../../test/kit/installed-postgres.ts'
import { freshDatabase, testServer, withClient } from '../../test/kit/postgres.ts'
import { bootstrapSql, NAMES, quote, roles, type Names } from './bootstrap-sql.ts'
import { bootstrap } from './bootstrap.ts'
import { refuseUnsafeLogin } from './refuse.ts'
import { matchesVerifier, scramVerifier } from './secrets.ts'

const psql = join(installedPostgres()?.folder ?? '', 'psql')

/** Names that nothing else on the server has, roles included. */
function ownNames(): Names {
  const mark = randomBytes(4).toString('hex')
  return Object.fromEntries(
    Object.entries(NAMES).map(([key, name]) => [key, `${name}_${mark}`]),
  ) as unknown as Names
}

async function dropAll(admin: pg.Client, names: Names): Promise<void> {
  for (const name of [names.database, names.keyring])
    await admin.query(`drop database ${quote(name)} with (force)`)
  for (const { name } of roles(names)) await admin.query(`drop role ${quote(name)}`)
}

describe.each(['embedded', 'pg15'] as const)('the bootstrap on %s', (kind) => {
  const here = kind === 'embedded' || installedPostgres() !== null
  const denied = { code: '42501' }

  test.skipIf(!here)('each login reaches its own database and no other', async () => {
    const database = await freshDatabase(testServer(kind))
    const { names } = database
    const who = (url: string) =>
      withClient(
        url,
        async (client) =>
          (await client.query('select current_user, current_database() as db')).rows[0] as unknown,
      )
    const crossed = (url: string, name: string) => {
      const other = new URL(url)
      other.pathname = `/${name}`
      return other.href
    }
    expect(await who(database.databaseUrl)).toEqual({ current_user: names.work, db: names.database })
    expect(await who(database.keyringUrl)).toEqual({ current_user: names.keys, db: names.keyring })
    expect(await who(database.ownerUrl)).toEqual({ current_user: names.owner, db: names.database })
    expect(await who(database.keyringOwnerUrl)).toEqual({ current_user: names.owner, db: names.keyring })
    await expect(who(crossed(database.databaseUrl, names.keyring))).rejects.toMatchObject(denied)
    await expect(who(crossed(database.keyringUrl, names.database))).rejects.toMatchObject(denied)
  })

  test.skipIf(!here)('the working logins make nothing, keep nothing and become nobody', async () => {
    const { databaseUrl, keyringUrl } = await freshDatabase(testServer(kind))
    for (const url of [databaseUrl, keyringUrl]) {
      await withClient(url, async (client) => {
        for (const statement of [
          'create table public.t (a int)',
          'create temporary table t (a int)',
          'create schema s',
          `select lo_create(0)`,
          `select lo_from_bytea(0, 'x')`,
          'set role goodfaith_owner',
          'set role goodfaith_gate',
          'create role somebody',
          'create database other',
          "select pg_read_file('PG_VERSION')",
          `copy (select 1) to program 'true'`,
          'select rolpassword from pg_authid',
          'set log_min_messages = debug5',
          'set session_replication_role = replica',
        ]) {
          await expect(client.query(statement), statement).rejects.toMatchObject(denied)
        }
      })
    }
  })

  test.skipIf(!here)(
    'the owner hands functions to the gate role, and acts with its rights only when it says so',
    async () => {
      const { ownerUrl, databaseUrl, names } = await freshDatabase(testServer(kind))
      await withClient(ownerUrl, async (client) => {
        await client.query(`create schema gate; grant usage, create on schema gate to ${names.gate}`)
        await client.query('create function gate.mint() returns int language sql return 7')
        await client.query(`alter function gate.mint() owner to ${names.gate}`)
        await client.query(`grant usage on schema gate to ${names.work}`)
        await expect(client.query('select gate.mint()')).rejects.toMatchObject(denied)
        await client.query(`set role ${names.gate}`)
        expect((await client.query('select gate.mint() as made')).rows).toEqual([{ made: 7 }])
      })
      // a new function is nobody's until it is granted
      await withClient(databaseUrl, async (client) => {
        await expect(client.query('select gate.mint()')).rejects.toMatchObject(denied)
        await expect(refuseUnsafeLogin(client, { forbidden: ['gate.mint'] })).resolves.toBeUndefined()
      })
    },
  )

  test.skipIf(!here)('text is in the order of its code points, and in UTF-8', async () => {
    const { databaseUrl } = await freshDatabase(testServer(kind))
    await withClient(databaseUrl, async (client) => {
      const { rows } = await client.query<{ word: string }>(
        `select word from (values ('ä'), ('b'), ('Z'), ('a'), ('-')) as w(word) order by word`,
      )
      expect(rows.map(({ word }) => word).join('')).toBe('-Zabä')
      const folded = await client.query(
        `select lower('ÉÄ') as low, current_setting('server_encoding') as enc`,
      )
      expect(folded.rows).toEqual([{ low: 'éä', enc: 'UTF8' }])
    })
  })

  test.skipIf(!here)('again, and twice at once, it changes nothing; what was changed it mends', async () => {
    const server = await testServer(kind)
    const names = ownNames()
    const [first, second] = await Promise.all([bootstrap(server, names), bootstrap(server, names)])
    expect(second).toEqual(first)
    await withClient(server.adminUrl('postgres'), async (admin) => {
      await admin.query(`alter role ${quote(names.work)} superuser password 'other'`)
      await admin.query(`grant all on database ${quote(names.database)} to public`)
      expect(await bootstrap(server, names)).toEqual(first)
      await withClient(first.databaseUrl, async (client) => {
        await refuseUnsafeLogin(client)
        await expect(client.query('create temporary table t (a int)')).rejects.toMatchObject(denied)
      })
      await dropAll(admin, names)
    })
  })

  test.skipIf(!here)(
    'settings that a login gave itself for connections to come are gone at the next start',
    async () => {
      const server = await testServer(kind)
      const names = ownNames()
      const addresses = await bootstrap(server, names)
      const settings = () =>
        withClient(server.adminUrl('postgres'), async (admin) => {
          const { rows } = await admin.query<{ said: string }>(
            `select r.rolname || ': ' || array_to_string(s.setconfig, ',') as said from pg_db_role_setting s
             join pg_roles r on r.oid = s.setrole where r.rolname = any ($1)`,
            [roles(names).map(({ name }) => name)],
          )
          return rows.map(({ said }) => said)
        })
      for (const [url, role, database] of [
        [addresses.databaseUrl, names.work, names.database],
        [addresses.keyringUrl, names.keys, names.keyring],
        [addresses.ownerUrl, names.owner, names.database],
      ] as const)
        await withClient(url, async (client) => {
          await client.query(`alter role ${quote(role)} set search_path = evil`)
          await client.query(
            `alter role ${quote(role)} in database ${quote(database)} set row_security = off`,
          )
        })
      expect(await settings()).toHaveLength(6)
      await withClient(addresses.databaseUrl, async (client) => {
        await expect(refuseUnsafeLogin(client)).rejects.toMatchObject({ code: 'not_configured' })
      })
      // what the server does at each start with the PostgreSQL of its own (server/compose.ts)
      await bootstrap(server, names)
      expect(await settings()).toEqual([])
      await withClient(addresses.databaseUrl, async (client) => {
        await refuseUnsafeLogin(client)
        const { rows } = await client.query("select current_setting('row_security') as policies")
        expect(rows).toEqual([{ policies: 'on' }])
      })
      await withClient(server.adminUrl('postgres'), (admin) => dropAll(admin, names))
    },
  )

  test.skipIf(!here || !existsSync(psql))('the script for an external server makes the same', async () => {
    const server = await testServer(kind)
    const names = ownNames()
    const script = bootstrapSql(names)
    expect(script.match(/^\\password .*$/gm)).toHaveLength(3)
    for (const round of ['first', 'second']) {
      // nobody is there to type the passwords
      const result = spawnSync(psql, ['-X', '-v', 'ON_ERROR_STOP=1', server.adminUrl('postgres')], {
        input: script.replaceAll(/^\\password .*$/gm, ''),
        encoding: 'utf8',
      })
      expect([
        round,
        result.status,
        result.stderr.replaceAll(/^.*(WARNING|NOTICE|some .*features).*\n/gm, ''),
      ]).toEqual([round, 0, ''])
    }
    await withClient(server.adminUrl('postgres'), async (admin) => {
      const shapes = await admin.query<Record<string, unknown>>(
        `select datname, pg_get_userbyid(datdba) as owner, datacl::text, datcollate from pg_database
          where datname = any($1) order by datname`,
        [[names.database, names.keyring]],
      )
      const scripted = shapes.rows
      expect(scripted.map(({ owner }) => owner)).toEqual([names.owner, names.owner])
      const addresses = await bootstrap(server, names)
      await withClient(addresses.databaseUrl, (client) => refuseUnsafeLogin(client))
      await withClient(addresses.keyringUrl, (client) => refuseUnsafeLogin(client))
      expect(
        (
          await admin.query(
            'select datname, pg_get_userbyid(datdba) as owner, datacl::text, datcollate from pg_database where datname = any($1) order by datname',
            [[names.database, names.keyring]],
          )
        ).rows,
      ).toEqual(scripted)
      await dropAll(admin, names)
    })
  })
})

test('a SCRAM verifier is the one PostgreSQL makes', async () => {
  const server = await testServer()
  await withClient(server.adminUrl('postgres'), async (admin) => {
    const name = `scram_${randomBytes(4).toString('hex')}`
    await admin.query(`create role ${name} password 'pencil'`)
    const { rows } = await admin.query<{ rolpassword: string }>(
      'select rolpassword from pg_authid where rolname = $1',
      [name],
    )
    await admin.query(`drop role ${name}`)
    expect(matchesVerifier('pencil', rows[0]!.rolpassword)).toBe(true)
    expect(matchesVerifier('Pencil', rows[0]!.rolpassword)).toBe(false)
    expect(matchesVerifier('pencil', scramVerifier('pencil'))).toBe(true)
    expect(matchesVerifier('pencil', null)).toBe(false)
  })
})
