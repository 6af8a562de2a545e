import pg from 'pg'
import type { Compartment } from '../../core/fields.ts'
import { Blind, FIRST, type PlainFields, type TokenState } from '../blind.ts'
import { Blob } from '../blob.ts'
import { Keyring, type KeyringOptions } from '../keyring.ts'
import { placeOf } from '../person-rows.ts'
import { keepOthersOut } from '../presence.ts'
import { asProblem } from '../refusals.ts'
import { Sealed } from '../seal.ts'
import { readBlocks, unusable } from './blocks.ts'
import { columnsOf, type Progress } from './make.ts'
import {
  LEFT_OUT,
  openRecord,
  RETIRED,
  unpackRecords,
  type Header,
  type Rows,
  type Trailer,
} from './records.ts'

export interface RestoreOptions {
  /** The owner's login: what a restore does, no working login may. */
  readonly ownerUrl: string
  readonly keyring: KeyringOptions
  readonly progress?: Progress
}

export interface Restored {
  readonly made_at: string
  readonly people: number
  readonly staff: number
  /** Copies that laws keep. */
  readonly kept: number
  /** Not restored: their key is gone, or an erasure record names it. */
  readonly left_out: number
}

/** What a restore leaves as it is, and only adds to: nothing that was promised or written since may be lost. */
const ADDED_TO = [
  'erasures',
  'leavings',
  'suppressions',
  'kept_reads',
  'ledger_events',
  'ledger_leaves',
  'ledger_tiles',
  'ledger_checkpoints',
]

/**
 * Replaces what the database holds by a backup. The file is read to its end and checked before anything is touched.
 * Erasure records are replayed first; a person whose key is missing is not admitted; search, order and standing are
 * made anew from what opens. Until it is done, `gate.restoring` keeps everything closed: a killed one starts over.
 * @throws Problem `house_in_use`, `backup_unusable`
 */
export async function restoreBackup(path: string, options: RestoreOptions): Promise<Restored> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'goodfaith restore' })
  client.on('error', () => undefined)
  let keyring: Keyring | undefined
  try {
    await client.connect()
    await keepOthersOut(client)
    keyring = await Keyring.open(options.keyring)
    const checked = await check(path, keyring, await columnsOf(client))
    const restore = new Restore(client, keyring, checked.header)
    await restore.clear()
    return await restore.fill(path, checked, options.progress ?? (() => undefined))
  } catch (error) {
    throw asProblem(error)
  } finally {
    await keyring?.close()
    await client.end().catch(() => undefined)
  }
}

/** Kinds of blocks that hold records of owners: staff, people, what laws keep. */
const SEALED: readonly string[] = ['S', 'P', 'K']

interface Checked {
  readonly header: Header
  readonly trailer: Trailer
}

/** Reads the whole file: the chain holds, the schema is one we know, the keyring is the one it was sealed with. */
async function check(path: string, keyring: Keyring, live: Record<string, string[]>): Promise<Checked> {
  let header: Header | undefined
  let trailer: Trailer | undefined
  let sealed = 0
  let opens = 0
  for await (const { kind, content } of readBlocks(path)) {
    if (kind === 'H') header = JSON.parse(content.toString('utf8')) as Header
    else if (kind === 'T') trailer = JSON.parse(content.toString('utf8')) as Trailer
    else if (SEALED.includes(kind)) {
      const ids = unpackRecords(content).map((record) => record.keyId)
      sealed += ids.length
      opens += await keyring.with(ids, (keyOf) => ids.filter((id) => keyOf(id) !== undefined).length)
    }
  }
  if (!header || !trailer || sealed !== trailer.people + trailer.staff + (trailer.kept ?? 0))
    throw unusable('it does not add up')
  const unknown = Object.entries(header.columns).flatMap(([table, columns]) =>
    columns
      .filter((column) => !live[table]?.includes(column))
      .map((column) => `${table}.${column}`)
      .filter((column) => !RETIRED.includes(column)),
  )
  if (unknown.length > 0) throw unusable(`a newer Goodfaith made it: ${unknown.slice(0, 3).join(', ')}`)
  if (sealed > 0 && opens === 0)
    throw unusable('none of its keys is in the keyring: do `goodfaith keyring restore` first')
  return { header, trailer }
}

/** Events without a place in the tree wait for the sequencer, as they did. */
const WAITING = `insert into goodfaith.ledger_waiting (event_id)
  select e.event_id from goodfaith.ledger_events e
  where not exists (select from goodfaith.ledger_leaves l where l.event_id = e.event_id) on conflict do nothing`

class Restore {
  readonly #client: pg.Client
  readonly #keyring: Keyring
  #blind: Blind | undefined
  readonly #header: Header

  constructor(client: pg.Client, keyring: Keyring, header: Header) {
    this.#client = client
    this.#keyring = keyring
    this.#header = header
  }

  /** From here on nothing opens for work until the end is reached. */
  async clear(): Promise<void> {
    const tables = Object.keys(await columnsOf(this.#client)).filter(
      (table) => !ADDED_TO.includes(table) && table !== 'kept_copies',
    )
    await this.#client.query('begin')
    await this.#client.query('insert into gate.restoring default values on conflict do nothing')
    await this.#client.query(
      `truncate ${tables.map((table) => `goodfaith.${pg.escapeIdentifier(table)}`).join(', ')}`,
    )
    // what a law keeps of people who have left is added to; the others come back with their person
    await this.#client.query('set local role goodfaith_gate')
    await this.#client.query('delete from goodfaith.kept_copies where person_id is not null')
    await this.#client.query('commit')
  }

  /** The keys that are looked up, and written, as the database has it. */
  async #tokens(): Promise<Blind> {
    const { rows } = await this.#client.query<TokenState>('select * from gate.token_turn')
    return Blind.open(this.#keyring, rows[0] ?? FIRST)
  }

  async fill(path: string, { trailer, header }: Checked, progress: Progress): Promise<Restored> {
    this.#blind = await this.#tokens()
    let people = 0
    let staff = 0
    let kept = 0
    let done = 0
    let replayed = false
    for await (const { kind, content } of readBlocks(path)) {
      if (kind === 'R') await this.#house(content)
      if (!SEALED.includes(kind)) continue
      if (!replayed) await this.#replay()
      replayed = true
      const owners = await this.#open(content)
      done += kind === 'P' ? unpackRecords(content).length : 0
      await this.#asGate(() => (kind === 'P' ? this.#people(owners) : this.#insertAll(owners)))
      if (kind === 'S') staff += owners.length
      else if (kind === 'P') people += owners.length
      else kept += owners.length
      progress(done, trailer.people)
    }
    await this.#replay()
    await this.#asGate(() => this.#client.query('select gate.settle_staff()'))
    await this.#asGate(() => this.#client.query(WAITING))
    const strays = await this.#asGate(() => this.#keptAsPromised())
    await this.#client.query('delete from gate.restoring')
    return {
      made_at: header.made_at,
      people,
      staff,
      kept: kept - strays,
      left_out: trailer.people + trailer.staff - people - staff,
    }
  }

  /** What the erasures that stand in the database say is gone is gone from the keyring as well. */
  async #replay(): Promise<void> {
    const hashes = await this.#asGate(async () => {
      const { rows } = await this.#client.query<{ hash: Buffer }>(
        'select unnest(key_hashes) as hash from goodfaith.erasures where key_gone_at is not null',
      )
      return rows.map((row) => row.hash)
    })
    await this.#keyring.replay(hashes)
  }

  /**
   * Copies of people who left since the backup are as their erasure says: with its date, and without the person. Who
   * left while a contract stands has left still. Answers how many copies had nobody and no erasure.
   */
  async #keptAsPromised(): Promise<number> {
    await this.#client.query(
      `update goodfaith.kept_copies k set erasure_id = e.erasure_id,
         person_id = case when e.rows_gone_at is null then k.person_id end, until = (j ->> 'until')::timestamptz
       from goodfaith.erasures e, jsonb_array_elements(e.kept) j
       where k.person_id is not null and (j ->> 'kept_id')::uuid = k.kept_id`,
    )
    await this.#client.query(
      'select gate.end_others(v.person_id, v.by_kind, coalesce(v.by_id, v.person_id)) from goodfaith.leavings v join goodfaith.persons p using (person_id)',
    )
    const { rowCount } = await this.#client.query(
      'delete from goodfaith.kept_copies k where k.person_id is not null and not exists (select from goodfaith.persons p where p.person_id = k.person_id)',
    )
    await this.#client.query(
      'delete from goodfaith.kept_reads r where not exists (select from goodfaith.kept_copies k where k.kept_id = r.kept_id)',
    )
    return rowCount ?? 0
  }

  async #house(content: Buffer): Promise<void> {
    const cut = content.indexOf(0)
    const table = content.toString('utf8', 0, cut)
    if (LEFT_OUT.includes(table)) return
    const rows = new Map([[table, content.toString('utf8', cut + 1)]])
    await this.#asGate(() => this.#insert(table, [rows.get(table)!]))
    if (table === 'erasures')
      await this.#asGate(() => this.#client.query(`delete from goodfaith.erasures where state = 'planned'`))
  }

  async #open(content: Buffer): Promise<Rows[]> {
    const records = unpackRecords(content)
    const destroyed = await this.#keyring.destroyedAmong(records.map((record) => record.keyId))
    const admitted = records.filter((record) => !destroyed.has(record.keyId))
    return this.#keyring.with(
      admitted.map((record) => record.keyId),
      (keyOf) =>
        admitted.flatMap((record) => {
          const key = keyOf(record.keyId)
          return key ? [openRecord(this.#header.id, record, key)] : []
        }),
    )
  }

  async #people(owners: readonly Rows[]): Promise<void> {
    if (owners.length === 0) return
    await this.#insertAll(owners)
    await this.#withoutKey(owners)
    const found = await this.#searched(owners)
    const people = found.map((each) => each.person)
    await this.#client.query(
      `insert into goodfaith.search_tokens (token, person_id) select * from unnest($1::bytea[], $2::uuid[]) on conflict do nothing`,
      [found.flatMap((each) => each.tokens), found.flatMap((each) => each.tokens.map(() => each.person))],
    )
    await this.#client.query(
      `insert into goodfaith.name_order (purpose, code, person_id)
       select 'rights.request', * from unnest($1::integer[], $2::uuid[]) on conflict do nothing`,
      [found.map((each) => each.code), people],
    )
    await this.#client.query('select gate.settle($1::uuid[])', [people])
    // someone who was leaving goes on leaving: nobody sees them
    for (const table of ['standing', 'name_order', 'search_tokens'])
      await this.#client.query(
        `delete from goodfaith.${table} where person_id in (select e.person_id from goodfaith.erasures e
         where e.person_id = any ($1::uuid[]) and e.state <> 'planned')`,
        [people],
      )
  }

  /** A number that was removed from the vault since does not come back with the rest of its person. */
  async #withoutKey(owners: readonly Rows[]): Promise<void> {
    const held = owners.flatMap((rows) => JSON.parse(rows.get('secrets') ?? '[]') as { key_id: string }[])
    const keys = held.map(({ key_id }) => key_id)
    const gone = await this.#keyring.with(keys, (keyOf) => keys.filter((key) => keyOf(key) === undefined))
    if (gone.length === 0) return
    for (const table of ['secret_tokens', 'approval_secrets', 'secrets'])
      await this.#client.query(
        `delete from goodfaith.${table} where secret_id in (
           select s.secret_id from goodfaith.secrets s where s.key_id = any ($1::uuid[]))`,
        [gone],
      )
  }

  /** What search and order are made from, opened for this alone. */
  async #searched(owners: readonly Rows[]): Promise<{ person: string; tokens: Buffer[]; code: number }[]> {
    const people = owners.map((rows) => {
      const [person] = JSON.parse(rows.get('persons')!) as { person_id: string; key_id: string }[]
      const values = JSON.parse(rows.get('sealed_values') ?? '[]') as SealedRow[]
      return { ...person!, values }
    })
    return this.#keyring.with(
      people.map((person) => person.key_id),
      (keyOf) =>
        people.map(({ person_id, key_id, values }) => {
          const plain: PlainFields = {}
          for (const { compartment, version, sealed } of values) {
            if (!SEARCHED.includes(compartment)) continue
            const place = placeOf({ person_id, key_id, compartment, sealed_version: version })
            const bytes = new Sealed(place, Buffer.from(sealed.slice(2), 'hex')).openWith(keyOf(key_id)!)
            if (!bytes) throw unusable('a value does not open under its key')
            const blob = Blob.read(bytes)
            for (const field of blob.fields()) plain[field] = blob.value(field)
          }
          return { person: person_id, tokens: this.#blind!.tokensOf(plain), code: this.#blind!.order(plain) }
        }),
    )
  }

  async #insertAll(owners: readonly Rows[]): Promise<void> {
    const tables = new Set(owners.flatMap((rows) => [...rows.keys()]))
    for (const table of Object.keys(this.#header.columns).filter((each) => tables.has(each)))
      await this.#insert(
        table,
        owners.flatMap((rows) => rows.get(table) ?? []),
      )
  }

  async #insert(table: string, texts: readonly string[]): Promise<void> {
    const columns = this.#header.columns[table]?.filter((column) => !RETIRED.includes(`${table}.${column}`))
    if (!columns || LEFT_OUT.includes(table)) return
    const names = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
    const name = `goodfaith.${pg.escapeIdentifier(table)}`
    await this.#client.query(
      `insert into ${name} (${names}) select ${names} from unnest($1::text[]) as t (rows),
       lateral json_populate_recordset(null::${name}, t.rows::json) on conflict do nothing`,
      [texts],
    )
  }

  async #asGate<T>(work: () => Promise<T>): Promise<T> {
    await this.#client.query('begin')
    try {
      await this.#client.query('set local role goodfaith_gate')
      const result = await work()
      await this.#client.query('commit')
      return result
    } catch (error) {
      await this.#client.query('rollback').catch(() => undefined)
      throw error
    }
  }
}

interface SealedRow {
  compartment: Compartment
  version: number
  sealed: string
}

const SEARCHED: readonly Compartment[] = ['identity', 'contact', 'demographic']
