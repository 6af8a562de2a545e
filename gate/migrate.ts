import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Problem } from '../core/errors.ts'
import { STATED_LAW } from '../core/laws.ts'
import { TRANSLATED } from '../core/notice-texts.ts'
import { mustBeProven, SHIPPED, type Purpose } from '../core/purposes.ts'
import { sha256 } from './bytes.ts'
import { checkHoldings, type Holding } from './holdings.ts'
import { asProblem } from './refusals.ts'
import { Mint } from './token.ts'

export interface MigrateOptions {
  readonly ownerUrl: string
  /** The working login; only its name is used here. */
  readonly databaseUrl: string
  readonly keyringOwnerUrl: string
  readonly keyringUrl: string
  /** The folder `db` of the checkout. */
  readonly folder: string
  readonly holdings: readonly Holding[]
  /** For a restore alone: it goes on where another was cut off. */
  readonly restoring?: boolean
}

/** Any fixed number: two starts at once migrate one after the other. */
const LOCK = 7_041_777

/**
 * Brings both databases to the newest migration, writes the registries that ship, holds the holdings against the live
 * schema, and gives the database the key of this start's tokens. The owner's connections exist only here.
 * @throws Problem `not_configured` with one line: a changed migration, an unnamed column
 */
export async function migrate(options: MigrateOptions): Promise<Mint> {
  await asOwner(options.keyringOwnerUrl, async (client) => {
    await applyAll(client, join(options.folder, 'keyring'), 'keyring')
    await runFile(client, join(options.folder, 'keyring', 'grants.sql'), options.keyringUrl)
  })
  return asOwner(options.ownerUrl, async (client) => {
    await applyAll(client, join(options.folder, 'migrations'), 'goodfaith')
    if (!options.restoring) await refuseHalfRestored(client)
    await writeRegistries(client)
    await checkLive(client, options.holdings)
    await runFile(client, join(options.folder, 'grants.sql'), options.databaseUrl)
    return registerMint(client)
  })
}

/** A restore that was cut off leaves a database that must not be worked with. */
async function refuseHalfRestored(client: pg.Client): Promise<void> {
  const { rows } = await client.query('select from gate.restoring')
  if (rows.length > 0)
    throw new Problem('not_configured', {
      detail: 'a restore was cut off before its end: run `goodfaith restore FILE` again',
    })
}

async function asOwner<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'goodfaith migrate' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select pg_advisory_lock($1)', [LOCK])
    return await use(client)
  } catch (error) {
    throw refused(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** What PostgreSQL says of a migration names schema, never a person: an administrator needs it. */
function refused(error: unknown): unknown {
  const problem = asProblem(error)
  if (error instanceof Problem || !(error instanceof Error) || !(problem instanceof Problem)) return problem
  if (problem.code === 'database_unreachable') return problem
  return new Problem('not_configured', { detail: `migrating: ${error.message}`, cause: error })
}

async function applyAll(client: pg.Client, folder: string, schema: string): Promise<void> {
  await client.query('create schema if not exists migrations')
  await client.query(
    'create table if not exists migrations.applied (name text primary key, hash bytea not null, at timestamptz not null default now())',
  )
  const { rows } = await client.query<{ name: string; hash: Buffer }>(
    'select name, hash from migrations.applied',
  )
  const applied = new Map(rows.map((row) => [row.name, row.hash]))
  for (const name of readdirSync(folder).sort()) {
    if (!/^\d{4}_[a-z_]+\.sql$/.test(name)) continue
    const text = readFileSync(join(folder, name), 'utf8')
    const hash = sha256(Buffer.from(text))
    const before = applied.get(name)
    if (before?.equals(hash)) continue
    if (before)
      throw new Problem('not_configured', { detail: `migration ${schema}/${name} was changed after it ran` })
    await inTransaction(client, async () => {
      await client.query(text)
      await client.query('insert into migrations.applied (name, hash) values ($1, $2)', [name, hash])
    })
  }
}

async function runFile(client: pg.Client, path: string, workUrl: string): Promise<void> {
  const login = pg.escapeIdentifier(decodeURIComponent(new URL(workUrl).username))
  await inTransaction(client, () => client.query(readFileSync(path, 'utf8').replaceAll('{{work}}', login)))
}

async function inTransaction(client: pg.Client, use: () => Promise<unknown>): Promise<void> {
  await client.query('begin')
  try {
    await use()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** The purposes and notices that ship, as core has them; an organisation's own are left alone. */
async function writeRegistries(client: pg.Client): Promise<void> {
  await inTransaction(client, async () => {
    for (const purpose of SHIPPED) {
      const row = purposeRow(purpose)
      const columns = Object.keys(row)
      await client.query(
        `insert into goodfaith.purposes (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})
         on conflict (purpose) do update set ${columns.map((c) => `${c} = excluded.${c}`).join(', ')}`,
        Object.values(row),
      )
      if (purpose.notice)
        await client.query(
          `insert into goodfaith.notices (notice, purpose, version, text) values ($1, $2, 1, $3) on conflict (notice) do nothing`,
          [purpose.notice.id, purpose.id, purpose.notice.text],
        )
    }
    const { id, name, article, country, purposes, fields, months, counted } = STATED_LAW
    await client.query(
      `insert into goodfaith.laws (law_id, name, article, country, purposes, fields, months, counted, ships, signed_at, caught_up_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, true, now(), now())
       on conflict (law_id) do update set name = excluded.name, purposes = excluded.purposes, fields = excluded.fields`,
      [id, name, article, country, purposes, fields, months, counted],
    )
    await client.query('set local role goodfaith_gate')
    for (const [language, texts] of Object.entries(TRANSLATED))
      for (const [purpose, text] of Object.entries(texts))
        await client.query(
          'insert into goodfaith.notice_texts (notice, language, text) values ($1, $2, $3) on conflict do nothing',
          [`${purpose}@1`, language, text],
        )
    await client.query('select gate.settle_staff()')
  })
}

function purposeRow(purpose: Purpose): Record<string, unknown> {
  const { term } = purpose
  return {
    purpose: purpose.id,
    parent: purpose.parent,
    title: purpose.title,
    says: purpose.says,
    dpv: purpose.dpv,
    kind: purpose.kind,
    bases: purpose.bases,
    roles: purpose.roles,
    actors: purpose.actors,
    opens: purpose.opens,
    fields: purpose.fields ?? null,
    term_months: 'months' in term ? term.months : null,
    term_from: 'after' in term ? term.after : 'months' in term ? 'unstated' : null,
    silence_months: purpose.silence?.months ?? null,
    balanced: purpose.balancing !== undefined,
    proven: mustBeProven(purpose.id),
    ships: true,
  }
}

async function checkLive(client: pg.Client, holdings: readonly Holding[]): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'goodfaith'::regnamespace and c.relkind in ('r', 'p', 'f', 'v', 'm')
       and a.attnum > 0 and not a.attisdropped`,
  )
  checkHoldings(holdings, rows)
  await inTransaction(client, async () => {
    await client.query('delete from gate.holdings')
    for (const [place, h] of holdings.entries())
      if (h.person !== null && h.fate !== 'not_personal')
        await client.query(
          'insert into gate.holdings (place, table_name, title, person_column, fate) values ($1, $2, $3, $4, $5)',
          [place, h.table, h.title, h.person, h.fate],
        )
  })
}

/** A key per start; those of gates that are no longer there go. A live gate holds its key's lock. */
async function registerMint(client: pg.Client): Promise<Mint> {
  await client.query(
    `delete from gate.token_keys k where k.made_at < now() - interval '1 minute' and not exists (
       select from pg_locks l where l.locktype = 'advisory' and ((l.classid::bigint << 32) | l.objid::bigint) = k.key_no)`,
  )
  return Mint.create(async (keyNo, inner, outer) => {
    await client.query('insert into gate.token_keys (key_no, inner_pad, outer_pad) values ($1, $2, $3)', [
      keyNo,
      inner,
      outer,
    ])
  })
}
