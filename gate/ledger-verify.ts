import type pg from 'pg'
import { parseCheckpoint, parseNote, verifyCheckpoint, type Checkpoint } from '../core/checkpoint.ts'
import { appendLeaves, EMPTY_FRONTIER, leafHash, rootOf, sameBytes, type Frontier } from '../core/merkle.ts'
import { growTiles, type ReadTile, type Tile } from '../core/tiles.ts'
import { sha256 } from './bytes.ts'
import type { House } from './caller.ts'
import { entryOf, hashesOf, hashOfActor, type EventRow } from './ledger-entry.ts'
import { asProblem } from './refusals.ts'
import { ledgerKey, readTiles } from './sequencer.ts'
import { verifySignature } from './signing.ts'
import { SYSTEM } from './token.ts'
import type { Finding } from './verify.ts'

export type LedgerFault =
  /** An event does not say what its leaf says, or its links are not those it names. */
  | 'event_changed'
  /** An event that is in the tree is no longer kept, or a leaf between two others is missing. */
  | 'event_lost'
  /** A tile does not hold the hashes of its leaves. */
  | 'tile_changed'
  /** A checkpoint is not signed by us, or not of this tree as it was. */
  | 'checkpoint_wrong'
  /** The tree is smaller than a checkpoint says. */
  | 'ledger_cut'
  /** A link is not among those of its event. */
  | 'link_changed'

export interface LedgerReport {
  readonly leaves: number
  readonly checkpoints: number
  readonly links: number
  /** Events that the sequencer has not taken yet. */
  readonly waiting: number
  /** How often each was found; empty where all is as it should be. */
  readonly faults: ReadonlyMap<LedgerFault, number>
}

interface LeafRow extends EventRow {
  readonly leaf: string
  readonly hash: Buffer
  readonly actor_hash: Buffer | null
}

interface Kept {
  readonly note: string
  readonly size: number
  readonly root: Buffer
}

const PAGE = 2048

/**
 * Computes the whole ledger anew from its events and holds it against leaves, tiles, links and every checkpoint. Each
 * checkpoint has to be the root of the tree as it was at that size, so each is consistent with all the others. Runs in
 * one snapshot, beside a sequencer at work.
 */
export async function verifyLedger(house: House): Promise<LedgerReport> {
  return house.database.on('verify', async ({ client, pid }) => {
    try {
      await client.query('begin isolation level repeatable read read only')
      const token = () => house.mint.token(SYSTEM, 'rights.request', 'conn', pid, house.database.moment())
      return await new Verification(house, client, token).run()
    } catch (error) {
      throw asProblem(error)
    } finally {
      await client.query('rollback').catch(() => undefined)
    }
  })
}

const SAID: Readonly<Record<LedgerFault, string>> = {
  event_changed: 'lines of the ledger that were changed',
  event_lost: 'lines of the ledger that are gone',
  tile_changed: 'tiles that do not hold their lines',
  checkpoint_wrong: 'checkpoints that are not of this ledger',
  ledger_cut: 'checkpoints of a longer ledger',
  link_changed: 'links that are not in their line',
}

/** The report as `goodfaith verify` lists it. */
export function ledgerFindings({ leaves, checkpoints, links, waiting, faults }: LedgerReport): Finding[] {
  const looked = { checkpoint_wrong: checkpoints, ledger_cut: checkpoints, link_changed: links }
  const found = (Object.keys(SAID) as LedgerFault[]).map((fault) => ({
    check: SAID[fault],
    looked: { ...looked, event_changed: leaves, event_lost: leaves, tile_changed: null }[fault],
    wrong: faults.get(fault) ?? 0,
    note: '',
  }))
  const note = waiting > 0 ? 'a running server takes them within seconds' : ''
  return [...found, { check: 'lines that are not in the tree yet', looked: waiting, wrong: 0, note }]
}

class Verification {
  readonly #house: House
  readonly #client: pg.ClientBase
  readonly #token: () => string
  readonly #faults = new Map<LedgerFault, number>()
  /** The last tile of each level, as computed. */
  readonly #edge = new Map<number, Uint8Array>()
  #frontier: Frontier = EMPTY_FRONTIER

  constructor(house: House, client: pg.ClientBase, token: () => string) {
    this.#house = house
    this.#client = client
    this.#token = token
  }

  async run(): Promise<LedgerReport> {
    const checkpoints = await this.#checkpoints()
    let next = 0
    for (let first = 0, rows = await this.#leaves(0); rows.length > 0; rows = await this.#leaves(first)) {
      next = await this.#take(rows, checkpoints, next)
      first = Number(rows.at(-1)!.leaf) + 1
    }
    if (next < checkpoints.length) this.#found('ledger_cut', checkpoints.length - next)
    const { rows } = await this.#client.query<
      Record<'links' | 'waiting' | 'broken_links' | 'lost_events', string>
    >('select * from gate.ledger_faults($1)', [this.#token()])
    const { links, waiting, broken_links, lost_events } = rows[0]!
    this.#found('link_changed', Number(broken_links))
    this.#found('event_lost', Number(lost_events))
    return {
      leaves: this.#frontier.size,
      checkpoints: checkpoints.length,
      links: Number(links),
      waiting: Number(waiting),
      faults: this.#faults,
    }
  }

  /** A page of leaves; those whose event or number is missing are counted, and their stored hash goes on. */
  async #take(rows: readonly LeafRow[], checkpoints: readonly Kept[], from: number): Promise<number> {
    const start = this.#frontier.size
    const hashes = rows.map((row, i) => {
      if (Number(row.leaf) !== start + i) this.#found('event_lost')
      return this.#leafOf(row)
    })
    await this.#tiles(start, hashes)
    let next = from
    let done = 0
    for (; next < checkpoints.length && checkpoints[next]!.size <= start + hashes.length; next++) {
      const { size, root } = checkpoints[next]!
      const grown = appendLeaves(sha256, this.#frontier, hashes.slice(done, size - start))
      this.#frontier = grown.frontier
      done = size - start
      if (!sameBytes(grown.root, root)) this.#found('checkpoint_wrong')
    }
    this.#frontier = appendLeaves(sha256, this.#frontier, hashes.slice(done)).frontier
    return next
  }

  #leafOf(row: LeafRow): Uint8Array {
    if (row.at === null) {
      this.#found('event_lost')
      return row.hash
    }
    const alive = hashOfActor(row)
    const links = hashesOf(row.link_hashes)
    const whole =
      sameBytes(rootOf(sha256, links), row.links_root) &&
      (alive === null || (row.actor_hash !== null && sameBytes(alive, row.actor_hash)))
    const hash = leafOf(row)
    if (!whole || !hash || !sameBytes(hash, row.hash)) this.#found('event_changed')
    return hash ?? row.hash
  }

  async #tiles(start: number, hashes: readonly Uint8Array[]): Promise<void> {
    const edge: ReadTile = ({ level }) => this.#edge.get(level)!
    const grown = growTiles(sha256, start, hashes, edge)
    const kept = await this.#kept(grown.map(({ tile }) => tile))
    for (const { tile, bytes } of grown) {
      if (!sameBytes(kept(tile), bytes)) this.#found('tile_changed')
      this.#edge.set(tile.level, bytes)
    }
  }

  async #kept(tiles: readonly Tile[]): Promise<ReadTile> {
    const read = await readTiles(this.#client, tiles)
    return (tile) => {
      try {
        return read(tile)
      } catch {
        return new Uint8Array(0)
      }
    }
  }

  async #checkpoints(): Promise<Kept[]> {
    const { rows } = await this.#client.query<{ size: string; root: Buffer; note: string }>(
      'select size, root, note from goodfaith.ledger_checkpoints order by size',
    )
    const kept = rows.map(({ note, root, size }) => ({ note, root, size: Number(size) }))
    let origin: string | undefined
    for (const { note, root, size } of kept) {
      const read = await this.#signed(note)
      origin ??= read?.origin
      if (!read || read.size !== size || !sameBytes(read.root, root) || read.origin !== origin)
        this.#found('checkpoint_wrong')
    }
    return kept
  }

  async #signed(note: string): Promise<Checkpoint | null> {
    const parsed = parseNote(note)
    const origin = parsed && parseCheckpoint(parsed.text)?.origin
    if (!origin) return null
    const key = ledgerKey(this.#house, origin)
    const believed = await verifyCheckpoint(note, [key], (publicKey, message, signature) =>
      verifySignature(publicKey, message, signature),
    )
    return 'checkpoint' in believed ? believed.checkpoint : null
  }

  async #leaves(from: number): Promise<LeafRow[]> {
    const { rows } = await this.#client.query<LeafRow>('select * from gate.ledger_leaves_from($1,$2,$3)', [
      this.#token(),
      from,
      PAGE,
    ])
    return rows
  }

  #found(fault: LedgerFault, times = 1): void {
    if (times > 0) this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + times)
  }
}

/** Null for an event that was changed into something that is none. */
function leafOf(row: LeafRow): Uint8Array | null {
  try {
    return leafHash(sha256, entryOf(row, row.actor_hash))
  } catch {
    return null
  }
}
