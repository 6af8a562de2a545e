import pg from 'pg'
import sodium from 'sodium-native'
import { Problem } from '../core/errors.ts'
import { EpochSecrets } from './epoch-secrets.ts'
import { renewKeyringBackups } from './keyring-backup.ts'
import type { KeyringOptions } from './keyring-options.ts'
import { openWrapped, wrap } from './wrap.ts'

/** Any fixed number: one turn at a time. */
const LOCK = 7_041_780
const AT_ONCE = 1000

export interface Turned {
  readonly epoch: number
  readonly rewrapped: number
  /** Registered backups that could not be reached: they open with secrets of the old epoch wherever those were kept. */
  readonly missed: readonly string[]
}

/**
 * Turns the epoch: a new secret, every living key wrapped anew under it, the old secret's file overwritten. Works beside
 * running gates: each asks the secret of the epoch that stands with the key. Cut off at any line, the next turn goes
 * on: keys are found by their epoch, and an old secret goes only when nothing is wrapped under it.
 * @param days how long the new epoch runs
 */
export async function turnEpoch(options: KeyringOptions, days = options.epochDays ?? 30): Promise<Turned> {
  const db = new pg.Client({ connectionString: options.url, application_name: 'goodfaith epoch' })
  db.on('error', () => undefined)
  await db.connect()
  try {
    await db.query('select pg_advisory_lock($1)', [LOCK])
    const secrets = new EpochSecrets(options.folder, options.kekFile)
    const epoch = await beginNext(db, secrets, days)
    const rewrapped = await rewrapKeys(db, secrets, epoch)
    await rewrapNamed(db, secrets, epoch)
    await closeOld(db, secrets, epoch)
    const missed = await renewKeyringBackups(options)
    return { epoch, rewrapped, missed }
  } finally {
    await db.end().catch(() => undefined)
  }
}

/** When the running epoch has ended, or a turn was cut off: answers whether there is something to do. */
export async function turnIsDue(options: KeyringOptions): Promise<boolean> {
  const db = new pg.Client({ connectionString: options.url, application_name: 'goodfaith epoch' })
  db.on('error', () => undefined)
  await db.connect()
  try {
    const { rows } = await db.query<{ due: boolean }>(
      `select count(*) filter (where closed_at is null) > 1 or bool_or(closed_at is null and ends_at < now()) as due
       from keyring.epochs`,
    )
    return rows[0]!.due === true
  } finally {
    await db.end().catch(() => undefined)
  }
}

async function beginNext(db: pg.Client, secrets: EpochSecrets, days: number): Promise<number> {
  const { rows } = await db.query<{ epoch: number; open: string }>(
    'select max(epoch) as epoch, count(*) filter (where closed_at is null) as open from keyring.epochs',
  )
  const newest = rows[0]!.epoch
  // a turn that was cut off: its epoch stands already
  if (Number(rows[0]!.open) > 1) return newest
  const next = newest + 1
  secrets.create(next)
  await db.query(
    'insert into keyring.epochs (epoch, ends_at) values ($1, now() + make_interval(days => $2))',
    [next, days],
  )
  return next
}

async function rewrapKeys(db: pg.Client, secrets: EpochSecrets, epoch: number): Promise<number> {
  let done = 0
  for (;;) {
    await db.query('begin')
    const { rows } = await db.query<{ key_id: string; epoch: number; wrapped: Buffer }>(
      'select key_id, epoch, wrapped from keyring.keys where epoch <> $1 limit $2 for update skip locked',
      [epoch, AT_ONCE],
    )
    const anew = rows.map((row) => rewrap(secrets, row.key_id, row.wrapped, row.epoch, epoch))
    await db.query(
      `update keyring.keys k set epoch = $1, wrapped = n.wrapped
       from unnest($2::uuid[], $3::bytea[]) as n (key_id, wrapped) where k.key_id = n.key_id`,
      [epoch, rows.map((row) => row.key_id), anew],
    )
    await db.query('commit')
    done += rows.length
    if (rows.length === 0) return done
  }
}

async function rewrapNamed(db: pg.Client, secrets: EpochSecrets, epoch: number): Promise<void> {
  const { rows } = await db.query<{ name: string; epoch: number; wrapped: Buffer }>(
    'select name, epoch, wrapped from keyring.named_keys where epoch <> $1',
    [epoch],
  )
  for (const row of rows)
    await db.query('update keyring.named_keys set epoch = $2, wrapped = $3 where name = $1', [
      row.name,
      epoch,
      rewrap(secrets, row.name, row.wrapped, row.epoch, epoch),
    ])
}

/** A secret goes when nothing is wrapped under it any more; the row's lock keeps a gate from minting under it meanwhile. */
async function closeOld(db: pg.Client, secrets: EpochSecrets, epoch: number): Promise<void> {
  await db.query('begin')
  await db.query('select from keyring.epochs where epoch <> $1 and closed_at is null for update', [epoch])
  await db.query(
    `update keyring.epochs e set closed_at = now() where e.epoch <> $1 and e.closed_at is null
       and not exists (select from keyring.keys k where k.epoch = e.epoch)
       and not exists (select from keyring.named_keys k where k.epoch = e.epoch)`,
    [epoch],
  )
  await db.query('commit')
  // also one that was closed when the power went, before its file was overwritten
  const { rows: closed } = await db.query<{ epoch: number }>(
    'select epoch from keyring.epochs where closed_at is not null',
  )
  for (const row of closed) if (secrets.has(row.epoch)) secrets.destroy(row.epoch)
}

function rewrap(secrets: EpochSecrets, name: string, wrapped: Buffer, from: number, to: number): Buffer {
  const plain = sodium.sodium_malloc(32)
  try {
    if (!openWrapped(wrapped, name, secrets.secret(from), plain))
      throw new Problem('keyring_unreachable', { detail: `a key of epoch ${from} does not open` })
    return wrap(plain, name, secrets.secret(to))
  } finally {
    sodium.sodium_memzero(plain)
  }
}
