import pg from 'pg'
import { asProblem } from './refusals.ts'

export interface SweepOptions {
  readonly ownerUrl: string
  readonly keyringOwnerUrl: string
  /** A superuser's address of the main database: of the embedded server alone. */
  readonly adminUrl: string | null
}

export interface Swept {
  /** Tables that were written anew. */
  readonly tables: number
  /** Tables that were in use for too long and keep their dead rows until the next sweep. */
  readonly waiting: readonly string[]
  /** What only an administrator of the server can do; empty for the embedded one. */
  readonly leftToDo: readonly string[]
}

/** What holds nothing of anyone, and may be large. */
const IMPERSONAL = ['ledger_events', 'ledger_leaves', 'ledger_tiles', 'ledger_checkpoints']

/** Whether anything was erased since the last sweep, at least so many hours ago. */
export async function sweepIsDue(ownerUrl: string, hours = 0): Promise<boolean> {
  return asOwner(ownerUrl, async (client) => {
    await client.query('begin; set local role goodfaith_gate')
    const { rows } = await client.query<{ due: boolean }>(
      `select exists (select from goodfaith.erasures e
         where e.rows_gone_at > coalesce((select s.at from gate.swept s), '-infinity')
           and e.rows_gone_at <= now() - make_interval(hours => $1))
         or exists (select from gate.sweep_asked a
           where a.at > coalesce((select s.at from gate.swept s), '-infinity')
             and a.at <= now() - make_interval(hours => $1)) as due`,
      [hours],
    )
    await client.query('rollback')
    return rows[0]!.due
  })
}

/**
 * Takes away what deleting leaves behind. PostgreSQL keeps a deleted row's bytes in its page, and plain `vacuum` leaves
 * them in the page's free space; so every table with people is written anew (`vacuum full`), with its indexes, and so
 * are the keyring's keys and the planner's statistics, which sample values. Then the log is switched and a checkpoint
 * taken, which removes the old log files (`wal_recycle` is off) and the old tables' files.
 */
export async function sweep(options: SweepOptions): Promise<Swept> {
  const leftToDo: string[] = []
  const main = await asOwner(options.ownerUrl, async (client) => {
    const started = await client.query<{ at: Date }>('select clock_timestamp() as at')
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(relname) as name from pg_class where relnamespace = 'goodfaith'::regnamespace
       and relkind = 'r' and relname <> all ($1) order by relname`,
      [IMPERSONAL],
    )
    const waiting = await writeAnew(
      client,
      rows.map((row) => `goodfaith.${row.name}`),
    )
    if (waiting.length === 0)
      await client.query(
        'insert into gate.swept (at) values ($1) on conflict (only_one) do update set at = excluded.at',
        [started.rows[0]!.at],
      )
    return { tables: rows.length, waiting }
  })
  const keys = await asOwner(options.keyringOwnerUrl, (client) =>
    writeAnew(client, ['keyring.keys', 'keyring.named_keys']),
  )
  if (options.adminUrl === null)
    leftToDo.push(
      'run as a superuser: vacuum full pg_catalog.pg_statistic; select pg_switch_wal(); checkpoint;',
      'keep no archive of the log longer than the receipts promise',
    )
  else await asOwner(options.adminUrl, sweepServer)
  return { tables: main.tables + 2, waiting: [...main.waiting, ...keys], leftToDo }
}

async function sweepServer(client: pg.Client): Promise<void> {
  await client.query('vacuum full pg_catalog.pg_statistic')
  // the first checkpoint may leave the file in which it began; the second begins in a new one
  for (let round = 0; round < 2; round++) {
    await client.query('select pg_switch_wal()')
    await client.query('checkpoint')
  }
}

/** Answers with the tables that somebody held for longer than we wait: nobody is kept from work for long. */
async function writeAnew(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const waiting: string[] = []
  await client.query(`set lock_timeout = '5s'`)
  for (const table of tables) {
    try {
      await client.query(`vacuum (full, analyze) ${table}`)
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03') throw error
      waiting.push(table)
    }
  }
  return waiting
}

async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'goodfaith sweep' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    throw asProblem(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
