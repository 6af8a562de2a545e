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

/** A line about somebody, as the database keeps it. */
export interface Line {
  readonly event_id: string
  readonly at: Date
  readonly actor_kind: string
  readonly actor_id: string | null
  readonly purpose: string
  readonly kind: string
  readonly fields: string
}

/** The lines about people, and their proofs for the person they are about. */
export class LedgerLines {
  readonly #caller: Caller
  readonly #client: pg.ClientBase

  /** @param client of the transaction: tiles are for everybody and need no door */
  constructor(caller: Caller, client: pg.ClientBase) {
    this.#caller = caller
    this.#client = client
  }

  /**
   * Lines about one visible person, newest first; ids are UUIDv7, so their order is that of time. All of them for the
   * person and under `rights.request`; otherwise those of purposes that the asker may name.
   */
  about(person: string, before: string | null, most: number): Promise<Line[]> {
    return this.#caller.door<Line>('read_ledger', 'select * from gate.read_ledger($1,$2::uuid,$3::uuid,$4)', [
      person,
      before,
      most,
    ])
  }

  /** How many lines about a visible person are not shown: tens, rounded down, or `few`, which includes none. */
  async withheld(person: string): Promise<number | 'few'> {
    const [row] = await this.#caller.door<{ lines: string }>(
      'withheld_lines',
      'select gate.withheld_lines($1,$2::uuid) as lines',
      [person],
    )
    const tens = Math.floor(Number(row!.lines) / 10) * 10
    return tens === 0 ? 'few' : tens
  }

  /** Throws `not_found` for an event that is not about the person, and for one that no checkpoint covers yet. */
  async proof(person: string, event: string): Promise<SentProof> {
    const { house, door } = this.#caller
    const [found] = await door<Found>('read_line', 'select * from gate.read_line($1,$2::uuid,$3::uuid)', [
      person,
      event,
    ])
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

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
