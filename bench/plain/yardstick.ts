import { randomBytes } from 'node:crypto'
import type { ChildProcess } from 'node:child_process'
import { Client } from 'pg'
import type { Embedded } from '../../gate/postgres/embedded.ts'
import { messageFrom, startFile, stop } from '../children.ts'
import type { Loaded, Target } from '../requests.ts'
import { fillPlain } from './schema.ts'

export interface Yardstick {
  readonly target: Target
  readonly loaded: Loaded
  readonly process: ChildProcess
  stop(): Promise<void>
}

/** How many ids reads choose from: enough that no cache holds only these. */
export const IDS = 50_000

/** The plain server with its own database on the same PostgreSQL, holding `people` people. */
export async function startPlain(postgres: Embedded, people: number, seed: number): Promise<Yardstick> {
  const database = `bench_plain_${people}`
  const login = `bench_plain_${people}_login`
  const password = randomBytes(24).toString('hex')
  await asAdmin(postgres, 'postgres', async (client) => {
    const known = await client.query('select from pg_database where datname = $1', [database])
    if (known.rowCount === 0) await client.query(`create database ${database}`)
    const role = await client.query('select from pg_roles where rolname = $1', [login])
    await client.query(`${role.rowCount ? 'alter' : 'create'} role ${login} login password '${password}'`)
  })
  const ids = await asAdmin(postgres, database, async (client) => {
    await fillPlain(client, people, seed)
    await client.query(`grant select, insert, update, delete on people to ${login}`)
    const rows = await client.query<{ id: string }>('select id from people order by random() limit $1', [IDS])
    return rows.rows.map(({ id }) => id)
  })
  const token = randomBytes(24).toString('base64url')
  const url = `postgresql://${login}:${password}@${postgres.host}:${postgres.port}/${database}`
  const child = startFile('plain/server.ts', { DATABASE_URL: url, BENCH_TOKEN: token })
  const { port } = await messageFrom<{ port: number }>(child)
  return {
    target: { kind: 'plain', port, token },
    loaded: { people, seed, ids },
    process: child,
    stop: () => stop(child),
  }
}

/** Runs something as the server's administrator, who is nobody's login in Goodfaith. */
export async function asAdmin<T>(
  postgres: Embedded,
  database: string,
  act: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: postgres.adminUrl(database) })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}
