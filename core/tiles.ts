/**
 * The ledger's tree as static files, by C2SP tlog-tiles: hash tiles 256 wide and eight levels high, and entry
 * bundles beside them. Pure: this says which files there are and what is in them; others store and serve them.
 */
import type { Range } from './merkle.ts'
import {
  appendLeaves,
  consistencyRanges,
  EMPTY_FRONTIER,
  HASH_BYTES,
  inclusionRanges,
  rangeRoot,
  rootOf,
} from './merkle.ts'
import type { Sha256 } from './sha256.ts'

export const TILE_WIDTH = 256
const TILE_HEIGHT = 8
/** Longest entry that a bundle's length prefix can say, in bytes. */
export const ENTRY_MAX = 0xffff

/** A tile: its level (0 holds leaf hashes), its index within the level, and how many hashes it holds (1 to 256). */
export interface Tile {
  readonly level: number
  readonly index: number
  readonly width: number
}

/** The content of a tile that the tree has; throws when it cannot be had. */
export type ReadTile = (tile: Tile) => Uint8Array

/** `tile/<L>/<N>` or `tile/<L>/<N>.p/<W>`, below the log's prefix. */
export function tilePath(tile: Tile): string {
  return `tile/${tile.level}/${indexPath(tile)}`
}

/** `tile/entries/<N>[.p/<W>]`: the entries whose hashes are in the tile of level 0 with that index and width. */
export function entriesPath(bundle: { index: number; width: number }): string {
  return `tile/entries/${indexPath(bundle)}`
}

/** The tile, or bundle of entries, that a path names; null when it names none. Strict: one path per tile. */
export function parseTilePath(path: string): (Tile & { readonly entries: boolean }) | null {
  const parts = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!parts) return null
  const entries = parts[1] === 'entries'
  const level = entries ? 0 : Number(parts[1])
  const index = Number(parts[2]!.replace(/[x/]/g, ''))
  const width = parts[3] === undefined ? TILE_WIDTH : Number(parts[3])
  if (level > 63 || !Number.isSafeInteger(index) || width < 1) return null
  if (parts[3] !== undefined && width >= TILE_WIDTH) return null
  const tile = { level, index, width }
  return (entries ? entriesPath(tile) : tilePath(tile)) === path ? { ...tile, entries } : null
}

/** How many hashes the tree of `size` leaves has at a tile level: the full tiles of the level below. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** Every tile, full or partial, of the tree of `size` leaves, lowest level first. */
export function tilesOf(size: number): Tile[] {
  return tilesGrown(0, size)
}

/** The tiles that are new, or wider than before, when the tree grows from `from` to `to` leaves. */
export function tilesGrown(from: number, to: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; hashesAt(level, to) > 0; level++) {
    const before = hashesAt(level, from)
    const after = hashesAt(level, to)
    for (let start = before - (before % TILE_WIDTH); start < after; start += TILE_WIDTH) {
      const tile = { level, index: start / TILE_WIDTH, width: Math.min(TILE_WIDTH, after - start) }
      if (after > before) tiles.push(tile)
    }
  }
  return tiles
}

/**
 * The contents of the tiles that change when `leafHashes` are appended to a tree of `from` leaves, in the order of
 * `tilesGrown`. `read` is asked only for the partial tiles at the old right edge, at most one a level.
 */
export function growTiles(
  sha256: Sha256,
  from: number,
  leafHashes: readonly Uint8Array[],
  read: ReadTile,
): { tile: Tile; bytes: Uint8Array }[] {
  const grown: { tile: Tile; bytes: Uint8Array }[] = []
  let fresh = leafHashes
  for (let level = 0; fresh.length > 0; level++) {
    const had = hashesAt(level, from)
    const kept = had % TILE_WIDTH
    const start = (had - kept) / TILE_WIDTH
    const edge = kept === 0 ? [] : hashesIn(read({ level, index: start, width: kept }))
    const hashes = [...edge, ...fresh]
    const above: Uint8Array[] = []
    for (let at = 0; at < hashes.length; at += TILE_WIDTH) {
      const row = hashes.slice(at, at + TILE_WIDTH)
      grown.push({ tile: { level, index: start + at / TILE_WIDTH, width: row.length }, bytes: joined(row) })
      if (row.length === TILE_WIDTH) above.push(rootOf(sha256, row))
    }
    fresh = above
  }
  return grown
}

/** The tiles that the inclusion proof of leaf `index` in the tree of `size` leaves is made from. */
export function tilesForInclusion(index: number, size: number): Tile[] {
  return tilesFor(inclusionRanges(index, size), size)
}

/** The tiles that the consistency proof between two sizes is made from. */
export function tilesForConsistency(oldSize: number, newSize: number): Tile[] {
  return tilesFor(consistencyRanges(oldSize, newSize), newSize)
}

/** An audit path made from tiles alone; a browser fetches `tilesForInclusion` first and looks them up here. */
export function inclusionFromTiles(
  sha256: Sha256,
  index: number,
  size: number,
  read: ReadTile,
): Uint8Array[] {
  return inclusionRanges(index, size).map((range) => rootFromTiles(sha256, range, size, read))
}

/** A consistency proof made from tiles alone. */
export function consistencyFromTiles(
  sha256: Sha256,
  oldSize: number,
  newSize: number,
  read: ReadTile,
): Uint8Array[] {
  return consistencyRanges(oldSize, newSize).map((range) => rootFromTiles(sha256, range, newSize, read))
}

/** The root of the tree of `size` leaves, from its tiles: what an auditor compares with the checkpoint. */
export function treeRootFromTiles(sha256: Sha256, size: number, read: ReadTile): Uint8Array {
  if (size === 0) return appendLeaves(sha256, EMPTY_FRONTIER, []).root
  return rootFromTiles(sha256, { start: 0, end: size }, size, read)
}

/** Entries as a bundle: each after its length as a big-endian uint16. RangeError for one that is too long. */
export function bundleOf(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const entry of entries) {
    if (entry.length > ENTRY_MAX)
      throw new RangeError('an entry of the ledger is longer than a bundle can say')
    view.setUint16(at, entry.length)
    bytes.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bytes
}

/** The entries of a bundle. RangeError when it is cut short or holds more than a tile's worth. */
export function entriesIn(bundle: Uint8Array): Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength)
  const entries: Uint8Array[] = []
  for (let at = 0; at < bundle.length;) {
    const end = at + 2 > bundle.length ? Infinity : at + 2 + view.getUint16(at)
    if (end > bundle.length || entries.length === TILE_WIDTH) throw new RangeError('not a bundle of entries')
    entries.push(bundle.slice(at + 2, end))
    at = end
  }
  return entries
}

/** The hashes of a tile. RangeError when its bytes are not 1 to 256 hashes. */
export function hashesIn(tile: Uint8Array): Uint8Array[] {
  const count = tile.length / HASH_BYTES
  if (!Number.isInteger(count) || count < 1 || count > TILE_WIDTH) throw new RangeError('not a tile')
  return Array.from({ length: count }, (_, i) => tile.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES))
}

function joined(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES)
  hashes.forEach((hash, i) => bytes.set(hash, i * HASH_BYTES))
  return bytes
}

function indexPath({ index, width }: { index: number; width: number }): string {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const parts = padded.match(/\d{3}/g) ?? []
  const path = parts.map((part, i) => (i < parts.length - 1 ? `x${part}` : part)).join('/')
  return width === TILE_WIDTH ? path : `${path}.p/${width}`
}

/** Where the complete subtree (level, index) of the tree is found: a run of hashes within one tile. */
function placeOf(level: number, index: number, size: number) {
  const tileLevel = Math.floor(level / TILE_HEIGHT)
  const count = 2 ** (level % TILE_HEIGHT)
  const first = index * count
  const tileIndex = Math.floor(first / TILE_WIDTH)
  const width = Math.min(TILE_WIDTH, hashesAt(tileLevel, size) - tileIndex * TILE_WIDTH)
  return { tile: { level: tileLevel, index: tileIndex, width }, offset: first % TILE_WIDTH, count }
}

function rootFromTiles(sha256: Sha256, range: Range, size: number, read: ReadTile): Uint8Array {
  return rangeRoot(sha256, range, (level, index) => {
    const { tile, offset, count } = placeOf(level, index, size)
    const hashes = hashesIn(read(tile))
    if (hashes.length !== tile.width) throw new RangeError('the tile is not as wide as the tree says')
    return rootOf(sha256, hashes.slice(offset, offset + count))
  })
}

function tilesFor(ranges: readonly Range[], size: number): Tile[] {
  const tiles = new Map<string, Tile>()
  const nothing = new Uint8Array(HASH_BYTES)
  for (const range of ranges) {
    rangeRoot(
      () => nothing,
      range,
      (level, index) => {
        const { tile } = placeOf(level, index, size)
        tiles.set(tilePath(tile), tile)
        return nothing
      },
    )
  }
  return [...tiles.values()]
}
