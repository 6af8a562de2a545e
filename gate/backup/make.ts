import { v4 as uuid } from 'uuid'
import type pg from 'pg'
import { sha256 } from '../bytes.ts'
import type { House } from '../caller.ts'
import { asProblem } from '../refusals.ts'
import { SYSTEM } from '../token.ts'
import { BlockWriter } from './blocks.ts'
import { LEFT_OUT, packRecords, sealRecord, type Header, type Rows, type Trailer } from './records.ts'

const PEOPLE_AT_ONCE = 200
const ROWS_AT_ONCE = 2000
const PURPOSE = 'rights.request'

/** How far a backup is; people of about so many. */
export type Progress = (done: number, of: number) => void

/**
 * Writes a backup while everything goes on: one snapshot, each person's rows sealed under that person's key. Nothing is
 * opened: what was sealed stays sealed inside. A killed one leaves FILE.part, and the next starts over.
 * @returns what the last block counts, and the size in bytes
 */
export async function makeBackup(
  house: House,
  path: string,
  progress: Progress = () => undefined,
): Promise<Trailer & { readonly bytes: number }> {
  await house.ledger.log({
    actor: SYSTEM,
    purpose: PURPOSE,
    kind: 'backed_up',
    fields: [],
    people: [],
    listed: false,
  })
  const writer = new BlockWriter(path)
  try {
    const trailer = await house.database.on('backup', async ({ client, pid }) => {
      const { rows } = (await client
        .query(BEGIN)
        .then((all) => (all as unknown as pg.QueryResult[])[1]!)) as {
        rows: { at: string }[]
      }
      try {
        const token = house.mint.token(SYSTEM, PURPOSE, 'tx', pid, BigInt(rows[0]!.at))
        return await new Copy(house, client, token, writer).all(progress)
      } finally {
        await client.query('rollback').catch(() => undefined)
      }
    })
    writer.write('T', Buffer.from(JSON.stringify(trailer)))
    writer.finish()
    return { ...trailer, bytes: writer.bytes }
  } catch (error) {
    writer.abandon()
    throw asProblem(error)
  }
}

/** Tables whose rows are sealed, each under its owner's key. */
const OWNERS = ['staff', 'persons', 'kept_copies']

const BEGIN = `begin isolation level repeatable read read only;
  select (extract(epoch from transaction_timestamp()) * 1000000)::bigint::text as at`

const COLUMNS = `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns,
    array(select p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
      where f.conrelid = c.oid and f.contype = 'f' and p.oid <> c.oid) as parents
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'goodfaith'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
  group by c.oid, c.relname order by c.relname`

/** Tables and columns of the live schema, each table after those it points at. */
export async function columnsOf(client: pg.ClientBase): Promise<Record<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[]; parents: string[] }>(COLUMNS)
  const ordered: Record<string, string[]> = {}
  const add = (row: (typeof rows)[number]) => {
    if (Object.hasOwn(ordered, row.table)) return
    for (const parent of rows) if (row.parents.includes(parent.table)) add(parent)
    ordered[row.table] = row.columns
  }
  for (const row of rows) add(row)
  return ordered
}

/** One run through the snapshot. */
class Copy {
  readonly #house: House
  readonly #client: pg.PoolClient
  readonly #token: string
  readonly #writer: BlockWriter
  readonly #id = uuid()
  readonly #rows: Record<string, number> = {}

  constructor(house: House, client: pg.PoolClient, token: string, writer: BlockWriter) {
    this.#house = house
    this.#client = client
    this.#token = token
    this.#writer = writer
  }

  async all(progress: Progress): Promise<Trailer> {
    const columns = await columnsOf(this.#client)
    const schema = sha256(Buffer.from(JSON.stringify(columns))).toString('hex')
    const header: Header = { format: 1, id: this.#id, made_at: new Date().toISOString(), schema, columns }
    this.#writer.write('H', Buffer.from(JSON.stringify(header)))
    for (const table of Object.keys(columns))
      if (!LEFT_OUT.includes(table) && !OWNERS.includes(table)) await this.#copyHouse(table)
    const staff = await this.#copyStaff()
    const people = await this.#copyPeople(progress)
    return { ...people, staff, kept: await this.#copyKept(), rows: this.#rows }
  }

  async #copyHouse(table: string): Promise<void> {
    for (let after: string | null = null; ;) {
      const { rows }: { rows: { row: string }[] } = await this.#client.query(
        'select gate.backup_house($1,$2,$3,$4) as row',
        [this.#token, table, after, ROWS_AT_ONCE],
      )
      if (rows.length === 0) return
      this.#writer.write('R', Buffer.from(`${table}\0[${rows.map((each) => each.row).join(',')}]`, 'utf8'))
      this.#rows[table] = (this.#rows[table] ?? 0) + rows.length
      after = rows.at(-1)!.row
      if (rows.length < ROWS_AT_ONCE) return
    }
  }

  async #copyStaff(): Promise<number> {
    const { rows } = await this.#client.query<{ key_id: string; content: string }>(
      'select key_id, content from gate.backup_staff($1)',
      [this.#token],
    )
    const owners = rows.map((row) => ({ keyId: row.key_id, rows: new Map([['staff', row.content]]) }))
    return this.#seal('S', owners)
  }

  /** What laws keep: each copy under its own key, so that it comes back, or not, as that key lives. */
  async #copyKept(): Promise<number> {
    let kept = 0
    for (let after: string | null = null; ;) {
      const { rows }: { rows: { kept_id: string; key_id: string; content: string }[] } =
        await this.#client.query('select * from gate.backup_kept($1,$2::uuid,$3)', [
          ...[this.#token, after, ROWS_AT_ONCE],
        ])
      if (rows.length === 0) return kept
      const owners = rows.map((row) => ({
        keyId: row.key_id,
        rows: new Map([['kept_copies', row.content]]),
      }))
      kept += await this.#seal('K', owners)
      after = rows.at(-1)!.kept_id
    }
  }

  async #copyPeople(progress: Progress): Promise<{ people: number; leaving: number }> {
    const { rows: counted } = await this.#client.query<{ held: string }>(
      'select held from gate.count_people($1)',
      [this.#token],
    )
    let people = 0
    let seen = 0
    for (let after: string | null = null; ;) {
      const owners = await this.#page(after)
      const ids = [...owners.keys()]
      if (ids.length === 0) return { people, leaving: seen - people }
      people += await this.#seal('P', [...owners.values()])
      seen += ids.length
      after = ids.reduce((a, b) => (a > b ? a : b))
      progress(seen, Number(counted[0]!.held))
    }
  }

  async #page(after: string | null): Promise<Map<string, { keyId: string; rows: Rows }>> {
    const { rows } = await this.#client.query<{
      person_id: string
      key_id: string
      holding: string
      content: string
    }>('select * from gate.backup_people($1,$2,$3::uuid,$4)', [
      ...[this.#token, [...LEFT_OUT, 'kept_copies'], after, PEOPLE_AT_ONCE],
    ])
    const owners = new Map<string, { keyId: string; rows: Rows }>()
    for (const row of rows) {
      const owner = owners.get(row.person_id) ?? { keyId: row.key_id, rows: new Map() }
      owner.rows.set(row.holding, row.content)
      owners.set(row.person_id, owner)
    }
    return owners
  }

  /** Writes a block of those whose key is there; answers how many. */
  async #seal(kind: 'S' | 'P' | 'K', owners: readonly { keyId: string; rows: Rows }[]): Promise<number> {
    const records = await this.#house.keyring.with(
      owners.map((owner) => owner.keyId),
      (keyOf) =>
        owners.flatMap((owner) => {
          const key = keyOf(owner.keyId)
          return key ? [sealRecord(this.#id, owner.keyId, owner.rows, key)] : []
        }),
    )
    if (records.length > 0) this.#writer.write(kind, packRecords(records))
    return records.length
  }
}
