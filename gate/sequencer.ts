import type pg from 'pg'
import {
  parseCheckpoint,
  parseNote,
  signCheckpoint,
  verifierKey,
  type VerifierKey,
} from '../core/checkpoint.ts'
import { HASH_BYTES, leafHash } from '../core/merkle.ts'
import {
  growTiles,
  hashesAt,
  TILE_WIDTH,
  treeRootFromTiles,
  type ReadTile,
  type Tile,
} from '../core/tiles.ts'
import { sha256 } from './bytes.ts'
import type { House } from './caller.ts'
import { entryOf, hashOfActor, type EventRow } from './ledger-entry.ts'
import { asProblem } from './refusals.ts'
import { publicKey, signBytes } from './signing.ts'
import { SYSTEM } from './token.ts'

interface Waiting extends EventRow {
  /** Leaves that the tree has. */
  readonly size: string
}

/** How many events one transaction takes: its links are numbered in it. */
export const LEDGER_BATCH = 1000

/**
 * Writes events that wait into the tree, in batches, and signs a head after each. One sequencer has the turn at a time,
 * by a lock of the database that ends with the transaction; another does nothing meanwhile. A batch is one transaction,
 * so a crash leaves nothing half done, and no request ever waits for a number.
 */
export class Sequencer {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /**
   * One batch.
   * @returns how many events it took; fewer than asked for when none is left, or another has the turn
   */
  async sequence(most = LEDGER_BATCH): Promise<number> {
    const { database } = this.#house
    return database.on('sequencer', async ({ client, pid }) => {
      try {
        await client.query('begin')
        const taken = await this.#batch(client, pid, most)
        await client.query('commit')
        return taken
      } catch (error) {
        await client.query('rollback').catch(() => undefined)
        throw asProblem(error)
      }
    })
  }

  /** Batches until none waits. */
  async sequenceAll(): Promise<number> {
    let taken = 0
    for (let more = 1; more > 0; taken += more) more = await this.sequence()
    return taken
  }

  async #batch(client: pg.PoolClient, pid: number, most: number): Promise<number> {
    const { database, mint } = this.#house
    const token = mint.token(SYSTEM, 'rights.request', 'conn', pid, database.moment())
    const turn = await client.query<{ ours: boolean }>('select gate.take_ledger_turn($1) as ours', [token])
    if (!turn.rows[0]?.ours) return 0
    const { rows } = await client.query<Waiting>('select * from gate.waiting_events($1,$2)', [token, most])
    if (rows.length === 0) return 0
    const from = Number(rows[0]!.size)
    const actors = rows.map(hashOfActor)
    const leaves = rows.map((row, i) => leafHash(sha256, entryOf(row, actors[i]!)))
    const edge = await readTiles(client, edgeOf(from))
    const grown = growTiles(sha256, from, leaves, edge)
    const size = from + leaves.length
    const root = await this.#rootAfter(client, size, grown)
    await client.query('select gate.write_leaves($1,$2,$3::uuid[],$4,$5,$6,$7,$8,$9,$10)', [
      token,
      from,
      rows.map((row) => row.event_id),
      leaves,
      actors,
      grown.map(({ tile }) => tile.level),
      grown.map(({ tile }) => tile.index),
      grown.map(({ bytes }) => Buffer.from(bytes)),
      root,
      await this.#sign(client, size, root),
    ])
    return rows.length
  }

  /** From the tiles of the right edge alone: those just grown, and full ones beside them. */
  async #rootAfter(
    client: pg.PoolClient,
    size: number,
    grown: readonly { tile: Tile; bytes: Uint8Array }[],
  ): Promise<Uint8Array> {
    const kept = await readTiles(client, edgeOf(size))
    const fresh = new Map(grown.map(({ tile, bytes }) => [`${tile.level}/${tile.index}`, bytes]))
    return treeRootFromTiles(sha256, size, (tile) => fresh.get(`${tile.level}/${tile.index}`) ?? kept(tile))
  }

  async #sign(client: pg.PoolClient, size: number, root: Uint8Array): Promise<string> {
    const key = ledgerKey(this.#house, await originOf(client, this.#house))
    const seed = this.#house.keyring.named('ledger')
    return signCheckpoint({ origin: key.name, size, root, extensions: [] }, key, (text) =>
      signBytes(seed, text),
    )
  }
}

/** The key that checkpoints are signed with, under the log's name. */
export function ledgerKey({ keyring }: House, origin: string): VerifierKey {
  return verifierKey(sha256, origin, publicKey(keyring.named('ledger')))
}

/** The log's name: that of its newest checkpoint; of a new log, made from its first key, so that no two share one. */
export async function originOf(client: pg.ClientBase, { keyring }: House): Promise<string> {
  const { rows } = await client.query<{ note: string }>(
    'select note from goodfaith.ledger_checkpoints order by size desc limit 1',
  )
  const note = rows[0] && parseNote(rows[0].note)
  const known = note && parseCheckpoint(note.text)?.origin
  if (known) return known
  return `goodfaith-ledger/${sha256(publicKey(keyring.named('ledger'))).toString('hex', 0, 16)}`
}

/** The last tile of each level of a tree: where it grows, and where the parts of its root lie. */
export function edgeOf(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0, count = size; count > 0; count = hashesAt(++level, size)) {
    const index = Math.floor((count - 1) / TILE_WIDTH)
    tiles.push({ level, index, width: count - index * TILE_WIDTH })
  }
  return tiles
}

/** Reads the tiles that are named; a tile of a smaller tree is the beginning of the one that is kept. */
export async function readTiles(client: pg.ClientBase, tiles: readonly Tile[]): Promise<ReadTile> {
  const { rows } = await client.query<{ level: number; tile: string; hashes: Buffer }>(
    `select t.level, t.tile, t.hashes from goodfaith.ledger_tiles t
     join unnest($1::integer[], $2::bigint[]) as w (level, tile) on w.level = t.level and w.tile = t.tile`,
    [tiles.map(({ level }) => level), tiles.map(({ index }) => index)],
  )
  const kept = new Map(rows.map((row) => [`${row.level}/${row.tile}`, row.hashes]))
  return ({ level, index, width }) => {
    const bytes = kept.get(`${level}/${index}`)
    if (!bytes || bytes.length < width * HASH_BYTES) throw new RangeError('a tile of the ledger is missing')
    return bytes.subarray(0, width * HASH_BYTES)
  }
}
