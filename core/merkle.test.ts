import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as merkle from './merkle.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex')
const hashes = (count: number, seed = 0): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => merkle.leafHash(sha256, Buffer.from(`${seed}:${i}`)))

/** The eight inputs that the implementations of Certificate Transparency share, and the roots they agree on. */
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('the roots of the well-known eight leaves, at every size', () => {
  const leaves = inputs.map((input) => merkle.leafHash(sha256, bytes(input)))
  for (let size = 0; size <= 8; size++) {
    expect(hex(merkle.rootOf(sha256, leaves.slice(0, size)))).toBe(roots[size])
  }
})

test('a tree grown in batches has the root of the tree built at once, and its frontier survives storage', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 12 }), (batches) => {
      const all: Uint8Array[] = []
      let frontier = merkle.EMPTY_FRONTIER
      for (const [seed, count] of batches.entries()) {
        const batch = hashes(count, seed)
        all.push(...batch)
        const grown = merkle.appendLeaves(sha256, frontier, batch)
        frontier = merkle.frontierFrom(grown.frontier.size, merkle.frontierBytes(grown.frontier))
        expect(hex(grown.root)).toBe(hex(byDefinition(all)))
        expect(hex(merkle.rootOfFrontier(sha256, frontier))).toBe(hex(grown.root))
      }
      expect(frontier.size).toBe(all.length)
    }),
  )
})

test('a stored frontier of the wrong length is refused', () => {
  expect(() => merkle.frontierFrom(3, new Uint8Array(32))).toThrow(RangeError)
  expect(() => merkle.frontierFrom(0, new Uint8Array(32))).toThrow(RangeError)
  expect(() => merkle.frontierFrom(-1, new Uint8Array(0))).toThrow(RangeError)
})

test('every leaf of every tree up to 70 leaves is proved, and only where it stands', () => {
  for (let size = 1; size <= 70; size++) {
    const leaves = hashes(size)
    const root = merkle.rootOf(sha256, leaves)
    for (let index = 0; index < size; index++) {
      const path = merkle.inclusionPath(sha256, leaves, index)
      expect(merkle.verifyInclusion(sha256, leaves[index]!, index, size, path, root)).toBe(true)
      const other = (index + 1) % size
      if (other !== index) {
        expect(merkle.verifyInclusion(sha256, leaves[index]!, other, size, path, root)).toBe(false)
      }
    }
  }
})

test('every tree up to 40 leaves is proved to begin with each of its predecessors', () => {
  for (let size = 0; size <= 40; size++) {
    const leaves = hashes(size)
    const root = merkle.rootOf(sha256, leaves)
    for (let old = 0; old <= size; old++) {
      const oldRoot = merkle.rootOf(sha256, leaves.slice(0, old))
      const path = merkle.consistencyPath(sha256, leaves, old)
      expect(merkle.verifyConsistency(sha256, old, size, path, oldRoot, root)).toBe(true)
    }
  }
})

test('one flipped bit anywhere in an inclusion proof fails it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, at, bit) => {
      const leaves = hashes(size)
      const index = at % size
      const parts = [
        leaves[index]!,
        merkle.rootOf(sha256, leaves),
        ...merkle.inclusionPath(sha256, leaves, index),
      ]
      const check = ([leaf, root, ...path]: Uint8Array[]) =>
        merkle.verifyInclusion(sha256, leaf!, index, size, path, root!)
      expect(check(parts)).toBe(true)
      expect(check(flipped(parts, bit))).toBe(false)
    }),
  )
})

test('one flipped bit anywhere in a consistency proof fails it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, at, bit) => {
      const leaves = hashes(size)
      const old = 1 + (at % size)
      const parts = [
        merkle.rootOf(sha256, leaves.slice(0, old)),
        merkle.rootOf(sha256, leaves),
        ...merkle.consistencyPath(sha256, leaves, old),
      ]
      const check = ([oldRoot, root, ...path]: Uint8Array[]) =>
        merkle.verifyConsistency(sha256, old, size, path, oldRoot!, root!)
      expect(check(parts)).toBe(true)
      expect(check(flipped(parts, bit))).toBe(false)
    }),
  )
})

test('an index or size that is no whole number, or lies outside, is refused', () => {
  const leaves = hashes(4)
  const root = merkle.rootOf(sha256, leaves)
  const path = merkle.inclusionPath(sha256, leaves, 1)
  for (const index of [-1, 1.5, Number.NaN, 2 ** 60, 4]) {
    expect(merkle.verifyInclusion(sha256, leaves[1]!, index, 4, path, root)).toBe(false)
    expect(() => merkle.inclusionPath(sha256, leaves, index)).toThrow(RangeError)
  }
  expect(merkle.verifyConsistency(sha256, 5, 4, [], root, root)).toBe(false)
  expect(() => merkle.consistencyPath(sha256, leaves, 5)).toThrow(RangeError)
})

test('sizes beyond 32 bits are counted rightly', () => {
  // A tree of 2^40 equal leaves: all subtrees of one level are equal, so its proofs need no list of leaves.
  const levels = [merkle.leafHash(sha256, new Uint8Array(0))]
  for (let i = 0; i < 40; i++) levels.push(merkle.nodeHash(sha256, levels[i]!, levels[i]!))
  const ranges = merkle.inclusionRanges(2 ** 39 + 12345, 2 ** 40)
  const path = ranges.map((range) => merkle.rangeRoot(sha256, range, (level) => levels[level]!))
  expect(path.length).toBe(40)
  const at = (index: number) => merkle.verifyInclusion(sha256, levels[0]!, index, 2 ** 40, path, levels[40]!)
  expect(at(2 ** 39 + 12345)).toBe(true)
  expect(merkle.verifyInclusion(sha256, levels[0]!, 1, 2 ** 41, path, levels[40]!)).toBe(false)
})

interface Vector {
  readonly desc: string
  readonly wantErr: boolean
  readonly proof: readonly string[] | null
  readonly leafIdx: number
  readonly treeSize: number
  readonly leafHash: string
  readonly root: string
  readonly size1: number
  readonly size2: number
  readonly root1: string
  readonly root2: string
}

const folder = '../shared/data/merkle-rfc6962'
const base64 = (value: string): Uint8Array => Buffer.from(value, 'base64')

describe.skipIf(!existsSync(folder))('the vectors of the Go implementation', () => {
  const inclusion = vectors(join(folder, 'inclusion'))
  const consistency = vectors(join(folder, 'consistency'))

  test('all of them are there', () => {
    expect([inclusion.length, consistency.length]).toEqual([49, 42])
  })

  test.each(inclusion)('inclusion %s', (_, vector) => {
    const path = (vector.proof ?? []).map(base64)
    const { leafIdx, treeSize } = vector
    const held = merkle.verifyInclusion(
      sha256,
      base64(vector.leafHash),
      leafIdx,
      treeSize,
      path,
      base64(vector.root),
    )
    expect(held).toBe(!vector.wantErr)
  })

  test.each(consistency)('consistency %s', (_, vector) => {
    const path = (vector.proof ?? []).map(base64)
    const { size1, size2 } = vector
    const held = merkle.verifyConsistency(
      sha256,
      size1,
      size2,
      path,
      base64(vector.root1),
      base64(vector.root2),
    )
    expect(held).toBe(!vector.wantErr)
  })
})

function vectors(under: string): [string, Vector][] {
  if (!existsSync(under)) return []
  return readdirSync(under, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(under, path), JSON.parse(readFileSync(path, 'utf8')) as Vector])
}

/** RFC 6962, 2.1, word for word: the slow definition that the fast code is held against. */
function byDefinition(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0))
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return merkle.nodeHash(sha256, byDefinition(leaves.slice(0, k)), byDefinition(leaves.slice(k)))
}

function flipped(parts: Uint8Array[], bit: number): Uint8Array[] {
  const copies = parts.map((part) => Uint8Array.from(part))
  const place = bit % (copies.length * 256)
  copies[Math.floor(place / 256)]![Math.floor((place % 256) / 8)]! ^= 1 << (place % 8)
  return copies
}
