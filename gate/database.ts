import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Schema } from './schema.ts'
import { asProblem } from './refusals.ts'

/** A connection with what a token has to know of it. */
export interface Connection {
  readonly client: pg.PoolClient
  readonly pid: number
}

/** Clocks drift; tokens are good for a minute. */
const CLOCK_FRESH = 5 * 60_000

/**
 * What our work rests on, said at each connection: it comes before whatever the login's own settings may have become.
 */
const SETTINGS = Object.entries({
  // doors ask the same questions of any size: planning each anew took longer than answering it
  plan_cache_mode: 'force_generic_plan',
  search_path: 'pg_catalog',
  // a line of the ledger is durable before a key is used
  synchronous_commit: 'on',
  // standing is asked in a fresh snapshot
  default_transaction_isolation: 'read\\ committed',
  default_transaction_read_only: 'off',
  row_security: 'on',
  standard_conforming_strings: 'on',
  bytea_output: 'hex',
  datestyle: 'ISO',
  client_min_messages: 'warning',
})
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ')

/**
 * The pools of the working login: one per purpose for reads (a connection there only ever carries tokens of that
 * purpose), and one for transactions.
 */
export class Database {
  readonly #url: string
  readonly #pools = new Map<string, pg.Pool>()
  readonly #max: number
  #clock = { offset: 0n, asked: 0 }

  constructor(url: string, max: number) {
    this.#url = url
    this.#max = max
  }

  /** Takes the difference between the database's clock and ours; tokens carry the database's time. */
  async setClock(): Promise<void> {
    await this.on('clock', async ({ client }) => {
      const before = wall()
      const { rows } = await client.query<{ at: string }>(
        'select (extract(epoch from statement_timestamp()) * 1000000)::bigint::text as at',
      )
      this.#clock = { offset: BigInt(rows[0]!.at) - (before + wall()) / 2n, asked: Date.now() }
    })
  }

  /** The database's time now, in microseconds since 1970, as far as we know it. */
  moment(): bigint {
    if (Date.now() - this.#clock.asked > CLOCK_FRESH) {
      this.#clock = { ...this.#clock, asked: Date.now() }
      void this.setClock().catch(() => undefined)
    }
    return wall() + this.#clock.offset
  }

  /** Runs with a connection of the pool of that name, and gives it back. A broken one is thrown away. */
  async on<T>(pool: string, use: (connection: Connection) => Promise<T>): Promise<T> {
    let client: pg.PoolClient
    try {
      client = await this.#pool(pool).connect()
    } catch (error) {
      throw asProblem(error)
    }
    let broken: Error | undefined
    // a connection that ends while it is lent fails its query; unheard, it would end the process as well
    client.on('error', ignore)
    try {
      return await use({ client, pid: processId(client) })
    } catch (error) {
      const problem = asProblem(error)
      if (problem instanceof Error && 'code' in problem && problem.code === 'database_unreachable')
        broken = problem
      throw problem
    } finally {
      client.off('error', ignore)
      client.release(broken)
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()))
    this.#pools.clear()
  }

  #pool(name: string): pg.Pool {
    let pool = this.#pools.get(name)
    if (!pool) {
      pool = new pg.Pool({
        connectionString: this.#url,
        max: name === 'clock' ? 1 : this.#max,
        idleTimeoutMillis: 10_000,
        connectionTimeoutMillis: 10_000,
        application_name: `goodfaith ${name}`,
        options: SETTINGS,
      })
      pool.on('error', () => undefined)
      this.#pools.set(name, pool)
    }
    return pool
  }
}

/** A typed query builder on one connection. */
export function builderOn(client: pg.PoolClient): Kysely<Schema> {
  const lent: PostgresPoolClient = {
    query: client.query.bind(client) as PostgresPoolClient['query'],
    release: () => undefined,
  }
  return new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: { connect: () => Promise.resolve(lent), end: () => Promise.resolve() },
    }),
  }).withSchema('goodfaith')
}

function ignore(): void {}

function processId(client: pg.PoolClient): number {
  const pid = (client as pg.PoolClient & { processID?: number | null }).processID
  if (typeof pid !== 'number')
    throw new TypeError('the driver does not tell the server process of a connection')
  return pid
}

function wall(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000))
}
