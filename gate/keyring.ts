import pg from 'pg'
import sodium from 'sodium-native'
import { v4 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import { Arena } from './arena.ts'
import { sha256, uuidBytes } from './bytes.ts'
import { EpochSecrets } from './epoch-secrets.ts'
import type { KeyringOptions } from './keyring-options.ts'
import { tellBackups } from './keyring-backup.ts'
import { openWrapped, wrap } from './wrap.ts'

export type { KeyringOptions }

const POOL_LOW = 256
const POOL_FILL = 512
const ARENA_KEYS = 65_536

/** The keys of the house; each has one use, so that turning one says nothing about another. */
export const NAMED_KEYS = ['suppress', 'session', 'receipt', 'ledger', 'vault'] as const
export type NamedKey = (typeof NAMED_KEYS)[number]

/** One generation of the keys of tokens and order codes; they turn with the epoch (gate/token-turn.ts). */
export interface TokenKeys {
  readonly generation: number
  readonly blind: Buffer
  readonly order: Buffer
  readonly kept: Buffer
}

/**
 * The keyring: random keys, wrapped under the epoch's secret, in a database of their own (design, section 5 "Keys").
 * Keys come out only inside `with`, as views of locked memory that are valid until it returns.
 */
export class Keyring {
  readonly #db: pg.Pool
  readonly #secrets: EpochSecrets
  readonly #arena = new Arena(ARENA_KEYS)
  readonly #named = new Map<NamedKey, Buffer>()
  readonly #tokens = new Map<number, Promise<TokenKeys>>()
  readonly #gone = new Set<string>()
  #epoch = 0
  #pool: string[] = []
  #filling: Promise<void> | undefined
  #running: Promise<void> = Promise.resolve()
  #next: { ids: Set<string>; done: Promise<void> } | undefined

  private constructor(options: KeyringOptions) {
    this.#db = new pg.Pool({
      connectionString: options.url,
      max: 3,
      application_name: 'goodfaith keyring',
      // a key is kept, or gone, for good before anything rests on it
      options: '-c synchronous_commit=on -c search_path=pg_catalog',
    })
    this.#db.on('error', () => undefined)
    this.#secrets = new EpochSecrets(options.folder, options.kekFile)
  }

  /** Opens the keyring: finds or begins its epoch, makes the house's own keys, mints a first pool. */
  static async open(options: KeyringOptions): Promise<Keyring> {
    const ring = new Keyring(options)
    try {
      await ring.#beginEpoch(options.epochDays ?? 30)
      for (const name of NAMED_KEYS) ring.#named.set(name, await ring.#openNamed(name))
      await ring.#fill(POOL_FILL)
      return ring
    } catch (error) {
      await ring.close()
      throw error instanceof Problem ? error : new Problem('keyring_unreachable', { cause: error })
    }
  }

  /** Ids of keys that are already kept durably: a person's creation needs no second commit. */
  async take(count: number): Promise<string[]> {
    while (this.#pool.length < count) await this.#fill(Math.max(POOL_FILL, count))
    const taken = this.#pool.splice(0, count)
    if (this.#pool.length < POOL_LOW) void this.#fill(POOL_FILL).catch(() => undefined)
    return taken
  }

  /** Loads the keys and calls `use` at once, with a way to get each; a destroyed key is undefined. */
  async with<T>(ids: readonly string[], use: (keyOf: (id: string) => Buffer | undefined) => T): Promise<T> {
    const asked = new Set<string>()
    for (;;) {
      // again after each wait: a key that was there may have grown old meanwhile, and a page must not lose its person
      const missing = ids.filter((id) => !asked.has(id) && this.#arena.get(id) === undefined)
      if (missing.length === 0) return use((id) => this.#arena.get(id))
      for (const id of missing) asked.add(id)
      await this.#load(missing)
    }
  }

  /** One of the house's own keys, in locked memory. */
  named(name: NamedKey): Buffer {
    const key = this.#named.get(name)
    if (!key) throw new Problem('keyring_unreachable', { detail: `the key "${name}" is not open` })
    return key
  }

  /** The keys of tokens and order codes of a generation, made where there are none yet. */
  tokenKeys(generation: number): Promise<TokenKeys> {
    let keys = this.#tokens.get(generation)
    if (!keys) {
      const open = (name: string) => this.#openNamed(tokenKeyName(name, generation))
      keys = Promise.all([open('blind'), open('order'), open('kept')]).then(([blind, order, kept]) => ({
        ...{ generation, blind, order, kept },
      }))
      this.#tokens.set(generation, keys)
      keys.catch(() => this.#tokens.delete(generation))
    }
    return keys
  }

  /** Wipes a generation from memory. */
  forgetTokenKeys(generation: number): void {
    void this.#tokens.get(generation)?.then(({ blind, order, kept }) => {
      for (const key of [blind, order, kept]) sodium.sodium_memzero(key)
    }, never)
    this.#tokens.delete(generation)
  }

  /** Destroys every generation but this one. Safe to repeat. */
  async destroyTokenKeys(but: number): Promise<void> {
    const keep = ['blind', 'order', 'kept'].map((name) => tokenKeyName(name, but))
    await this.#asked((db) =>
      db.query(
        "delete from keyring.named_keys where name ~ '^(blind|order|kept)([.][0-9]+)?$' and name <> all ($1)",
        [keep],
      ),
    )
  }

  /**
   * Destroys keys for good: rows deleted and their erasure records kept, in one commit. Safe to repeat.
   * Returns how many keys were there.
   */
  async destroy(ids: readonly string[]): Promise<number> {
    for (const id of ids) this.drop(id)
    return this.#asked(async (db) => {
      const { rows } = await db.query<{ gone: string }>(
        `with gone as (delete from keyring.keys where key_id = any ($1::uuid[]) returning 1),
         kept as (insert into keyring.destroyed (key_hash) select unnest($2::bytea[]) on conflict do nothing)
         select count(*) as gone from gone`,
        [ids, ids.map(keyHash)],
      )
      return Number(rows[0]!.gone)
    })
  }

  /** Tells every registered keyring backup of destroyed keys: before that no erasure counts as done. */
  async tell(hashes: readonly Buffer[]): Promise<void> {
    await this.#asked((db) => tellBackups(db, hashes))
  }

  /** Says that the keys in reserve are still held, and removes those that a server which was cut off left behind. */
  async tidy(owned: (ids: string[]) => Promise<ReadonlySet<string>>): Promise<number> {
    await this.#asked((db) =>
      db.query('update keyring.keys set minted_at = now() where key_id = any ($1::uuid[])', [this.#pool]),
    )
    let gone = 0
    for await (const ids of this.pages(1000)) {
      const known = await owned(ids)
      const stray = ids.filter((id) => !known.has(id))
      await this.#asked((db) => db.query('delete from keyring.keys where key_id = any ($1::uuid[])', [stray]))
      gone += stray.length
    }
    return gone
  }

  /** Which of these keys an erasure record names. */
  async destroyedAmong(ids: readonly string[]): Promise<Set<string>> {
    const byHash = new Map(ids.map((id) => [keyHash(id).toString('hex'), id]))
    const { rows } = await this.#asked((db) =>
      db.query<{ key_hash: Buffer }>(
        'select key_hash from keyring.destroyed where key_hash = any ($1::bytea[])',
        [[...byHash.keys()].map((hash) => Buffer.from(hash, 'hex'))],
      ),
    )
    return new Set(rows.map((row) => byHash.get(row.key_hash.toString('hex'))!))
  }

  /** Erasure records from elsewhere: kept here, and any key that one of them names destroyed. */
  async replay(hashes: readonly Buffer[]): Promise<void> {
    await this.#asked(async (db) => {
      await db.query(
        `insert into keyring.destroyed (key_hash) select unnest($1::bytea[]) on conflict do nothing`,
        [hashes],
      )
      const { rows } = await db.query<{ key_id: string }>(
        `delete from keyring.keys k using keyring.destroyed d where d.key_hash = sha256(uuid_send(k.key_id)) returning k.key_id`,
      )
      for (const { key_id } of rows) this.drop(key_id)
    })
  }

  /** Every key that was minted more than an hour ago and no running server holds in reserve, in pages of ids. */
  async *pages(most: number): AsyncGenerator<string[]> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const { rows } = await this.#asked((db) =>
        db.query<{ key_id: string }>(
          `select key_id from keyring.keys where key_id > $1 and minted_at < now() - interval '1 hour'
           order by key_id limit $2`,
          [after, most],
        ),
      )
      if (rows.length === 0) return
      yield rows.map((row) => row.key_id)
      after = rows.at(-1)!.key_id
    }
  }

  /** How many keys are still there of those whose ids have these hashes. */
  async alive(hashes: readonly Buffer[]): Promise<number> {
    const { rows } = await this.#asked((db) =>
      db.query<{ alive: string }>(
        'select count(*) as alive from keyring.keys where sha256(uuid_send(key_id)) = any ($1::bytea[])',
        [hashes],
      ),
    )
    return Number(rows[0]!.alive)
  }

  /** Forgets a cached key and never loads it again in this process. */
  drop(id: string): void {
    this.#gone.add(id)
    this.#arena.drop(id)
  }

  /** The running epoch and when it ends: after that a copy of the keyring made before opens nothing. */
  async epoch(): Promise<{ epoch: number; endsAt: Date }> {
    const { rows } = await this.#asked((db) =>
      db.query<{ ends_at: Date }>('select ends_at from keyring.epochs where epoch = $1', [this.#epoch]),
    )
    return { epoch: this.#epoch, endsAt: rows[0]!.ends_at }
  }

  async close(): Promise<void> {
    await this.#filling?.catch(() => undefined)
    this.#arena.clear()
    for (const key of this.#named.values()) sodium.sodium_memzero(key)
    for (const generation of this.#tokens.keys()) this.forgetTokenKeys(generation)
    await this.#db.end()
  }

  async #beginEpoch(days: number): Promise<void> {
    const { rows } = await this.#db.query<{ epoch: number }>(
      'select epoch from keyring.epochs where closed_at is null order by epoch desc limit 1',
    )
    if (rows[0]) {
      this.#epoch = rows[0].epoch
      this.#secrets.secret(this.#epoch)
      return
    }
    if (!this.#secrets.has(1)) this.#secrets.create(1)
    await this.#db.query(
      `insert into keyring.epochs (epoch, ends_at) values (1, now() + make_interval(days => $1)) on conflict do nothing`,
      [days],
    )
    this.#epoch = 1
  }

  async #openNamed(name: string): Promise<Buffer> {
    const fresh = sodium.sodium_malloc(32)
    sodium.randombytes_buf(fresh)
    await this.#db.query(
      'insert into keyring.named_keys (name, epoch, wrapped) values ($1, $2, $3) on conflict do nothing',
      [name, this.#epoch, wrap(fresh, name, this.#secrets.secret(this.#epoch))],
    )
    const { rows } = await this.#db.query<{ epoch: number; wrapped: Buffer }>(
      'select epoch, wrapped from keyring.named_keys where name = $1',
      [name],
    )
    const kept = rows[0]!
    if (!openWrapped(kept.wrapped, name, this.#secrets.secret(kept.epoch), fresh))
      throw new Problem('keyring_unreachable', { detail: `the key "${name}" does not open` })
    return fresh
  }

  #fill(count: number): Promise<void> {
    this.#filling ??= this.#mint(count).finally(() => (this.#filling = undefined))
    return this.#filling
  }

  async #mint(count: number): Promise<void> {
    while (!(await this.#mintOnce(count)));
  }

  /** Mints under the newest epoch; false when that ended between, and nothing was minted. */
  async #mintOnce(count: number): Promise<boolean> {
    const { rows } = await this.#asked((db) =>
      db.query<{ epoch: number }>('select max(epoch) as epoch from keyring.epochs where closed_at is null'),
    )
    this.#epoch = rows[0]!.epoch
    const ids = Array.from({ length: count }, () => uuid())
    const secret = this.#secrets.secret(this.#epoch)
    const wrapped: Buffer[] = []
    for (const id of ids) {
      this.#arena.put(id, (into) => {
        sodium.randombytes_buf(into)
        wrapped.push(wrap(into, id, secret))
        return true
      })
    }
    const { rowCount } = await this.#asked((db) =>
      db.query(
        `with open as (select epoch from keyring.epochs where epoch = $2 and closed_at is null for share)
         insert into keyring.keys (key_id, epoch, wrapped)
         select k.id, open.epoch, k.wrapped from open, unnest($1::uuid[], $3::bytea[]) as k (id, wrapped)`,
        [ids, this.#epoch, wrapped],
      ),
    )
    if (rowCount !== ids.length) {
      for (const id of ids) this.#arena.drop(id)
      return false
    }
    this.#pool.push(...ids)
    return true
  }

  /** Reads of concurrent callers share a query: while one runs, the next gathers. */
  #load(ids: readonly string[]): Promise<void> {
    this.#next ??= this.#gather()
    for (const id of ids) this.#next.ids.add(id)
    return this.#next.done
  }

  #gather(): { ids: Set<string>; done: Promise<void> } {
    const ids = new Set<string>()
    const done = this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined
        this.#running = this.#fetch([...ids])
        return this.#running
      })
    return { ids, done }
  }

  async #fetch(ids: string[]): Promise<void> {
    const { rows } = await this.#asked((db) =>
      db.query<{ key_id: string; epoch: number; wrapped: Buffer }>({
        name: 'keys',
        text: 'select key_id, epoch, wrapped from keyring.keys where key_id = any ($1::uuid[])',
        values: [ids],
      }),
    )
    for (const row of rows) {
      if (this.#gone.has(row.key_id)) continue
      const secret = this.#secrets.secret(row.epoch)
      this.#arena.put(row.key_id, (into) => openWrapped(row.wrapped, row.key_id, secret, into))
    }
  }

  async #asked<T>(ask: (db: pg.Pool) => Promise<T>): Promise<T> {
    try {
      return await ask(this.#db)
    } catch (error) {
      throw error instanceof Problem ? error : new Problem('keyring_unreachable', { cause: error })
    }
  }
}

/** What an erasure record keeps of a key: the SHA-256 of its id. */
export function keyHash(keyId: string): Buffer {
  return sha256(uuidBytes(keyId))
}

function tokenKeyName(name: string, generation: number): string {
  return generation === 0 ? name : `${name}.${generation}`
}

function never(): void {}
