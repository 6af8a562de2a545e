/**
 * The Merkle tree of RFC 6962, section 2.1 (and RFC 9162 for the checks): hashes, proofs, proof checks, and a
 * frontier by which a tree grows without being read. Pure: the caller hands in SHA-256, which is `node:crypto` on
 * a server and `core/sha256.ts` in a browser. Leaves are given as leaf hashes, because that is what is kept.
 *
 * Indexes and sizes are whole numbers below 2^53; halving is done by division, since bit operators stop at 2^31.
 */
import type { Sha256 } from './sha256.ts'

export const HASH_BYTES = 32

/** A run of leaves, `start` included, `end` not. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The hash of the complete subtree of 2^level leaves that begins at leaf `index * 2^level`. */
export type CompleteSubtree = (level: number, index: number) => Uint8Array

/** The rightmost edge of a tree: the roots of its complete subtrees, largest first. Enough to append to. */
export interface Frontier {
  readonly size: number
  readonly nodes: readonly Uint8Array[]
}

export const EMPTY_FRONTIER: Frontier = { size: 0, nodes: [] }

/** SHA-256(0x00 || leaf). The prefix keeps a leaf from passing for a node. */
export function leafHash(sha256: Sha256, leaf: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + leaf.length)
  bytes.set(leaf, 1)
  return sha256(bytes)
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1)
  pair.set(right, 1 + HASH_BYTES)
  return sha256(pair)
}

/** Used again for every node: a page of fifty people hashes as many nodes while its reader waits. */
const pair = new Uint8Array(1 + 2 * HASH_BYTES)
pair[0] = 1

/** The root over `leafHashes`; of no leaves, the hash of the empty string. */
export function rootOf(sha256: Sha256, leafHashes: readonly Uint8Array[]): Uint8Array {
  return appendLeaves(sha256, EMPTY_FRONTIER, leafHashes).root
}

/** The root of the tree that `frontier` is the edge of. */
export function rootOfFrontier(sha256: Sha256, frontier: Frontier): Uint8Array {
  if (frontier.nodes.length === 0) return sha256(new Uint8Array(0))
  return frontier.nodes.reduceRight((right, left) => nodeHash(sha256, left, right))
}

/** The tree after `leafHashes` were appended: its new frontier and root. The frontier given stays as it was. */
export function appendLeaves(
  sha256: Sha256,
  frontier: Frontier,
  leafHashes: readonly Uint8Array[],
): { frontier: Frontier; root: Uint8Array } {
  const nodes = [...frontier.nodes]
  let size = frontier.size
  for (const leaf of leafHashes) {
    let node = leaf
    for (let rest = size; rest % 2 === 1; rest = half(rest)) node = nodeHash(sha256, nodes.pop()!, node)
    nodes.push(node)
    size++
  }
  const grown = { size, nodes }
  return { frontier: grown, root: rootOfFrontier(sha256, grown) }
}

/** A frontier as it is stored: its nodes one after another. */
export function frontierBytes(frontier: Frontier): Uint8Array {
  const bytes = new Uint8Array(frontier.nodes.length * HASH_BYTES)
  frontier.nodes.forEach((node, i) => bytes.set(node, i * HASH_BYTES))
  return bytes
}

/** A stored frontier. Throws a RangeError when the bytes cannot be the edge of a tree of that size. */
export function frontierFrom(size: number, bytes: Uint8Array): Frontier {
  let count = 0
  for (let rest = size; rest > 0; rest = half(rest)) count += rest % 2
  if (!Number.isSafeInteger(size) || size < 0 || bytes.length !== count * HASH_BYTES) {
    throw new RangeError('the stored frontier does not fit the size of its tree')
  }
  const nodes = Array.from({ length: count }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES))
  return { size, nodes }
}

/** The audit path of leaf `index` (RFC 6962, 2.1.1), from the leaf upwards. RangeError for an index outside. */
export function inclusionPath(
  sha256: Sha256,
  leafHashes: readonly Uint8Array[],
  index: number,
): Uint8Array[] {
  const complete = subtreesOf(sha256, leafHashes)
  return inclusionRanges(index, leafHashes.length).map((range) => rangeRoot(sha256, range, complete))
}

/** Proof that the tree of `leafHashes` extends the one of its first `oldSize` leaves (RFC 6962, 2.1.2). */
export function consistencyPath(
  sha256: Sha256,
  leafHashes: readonly Uint8Array[],
  oldSize: number,
): Uint8Array[] {
  const complete = subtreesOf(sha256, leafHashes)
  return consistencyRanges(oldSize, leafHashes.length).map((range) => rangeRoot(sha256, range, complete))
}

/** Whether `hash` is the leaf at `index` of the tree of `size` leaves with that root (RFC 9162, 2.1.3.2). */
export function verifyInclusion(
  sha256: Sha256,
  hash: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || ![hash, root, ...path].every(isHash)) return false
  let place = index
  let last = size - 1
  let node = hash
  for (const sibling of path) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      node = nodeHash(sha256, sibling, node)
      while (place !== 0 && place % 2 === 0) [place, last] = [half(place), half(last)]
    } else {
      node = nodeHash(sha256, node, sibling)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && sameBytes(node, root)
}

/** Whether the tree with `newRoot` begins with the whole of the tree with `oldRoot` (RFC 9162, 2.1.4.2). */
export function verifyConsistency(
  sha256: Sha256,
  oldSize: number,
  newSize: number,
  path: readonly Uint8Array[],
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false
  if (![oldRoot, newRoot, ...path].every(isHash)) return false
  if (oldSize === newSize) return path.length === 0 && sameBytes(oldRoot, newRoot)
  if (oldSize === 0) return path.length === 0 && sameBytes(oldRoot, sha256(new Uint8Array(0)))
  let place = oldSize - 1
  let last = newSize - 1
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  // A complete old tree is a node of the new one, so its root starts the path without being sent.
  const [first, ...rest] = place === 0 ? [oldRoot, ...path] : path
  if (first === undefined) return false
  let before = first
  let after = first
  for (const node of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      before = nodeHash(sha256, node, before)
      after = nodeHash(sha256, node, after)
      while (place !== 0 && place % 2 === 0) [place, last] = [half(place), half(last)]
    } else {
      after = nodeHash(sha256, after, node)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && sameBytes(before, oldRoot) && sameBytes(after, newRoot)
}

/** The runs of leaves whose roots make up an audit path, from the leaf upwards. */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError('no such leaf in the tree')
  const ranges: Range[] = []
  for (let start = 0, end = size; end - start > 1;) {
    const middle = split(start, end)
    if (index < middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  return ranges.reverse()
}

/** The runs of leaves whose roots make up a consistency proof, in its order. */
export function consistencyRanges(oldSize: number, newSize: number): Range[] {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) throw new RangeError('no such older tree')
  if (oldSize === 0 || oldSize === newSize) return []
  const ranges: Range[] = []
  let start = 0
  let end = newSize
  while (end !== oldSize) {
    const middle = split(start, end)
    if (oldSize <= middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  if (start !== 0) ranges.push({ start, end })
  return ranges.reverse()
}

/** The root over a run of leaves that is itself a subtree of the tree. */
export function rangeRoot(sha256: Sha256, range: Range, complete: CompleteSubtree): Uint8Array {
  const width = range.end - range.start
  const level = Math.round(Math.log2(width))
  if (2 ** level === width) return complete(level, range.start / width)
  const middle = split(range.start, range.end)
  const left = rangeRoot(sha256, { start: range.start, end: middle }, complete)
  return nodeHash(sha256, left, rangeRoot(sha256, { start: middle, end: range.end }, complete))
}

/** Whether two byte strings are equal. Not constant in time: nothing here is a secret. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

function subtreesOf(sha256: Sha256, leafHashes: readonly Uint8Array[]): CompleteSubtree {
  return (level, index) => rootOf(sha256, leafHashes.slice(index * 2 ** level, (index + 1) * 2 ** level))
}

/** Where a tree over [start, end) divides: after the largest power of two of leaves below its width. */
function split(start: number, end: number): number {
  let width = 1
  while (width * 2 < end - start) width *= 2
  return start + width
}

function half(value: number): number {
  return Math.floor(value / 2)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isHash(value: Uint8Array): boolean {
  return value.length === HASH_BYTES
}
