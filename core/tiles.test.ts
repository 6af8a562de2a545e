import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as merkle from './merkle.ts'
import * as tiles from './tiles.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex')
const leaf = (i: number): Uint8Array => merkle.leafHash(sha256, Buffer.from(String(i)))
const hashes = (from: number, to: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, i) => leaf(from + i))

test('paths as the standard writes them', () => {
  expect(tiles.tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067')
  expect(tiles.tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1')
  expect(tiles.entriesPath({ index: 999, width: 256 })).toBe('tile/entries/999')
  expect(tiles.entriesPath({ index: 1000, width: 17 })).toBe('tile/entries/x001/000.p/17')
})

test('a path is read back, and only its one spelling', () => {
  fc.assert(
    fc.property(
      fc.record({
        level: fc.integer({ min: 0, max: 63 }),
        index: fc.integer({ min: 0, max: 2 ** 48 }),
        width: fc.integer({ min: 1, max: 256 }),
      }),
      (tile) => {
        expect(tiles.parseTilePath(tiles.tilePath(tile))).toEqual({ ...tile, entries: false })
        expect(tiles.parseTilePath(tiles.entriesPath(tile))).toEqual({ ...tile, level: 0, entries: true })
      },
    ),
  )
  const wrong = [
    'tile/0/0',
    'tile/00/000',
    'tile/64/000',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/../../000',
    'tile/entries/x001/x234/067/',
    '/tile/0/000',
    'tile/0/000\n',
  ]
  for (const path of wrong) expect([path, tiles.parseTilePath(path)]).toEqual([path, null])
})

test('the tiles of a tree of 70,000 and of 256 leaves are those of the standard', () => {
  const of = tiles.tilesOf(70_000)
  const summary = [0, 1, 2].map((level) => {
    const row = of.filter((tile) => tile.level === level)
    return [
      row.filter((tile) => tile.width === 256).length,
      row.filter((tile) => tile.width < 256).map((t) => t.width),
    ]
  })
  expect(summary).toEqual([
    [273, [112]],
    [1, [17]],
    [0, [1]],
  ])
  expect(tiles.tilesOf(256)).toEqual([
    { level: 0, index: 0, width: 256 },
    { level: 1, index: 0, width: 1 },
  ])
  expect(tiles.tilesOf(0)).toEqual([])
})

test('growing names exactly the tiles that the larger tree has and the smaller has not', () => {
  const size = fc.oneof(fc.nat(2000), fc.nat(200_000))
  fc.assert(
    fc.property(size, size, (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const before = new Set(tiles.tilesOf(from).map(tiles.tilePath))
      const after = tiles.tilesOf(to).map(tiles.tilePath)
      expect(tiles.tilesGrown(from, to).map(tiles.tilePath)).toEqual(
        after.filter((path) => !before.has(path)),
      )
    }),
    { numRuns: 50 },
  )
})

/** A store grown in batches, as the sequencer grows it: only what growTiles asked for is ever read. */
function storeOf(sizes: readonly number[]) {
  const kept = new Map<string, Uint8Array>()
  const asked: string[] = []
  const read: tiles.ReadTile = (tile) => {
    asked.push(tiles.tilePath(tile))
    const bytes = kept.get(tiles.tilePath(tile))
    if (!bytes) throw new Error(`no tile ${tiles.tilePath(tile)}`)
    return bytes
  }
  let from = 0
  for (const to of sizes) {
    const grown = tiles.growTiles(sha256, from, hashes(from, to), read)
    expect(grown.map(({ tile }) => tile)).toEqual(tiles.tilesGrown(from, to))
    for (const { tile, bytes } of grown) kept.set(tiles.tilePath(tile), bytes)
    from = to
  }
  return { kept, asked, read }
}

test('tiles grown in batches give the root and every proof of the tree built at once', () => {
  const sizes = [1, 2, 255, 256, 257, 300, 511, 513, 1300, 1300, 66_000]
  const { read } = storeOf(sizes)
  const all = hashes(0, 66_000)
  for (const size of sizes) {
    const root = tiles.treeRootFromTiles(sha256, size, read)
    expect(hex(root)).toBe(hex(merkle.rootOf(sha256, all.slice(0, size))))
    for (const index of [0, Math.floor(size / 3), size - 1]) {
      const path = tiles.inclusionFromTiles(sha256, index, size, read)
      expect(merkle.verifyInclusion(sha256, all[index]!, index, size, path, root)).toBe(true)
    }
    for (const old of sizes.filter((value) => value <= size)) {
      const path = tiles.consistencyFromTiles(sha256, old, size, read)
      const oldRoot = tiles.treeRootFromTiles(sha256, old, read)
      expect(merkle.verifyConsistency(sha256, old, size, path, oldRoot, root)).toBe(true)
    }
  }
})

test('growing reads one tile a level at most, and a proof only the tiles announced for it', () => {
  const { asked, read } = storeOf([1300, 1301])
  expect(asked).toEqual(['tile/0/005.p/20'])
  asked.length = 0
  tiles.inclusionFromTiles(sha256, 700, 1301, read)
  const announced = tiles.tilesForInclusion(700, 1301).map(tiles.tilePath)
  expect([...new Set(asked)].sort()).toEqual([...announced].sort())
  asked.length = 0
  tiles.consistencyFromTiles(sha256, 1300, 1301, read)
  expect([...new Set(asked)].sort()).toEqual(tiles.tilesForConsistency(1300, 1301).map(tiles.tilePath).sort())
})

test('a changed hash in a tile no longer gives the root; a tile cut short is refused', () => {
  const { kept, read } = storeOf([600])
  const root = hex(tiles.treeRootFromTiles(sha256, 600, read))
  const tile = kept.get('tile/0/002.p/88')!
  tile[40]! ^= 1
  expect(hex(tiles.treeRootFromTiles(sha256, 600, read))).not.toBe(root)
  kept.set('tile/0/002.p/88', tile.slice(0, 87 * 32))
  expect(() => tiles.treeRootFromTiles(sha256, 600, read)).toThrow(RangeError)
  expect(() => tiles.hashesIn(new Uint8Array(33))).toThrow(RangeError)
})

test('entry bundles: length-prefixed, read back, refused when cut short or too long', () => {
  expect(hex(tiles.bundleOf([Buffer.from('ab'), Buffer.from('')]))).toBe('000261620000')
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 256 }), fc.nat(), (entries, cut) => {
      const bundle = tiles.bundleOf(entries)
      expect(tiles.entriesIn(bundle).map(hex)).toEqual(entries.map(hex))
      if (bundle.length === 0) return
      const shorter = bundle.subarray(0, cut % bundle.length)
      let read: Uint8Array[] | null = null
      try {
        read = tiles.entriesIn(shorter)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
      if (read) expect(read.length).toBeLessThan(entries.length)
    }),
  )
  expect(() => tiles.bundleOf([new Uint8Array(65_536)])).toThrow(RangeError)
  expect(() => tiles.entriesIn(tiles.bundleOf(Array.from({ length: 257 }, () => new Uint8Array(1))))).toThrow(
    RangeError,
  )
})
