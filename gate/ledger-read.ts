import type pg from 'pg'
import { formatVerifierKey, parseCheckpoint, parseNote } from '../core/checkpoint.ts'
import { linkPath } from '../core/ledger.ts'
import { inclusionFromTiles, tilesForInclusion, type Tile } from '../core/tiles.ts'
import { Problem } from '../core/errors.ts'
import { sha256 } from './bytes.ts'
import type { Caller, House } from './caller.ts'
import { entryOf, hashesOf, type EventRow } from './ledger-entry.ts'
import { ledgerKey, originOf, readTiles } from './sequencer.ts'

/** The newest signed head and the key by which it can be checked. */
export interface Head {
  /** A signed note (C2SP tlog-checkpoint). */
  readonly checkpoint: string
  /** `<name>+<id>+<key>`, as signed-note has it. */
  readonly verifier_key: string
}

/** All that is needed to check one line about a person; bytes in base64. */
export interface SentProof {
  /** The line's canonical bytes (core/ledger.ts). */
  readonly entry: string
  readonly link: { salt: string; index: number; path: string[] }
  readonly inclusion: { index: number; size: number; path: string[] }
  readonly checkpoint: string
  readonly key: string
}

interface Found extends EventRow {
  readonly leaf: string
  readonly actor_hash: Buffer | null
  readonly salt: Buffer
  readonly place: number
  readonly note: string
}

/** What anybody may read of the ledger: its head and the hashes of its tree. */
export class LedgerBook {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /** Throws `not_found` before the first checkpoint. */
  head(): Promise<Head> {
    return this.#house.database.on('ledger', async ({ client }) => {
      const { rows } = await client.query<{ note: string }>(
        'select note from goodfaith.ledger_checkpoints order by size desc limit 1',
      )
      if (!rows[0]) throw new Problem('not_found')
      return { checkpoint: rows[0].note, verifier_key: await this.#verifierKey(client) }
    })
  }

  /**
   * A tile of hashes as C2SP tlog-tiles has it. Throws `not_found` where the published tree has none of that width:
   * a wider one is kept and begins with it.
   */
  tile(tile: Tile): Promise<Uint8Array> {
    return this.#house.database.on('ledger', async ({ client }) => {
      try {
        return (await readTiles(client, [tile]))(tile)
      } catch (error) {
        if (error instanceof RangeError) throw new Problem('not_found')
        throw error
      }
    })
  }

  async #verifierKey(client: pg.ClientBase): Promise<string> {
    return formatVerifierKey(ledgerKey(this.#house, await originOf(client, this.#house)))
  }
}

/** The proof of one line, for the person it is about: row policies show them their own links and nobody else's. */
export class LedgerProofs {
  readonly #caller: Caller
  readonly #client: pg.ClientBase

  /** @param client of the transaction whose token the policies ask */
  constructor(caller: Caller, client: pg.ClientBase) {
    this.#caller = caller
    this.#client = client
  }

  /** Throws `not_found` for an event that is not about the person, and for one that no checkpoint covers yet. */
  async of(person: string, event: string): Promise<SentProof> {
    const { house } = this.#caller
    const { rows } = await this.#client.query<Found>(FIND, [person, event])
    const [found] = rows
    const checkpoint = found && parseNote(found.note)
    const head = checkpoint && parseCheckpoint(checkpoint.text)
    if (!found || !head) throw new Problem('not_found')
    const index = Number(found.leaf)
    const tiles = await readTiles(this.#client, tilesForInclusion(index, head.size))
    const key = ledgerKey(house, head.origin)
    return {
      entry: base64(entryOf(found, found.actor_hash)),
      link: {
        salt: base64(found.salt),
        index: found.place,
        path: linkPath(sha256, hashesOf(found.link_hashes), found.place).map(base64),
      },
      inclusion: {
        index,
        size: head.size,
        path: inclusionFromTiles(sha256, index, head.size, tiles).map(base64),
      },
      checkpoint: found.note,
      key: formatVerifierKey(key),
    }
  }
}

// the time as the sequencer wrote it (gate.ledger_time), to the microsecond
const FIND = `select e.event_id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.actor_kind, e.actor_id,
    e.purpose, e.kind, e.fields, e.link_hashes, e.links_root, v.leaf, v.actor_hash, l.salt, l.place, c.note
  from goodfaith.ledger_links l
  join goodfaith.ledger_events e on e.event_id = l.event_id
  join goodfaith.ledger_leaves v on v.event_id = e.event_id
  cross join lateral (select k.note, k.size from goodfaith.ledger_checkpoints k order by k.size desc limit 1) c
  where l.person_id = $1 and l.event_id = $2 and v.leaf < c.size`

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
