import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, inject } from 'vitest'
import pg from 'pg'
import { NAMES, quote, type Names } from '../../gate/postgres/bootstrap-sql.ts'
import { bootstrap, type Addresses } from '../../gate/postgres/bootstrap.ts'
import { startEmbedded, type Embedded } from '../../gate/postgres/embedded.ts'
import { installedPostgres } from './installed-postgres.ts'

/** `embedded`: the PostgreSQL that ships; `pg15`: the oldest installed one from 15 on. */
export type Kind = 'embedded' | 'pg15'

/** What the tests of one file do not need: nothing of theirs outlives the run. */
export const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** What a test runs on that names no server: `TEST_POSTGRES=installed` makes it the oldest installed one. */
const USUAL: Kind = process.env['TEST_POSTGRES'] === 'installed' ? 'pg15' : 'embedded'

const servers = new Map<Kind, Promise<Embedded>>()

/**
 * The run's server of this kind: the first test that asks starts it, the run's end stops it.
 *
 * @throws when no PostgreSQL of that kind is here; ask `installedPostgres()` first and skip visibly
 */
export function testServer(kind: Kind = USUAL): Promise<Embedded> {
  let server = servers.get(kind)
  if (!server) servers.set(kind, (server = joinServer(kind)))
  return server
}

async function joinServer(kind: Kind): Promise<Embedded> {
  const binaries = kind === 'pg15' ? installedPostgres() : undefined
  if (binaries === null) throw new Error('no PostgreSQL 15 or later is installed here')
  return startEmbedded({
    dataFolder: join(inject('runFolder'), kind),
    log: () => undefined,
    settings: FAST,
    binaries,
  })
}

/** Two new databases, bootstrapped and empty. */
export interface TestDatabase extends Addresses {
  readonly names: Names
  readonly server: Embedded
  /** a superuser's address, for looking behind the gate */
  readonly adminUrl: string
  readonly keyringAdminUrl: string
  drop(): Promise<void>
}

const made = new Set<TestDatabase>()

/** A pair of new databases with names of their own; dropped at the end of the test file. */
export async function freshDatabase(server: Embedded | Promise<Embedded>): Promise<TestDatabase> {
  const on = await server
  const mark = randomBytes(6).toString('hex')
  const names = { ...NAMES, database: `test_${mark}`, keyring: `test_${mark}_keyring` }
  const addresses = await bootstrap(on, names)
  const database: TestDatabase = {
    ...addresses,
    names,
    server: on,
    adminUrl: on.adminUrl(names.database),
    keyringAdminUrl: on.adminUrl(names.keyring),
    drop: async () => {
      made.delete(database)
      await withClient(on.adminUrl('postgres'), async (client) => {
        for (const name of [names.database, names.keyring]) {
          await client.query(`drop database if exists ${quote(name)} with (force)`)
        }
      })
    },
  }
  made.add(database)
  return database
}

afterAll(async () => {
  for (const database of made) await database.drop()
})

/** Runs `work` on a connection of its own and closes it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
