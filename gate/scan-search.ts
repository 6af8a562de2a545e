import { inflateRawSync, inflateSync, constants } from 'node:zlib'
import { CompressedValues } from './scan-compressed.ts'
import type { Pattern } from './scan-needles.ts'

/** What was found in one stream: each needle and encoding once. */
export interface Hit {
  readonly needle: number
  /** How it lay there, with what it was inside of, such as `gzip: utf-8`. */
  readonly encoding: string
  /** Byte in the file, or in what it was inside of. */
  readonly offset: number
}

/** A deflated stream that begins in the bytes pushed. */
interface Deflated {
  readonly offset: number
  readonly kind: 'gzip' | 'zlib' | 'zip'
}

const PROBE = 1024
const DEEPEST = 3

/**
 * Looks for patterns in a stream of bytes that comes in pieces, with constant memory: what a pattern, a header or a
 * compressed value could straddle is carried over to the next piece.
 */
export class Search {
  readonly #patterns: readonly Pattern[]
  readonly #hit: (hit: Hit) => void
  readonly #inside: string
  readonly #depth: number
  readonly #carry: number
  readonly #seen = new Set<Pattern>()
  readonly #values: CompressedValues | undefined
  #tail: Buffer = Buffer.alloc(0)
  #at = 0

  /** @param database whether PostgreSQL wrote the stream: then its compressed values are opened */
  constructor(
    patterns: readonly Pattern[],
    hit: (hit: Hit) => void,
    options: { inside?: string; depth?: number; database?: boolean } = {},
  ) {
    this.#patterns = patterns
    this.#hit = hit
    this.#inside = options.inside ?? ''
    this.#depth = options.depth ?? 0
    const longest = Math.max(0, ...patterns.map((pattern) => pattern.bytes.length))
    // a line break after every 40 characters at the worst
    this.#carry = Math.max(2 * longest + 64, PROBE, options.database ? 8192 + 128 : 0)
    if (options.database) this.#values = new CompressedValues((plain) => this.#within('compressed', plain))
  }

  /** Takes the next piece; answers with the deflated streams that begin in it and look as if they inflate. */
  push(piece: Buffer, last = false): Deflated[] {
    const bytes = this.#tail.length === 0 ? piece : Buffer.concat([this.#tail, piece])
    const end = last ? bytes.length : Math.max(0, bytes.length - this.#carry)
    const start = this.#at
    this.#look(bytes, start, false)
    const flat = withoutBreaks(bytes)
    if (flat.length !== bytes.length) this.#look(flat, start, true)
    this.#values?.push(bytes, end)
    const deflated = this.#depth < DEEPEST ? findDeflated(bytes, end, start) : []
    this.#tail = Buffer.from(bytes.subarray(end))
    this.#at += end
    if (last) this.#values?.finish()
    return deflated
  }

  /** Looks through bytes that were inside this stream. */
  #within(inside: string, plain: Buffer): void {
    searchWhole(this.#patterns, plain, this.#hit, {
      inside: `${this.#inside}${inside}: `,
      depth: this.#depth + 1,
    })
  }

  #look(bytes: Buffer, start: number, flat: boolean): void {
    for (const pattern of this.#patterns) {
      if (this.#seen.has(pattern) || (flat && !pattern.wraps)) continue
      const found = bytes.indexOf(pattern.bytes)
      if (found < 0) continue
      this.#seen.add(pattern)
      this.#hit({
        needle: pattern.needle,
        encoding: this.#inside + pattern.encoding,
        offset: start + found,
      })
    }
  }
}

/** Searches bytes that are in memory, and what is deflated inside them. */
export function searchWhole(
  patterns: readonly Pattern[],
  bytes: Buffer,
  hit: (hit: Hit) => void,
  options: { inside: string; depth: number },
): void {
  const search = new Search(patterns, hit, options)
  for (const { offset, kind } of search.push(bytes, true)) {
    const plain = inflateHere(bytes, offset, kind, 64 * 2 ** 20)
    if (plain)
      searchWhole(patterns, plain, hit, {
        inside: `${options.inside}${kind}: `,
        depth: options.depth + 1,
      })
  }
}

/** Where the deflated bytes of a zip entry begin (APPNOTE 4.3.7); undefined when it is stored or cut. */
export function zipBody(bytes: Buffer, offset: number): number | undefined {
  if (offset + 30 > bytes.length || bytes.readUInt16LE(offset + 8) !== 8) return undefined
  return offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
}

function inflateHere(
  bytes: Buffer,
  offset: number,
  kind: Deflated['kind'],
  most: number,
): Buffer | undefined {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most }
  try {
    if (kind === 'zlib') return inflateSync(bytes.subarray(offset), options)
    const body = kind === 'zip' ? zipBody(bytes, offset) : gzipBody(bytes, offset)
    return body === undefined ? undefined : inflateRawSync(bytes.subarray(body), options)
  } catch {
    return undefined
  }
}

/** Where the deflated bytes after a gzip header begin (RFC 1952, section 2.3). */
export function gzipBody(bytes: Buffer, offset: number): number | undefined {
  const flags = bytes[offset + 3] ?? 0xff
  if (flags > 31) return undefined
  let at = offset + 10
  if (flags & 4) at += 2 + (at + 2 <= bytes.length ? bytes.readUInt16LE(at) : 0)
  for (const text of [8, 16]) {
    if (!(flags & text)) continue
    const end = bytes.indexOf(0, at)
    if (end < 0) return undefined
    at = end + 1
  }
  return flags & 2 ? at + 2 : at
}

const GZIP = Buffer.from([0x1f, 0x8b, 0x08])
const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04])

function findDeflated(bytes: Buffer, end: number, start: number): Deflated[] {
  const found: Deflated[] = []
  const probe = (at: number, kind: Deflated['kind']) => {
    const plain = inflateHere(bytes.subarray(0, at + PROBE), at, kind, 2 ** 22)
    if (plain && plain.length > 3) found.push({ offset: start + at, kind })
  }
  for (let at = bytes.indexOf(GZIP); at >= 0 && at < end; at = bytes.indexOf(GZIP, at + 1)) probe(at, 'gzip')
  for (let at = bytes.indexOf(ZIP); at >= 0 && at < end; at = bytes.indexOf(ZIP, at + 1)) probe(at, 'zip')
  for (let at = bytes.indexOf(0x78); at >= 0 && at < end; at = bytes.indexOf(0x78, at + 1)) {
    const second = bytes[at + 1]
    if (second === 0x01 || second === 0x5e || second === 0x9c || second === 0xda) probe(at, 'zlib')
  }
  return found
}

/** Without line breaks, and without the soft ones of quoted-printable. */
function withoutBreaks(bytes: Buffer): Buffer {
  const flat = Buffer.allocUnsafe(bytes.length)
  let to = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === 10 || byte === 13) {
      if (to > 0 && flat[to - 1] === 61 && bytes[at - 1] === 61) to--
    } else flat[to++] = byte
  }
  return flat.subarray(0, to)
}
