import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { resolve } from 'node:path'
import pg from 'pg'
import { Problem } from '../core/errors.ts'
import { randomBytes, sha256 } from './bytes.ts'
import { EpochSecrets } from './epoch-secrets.ts'
import type { KeyringOptions } from './keyring-options.ts'
import { asProblem } from './refusals.ts'

/**
 * A keyring backup is three files. FILE: every key, wrapped under its epoch's secret. FILE.secrets: those secrets,
 * wrapped under the key-encryption key, and that key itself where it is a file of our own; to be kept apart from FILE.
 * FILE.erasures: a line for each key destroyed since, written before its erasure counts as done. When the epoch turns,
 * all three are overwritten and made anew: a copy made elsewhere opens nothing without its secrets.
 */
interface Kept {
  readonly format: 'goodfaith-keyring-1'
  readonly made_at: string
  readonly epochs: readonly { epoch: number; started_at: string; ends_at: string }[]
  readonly keys: readonly [id: string, epoch: number, wrapped: string, minted: string][]
  readonly named: readonly [name: string, epoch: number, wrapped: string][]
  readonly destroyed: readonly [hash: string, at: string][]
  /** SHA-256 of everything above, as it stands in the file. */
  readonly sum: string
}

interface KeptSecrets {
  readonly format: 'goodfaith-keyring-secrets-1'
  /** base64, by epoch. */
  readonly epochs: Readonly<Record<string, string>>
  /** null: the administrator's own file (`GOODFAITH_KEK_FILE`), which is theirs to keep. */
  readonly kek: string | null
}

/** Writes a keyring backup and registers it, so that it hears of every erasure from now on. */
export async function backupKeyring(
  path: string,
  options: KeyringOptions,
): Promise<{ keys: number; endsAt: Date }> {
  const file = resolve(path)
  return connected(options.url, async (client) => {
    // registered first: an erasure between now and the end is told to it
    await client.query('insert into keyring.backups (backup) values ($1) on conflict do nothing', [file])
    return writeBackup(client, file, options)
  })
}

/** Takes a backup off the list: erasures wait for it no longer. It has to be destroyed by whoever holds it. */
export async function forgetKeyringBackup(path: string, options: KeyringOptions): Promise<boolean> {
  return connected(options.url, async (client) => {
    const { rowCount } = await client.query('delete from keyring.backups where backup = $1', [resolve(path)])
    return rowCount === 1
  })
}

/** Overwrites every registered backup of an ended epoch that can be reached, and makes it anew; answers with the others. */
export async function renewKeyringBackups(options: KeyringOptions): Promise<string[]> {
  return connected(options.url, async (client) => {
    const { rows } = await client.query<{ backup: string }>(
      `select backup from keyring.backups where made_at < (select max(started_at) from keyring.epochs) order by backup`,
    )
    const missed: string[] = []
    for (const { backup } of rows) {
      if (existsSync(backup)) await writeBackup(client, backup, options)
      else missed.push(backup)
    }
    return missed
  })
}

async function writeBackup(client: pg.Client, file: string, options: KeyringOptions) {
  await client.query('begin isolation level repeatable read')
  const { rows: epochs } = await client.query<{ epoch: number; started_at: Date; ends_at: Date }>(
    'select epoch, started_at, ends_at from keyring.epochs where closed_at is null order by epoch',
  )
  const { rows: keys } = await client.query<{
    key_id: string
    epoch: number
    wrapped: Buffer
    minted_at: Date
  }>('select key_id, epoch, wrapped, minted_at from keyring.keys')
  const { rows: named } = await client.query<{ name: string; epoch: number; wrapped: Buffer }>(
    'select name, epoch, wrapped from keyring.named_keys',
  )
  const { rows: destroyed } = await client.query<{ key_hash: Buffer; at: Date }>(
    'select * from keyring.destroyed',
  )
  await client.query('commit')
  const madeAt = new Date()
  const content = {
    format: 'goodfaith-keyring-1' as const,
    made_at: madeAt.toISOString(),
    epochs: epochs.map((e) => ({
      epoch: e.epoch,
      started_at: e.started_at.toISOString(),
      ends_at: e.ends_at.toISOString(),
    })),
    keys: keys.map(
      (k) => [k.key_id, k.epoch, k.wrapped.toString('base64'), k.minted_at.toISOString()] as const,
    ),
    named: named.map((k) => [k.name, k.epoch, k.wrapped.toString('base64')] as const),
    destroyed: destroyed.map((d) => [d.key_hash.toString('hex'), d.at.toISOString()] as const),
  }
  const text = JSON.stringify(content)
  const secrets = new EpochSecrets(options.folder, options.kekFile)
  const kept: KeptSecrets = {
    format: 'goodfaith-keyring-secrets-1',
    epochs: Object.fromEntries(epochs.map((e) => [e.epoch, secrets.file(e.epoch).toString('base64')])),
    kek: options.kekFile === undefined ? secrets.ownKek().toString('base64') : null,
  }
  replaceFile(`${file}.secrets`, JSON.stringify(kept))
  replaceFile(file, `${text.slice(0, -1)},"sum":"${sha256(Buffer.from(text)).toString('hex')}"}`)
  // never emptied: an erasure may be telling it something just now
  appendFileSync(`${file}.erasures`, '', { mode: 0o600 })
  await client.query('update keyring.backups set made_at = $2, records_at = $2 where backup = $1', [
    file,
    madeAt,
  ])
  return { keys: keys.length, endsAt: epochs.at(-1)!.ends_at }
}

/**
 * Tells every registered backup of destroyed keys, durably.
 * @throws Problem `keyring_unreachable` that names a backup which is not where it was: the erasure waits for it
 */
export async function tellBackups(db: Pick<pg.Pool, 'query'>, hashes: readonly Buffer[]): Promise<void> {
  const { rows } = await db.query<{ backup: string }>('select backup from keyring.backups')
  const line = `${JSON.stringify({ at: new Date().toISOString(), keys: hashes.map((hash) => hash.toString('hex')) })}\n`
  for (const { backup } of rows) {
    if (!existsSync(backup))
      throw new Problem('keyring_unreachable', {
        detail: `the keyring backup ${backup} is not there to be told; put it back, or do \`goodfaith keyring forget\``,
      })
    const file = openSync(`${backup}.erasures`, 'a', 0o600)
    appendFileSync(file, line)
    fsyncSync(file)
    closeSync(file)
  }
  await db.query('update keyring.backups set records_at = now()')
}

export interface KeyringRestored {
  readonly keys: number
  /** Keys that the records kept beside the backup destroyed again. */
  readonly destroyed: number
}

/**
 * Puts a keyring back. What an erasure record names, in the backup, beside it or here, does not come back.
 * @param erased what the main database knows: the hashes of keys that its erasures destroyed
 * @throws Problem `records_too_old`, `backup_unusable`
 */
export async function restoreKeyring(
  path: string,
  options: KeyringOptions,
  erased: readonly Buffer[],
): Promise<KeyringRestored> {
  const file = resolve(path)
  const kept = readKept(file)
  const secrets = readSecrets(`${file}.secrets`)
  refuseOtherEpochs(kept, secrets)
  const { hashes, upTo } = readErasures(`${file}.erasures`, kept)
  for (const [hash] of kept.destroyed) hashes.add(hash)
  refuseOld(erased, hashes, upTo)
  return connected(options.url, async (client) => {
    const here = await client.query<{ key_hash: Buffer }>('select key_hash from keyring.destroyed')
    for (const { key_hash } of here.rows) hashes.add(key_hash.toString('hex'))
    putSecrets(secrets, options)
    await client.query('begin')
    await client.query('delete from keyring.keys')
    for (const each of kept.epochs)
      await client.query(
        `insert into keyring.epochs (epoch, started_at, ends_at) values ($1, $2, $3)
         on conflict (epoch) do update set started_at = excluded.started_at, ends_at = excluded.ends_at, closed_at = null`,
        [each.epoch, each.started_at, each.ends_at],
      )
    await client.query(
      'update keyring.epochs set closed_at = now() where closed_at is null and epoch <> all ($1)',
      [kept.epochs.map((each) => each.epoch)],
    )
    await client.query(
      `insert into keyring.keys (key_id, epoch, wrapped, minted_at)
       select k.id, k.epoch, decode(k.wrapped, 'base64'), k.minted
       from unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[]) as k (id, epoch, wrapped, minted)`,
      [0, 1, 2, 3].map((place) => kept.keys.map((key) => key[place as 0 | 1 | 2 | 3])),
    )
    for (const [name, epoch, wrapped] of kept.named)
      await client.query(
        `insert into keyring.named_keys (name, epoch, wrapped) values ($1, $2, decode($3, 'base64'))
         on conflict (name) do update set epoch = excluded.epoch, wrapped = excluded.wrapped`,
        [name, epoch, wrapped],
      )
    await client.query(
      `insert into keyring.destroyed (key_hash) select decode(h, 'hex') from unnest($1::text[]) h on conflict do nothing`,
      [[...hashes]],
    )
    const { rowCount } = await client.query(
      'delete from keyring.keys k using keyring.destroyed d where d.key_hash = sha256(uuid_send(k.key_id))',
    )
    await client.query('commit')
    return { keys: kept.keys.length - (rowCount ?? 0), destroyed: rowCount ?? 0 }
  })
}

/** An erasure that the database, and so its last checkpoint, knows and the records do not would be undone. */
function refuseOld(erased: readonly Buffer[], hashes: ReadonlySet<string>, upTo: Date): void {
  const missing = erased.filter((hash) => !hashes.has(hash.toString('hex'))).length
  if (missing > 0)
    throw new Problem('records_too_old', {
      detail: `they end at ${upTo.toISOString()}, and ${missing} erasures came after`,
    })
}

/** Keys whose epoch has no secret would open nothing, and those that they replace would be gone. */
function refuseOtherEpochs(kept: Kept, secrets: KeptSecrets): void {
  const closed = new Set([...kept.keys, ...kept.named].map(([, epoch]) => epoch))
  for (const epoch of Object.keys(secrets.epochs)) closed.delete(Number(epoch))
  if (closed.size > 0)
    throw wrong(
      `the secrets beside it are of another time: epoch ${[...closed].join(', ')} is not among them`,
    )
}

function putSecrets(secrets: KeptSecrets, options: KeyringOptions): void {
  if (secrets.kek !== null && options.kekFile === undefined)
    EpochSecrets.putOwnKek(options.folder, Buffer.from(secrets.kek, 'base64'))
  const folder = new EpochSecrets(options.folder, options.kekFile)
  for (const [epoch, bytes] of Object.entries(secrets.epochs)) {
    folder.putFile(Number(epoch), Buffer.from(bytes, 'base64'))
    // opens, or says that the key file is another one
    folder.secret(Number(epoch))
  }
}

function readKept(file: string): Kept {
  const text = readText(file)
  const cut = text.lastIndexOf(',"sum":"')
  const kept = parsed(text) as Kept | undefined
  if (kept?.format !== 'goodfaith-keyring-1') throw wrong('it is not a keyring backup')
  if (sha256(Buffer.from(`${text.slice(0, cut)}}`)).toString('hex') !== kept.sum)
    throw wrong('it was changed, or is damaged')
  return kept
}

function readSecrets(file: string): KeptSecrets {
  const secrets = parsed(readText(file)) as KeptSecrets | undefined
  if (secrets?.format !== 'goodfaith-keyring-secrets-1') throw wrong(`${file} is not what it has to be`)
  return secrets
}

function readErasures(file: string, kept: Kept): { hashes: Set<string>; upTo: Date } {
  const hashes = new Set<string>()
  let upTo = new Date(kept.made_at)
  if (!existsSync(file)) return { hashes, upTo }
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    // a line that a crash cut off was not told, and its erasure not done
    const told = parsed(line) as { at: string; keys: string[] } | undefined
    if (!told) continue
    upTo = new Date(told.at)
    for (const hash of told.keys) hashes.add(hash)
  }
  return { hashes, upTo }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw wrong(`${file} is not there, or cannot be read`)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function wrong(detail: string): Problem {
  return new Problem('backup_unusable', { detail })
}

/** Durably, and over the bytes of what was there before. */
function replaceFile(path: string, text: string): void {
  const fresh = openSync(`${path}.part`, 'w', 0o600)
  writeSync(fresh, text)
  fsyncSync(fresh)
  closeSync(fresh)
  if (existsSync(path)) {
    const old = openSync(path, 'r+')
    writeSync(old, randomBytes(statSync(path).size), 0, undefined, 0)
    fsyncSync(old)
    closeSync(old)
    rmSync(path)
  }
  renameSync(`${path}.part`, path)
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'goodfaith keyring' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw asProblem(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
