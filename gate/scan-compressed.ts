/** Most bytes that one compressed value may give. */
const MOST = 64 * 2 ** 20
/** A TOAST chunk that is not the last of its value (TOAST_MAX_CHUNK_SIZE of 8 kB pages). */
const CHUNK = 1996
const CHUNKS_KEPT = 16_384

/**
 * PostgreSQL's own compression (src/common/pg_lzcompress.c), as far as it goes: a broken or cut stream gives what it
 * gave until then.
 */
export function inflatePglz(source: Buffer, rawSize: number): Buffer {
  const out = Buffer.alloc(Math.min(rawSize, MOST))
  let from = 0
  let to = 0
  while (from < source.length && to < out.length) {
    let control = source[from++]!
    for (let item = 0; item < 8 && from < source.length && to < out.length; item++, control >>= 1) {
      if ((control & 1) === 0) {
        out[to++] = source[from++]!
        continue
      }
      if (from + 1 >= source.length) return out.subarray(0, to)
      let length = (source[from]! & 0x0f) + 3
      const back = ((source[from]! & 0xf0) << 4) | source[from + 1]!
      from += 2
      if (length === 18) length += source[from++] ?? 0
      if (back === 0 || back > to) return out.subarray(0, to)
      for (; length > 0 && to < out.length; length--, to++) out[to] = out[to - back]!
    }
  }
  return out.subarray(0, to)
}

/** An LZ4 block, likewise: a server may be told to compress with it. */
export function inflateLz4(source: Buffer, rawSize: number): Buffer {
  const out = Buffer.alloc(Math.min(rawSize, MOST))
  let from = 0
  let to = 0
  const longer = (length: number) => {
    if (length !== 15) return length
    for (let more = 255; more === 255 && from < source.length;) length += more = source[from++]!
    return length
  }
  while (from < source.length && to < out.length) {
    const token = source[from++]!
    const literals = longer(token >> 4)
    to += source.copy(out, to, from, from + literals)
    from += literals
    if (from + 1 >= source.length) break
    const back = source.readUInt16LE(from)
    from += 2
    let length = longer(token & 15) + 4
    if (back === 0 || back > to) break
    for (; length > 0 && to < out.length; length--, to++) out[to] = out[to - back]!
  }
  return out.subarray(0, to)
}

/** Bytes that begin with `va_tcinfo`: size and method, then the compressed stream. */
function inflateValue(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 12) return undefined
  const info = bytes.readUInt32LE(0)
  const size = info & 0x3fffffff
  if (size < 16 || size > MOST) return undefined
  if (info >>> 30 === 0) return inflatePglz(bytes.subarray(4), size)
  return info >>> 30 === 1 ? inflateLz4(bytes.subarray(4), size) : undefined
}

/**
 * Finds PostgreSQL's compressed values in a stream of its files: inline ones by their header, wherever it may stand
 * (in a page, in the free space a deleted row left, in the log), and those cut into TOAST chunks by putting the chunks
 * together again. Tolerant: what only looks like a value gives a few bytes that nobody looks for.
 */
export class CompressedValues {
  readonly #chunks = new Map<number, Map<number, Buffer>>()
  readonly #give: (plain: Buffer) => void
  #kept = 0

  constructor(give: (plain: Buffer) => void) {
    this.#give = give
  }

  /** Looks at headers that start in `bytes` before `end`; their values may reach beyond it. */
  push(bytes: Buffer, end: number): void {
    for (let at = 0; at < end && at + 12 <= bytes.length; at++) {
      // little-endian lengths below 64 kB: the two high bytes of the header are all but empty
      if (bytes[at + 3] !== 0 || bytes[at + 2]! > 3) continue
      const header = bytes.readUInt32LE(at)
      const length = header >>> 2
      if ((header & 3) === 2 && length >= 16 && length <= 8192 + 64) {
        const size = bytes.readUInt32LE(at + 4) & 0x3fffffff
        if (size <= length || size > 2 ** 20) continue
        const plain = inflateValue(bytes.subarray(at + 4, at + length))
        if (plain && plain.length > 8) this.#give(plain)
      } else if ((header & 3) === 0 && at >= 8 && length > 4 && length <= CHUNK + 4)
        this.#chunk(bytes, at, length)
    }
  }

  /** Values of which the end never came: as far as they go. */
  finish(): void {
    for (const id of [...this.#chunks.keys()]) this.#complete(id)
  }

  #chunk(bytes: Buffer, at: number, length: number): void {
    const id = bytes.readUInt32LE(at - 8)
    const place = bytes.readUInt32LE(at - 4)
    if (id < 16_384 || place > 32_768 || at + length > bytes.length) return
    const value = this.#chunks.get(id) ?? new Map<number, Buffer>()
    if (!value.has(place)) this.#kept++
    value.set(place, Buffer.from(bytes.subarray(at + 4, at + length)))
    this.#chunks.set(id, value)
    if (this.#kept > CHUNKS_KEPT) this.#complete(this.#chunks.keys().next().value!)
  }

  #complete(id: number): void {
    const value = this.#chunks.get(id)!
    this.#chunks.delete(id)
    this.#kept -= value.size
    const parts: Buffer[] = []
    for (let place = 0; value.has(place); place++) parts.push(value.get(place)!)
    const plain = parts.length > 0 ? inflateValue(Buffer.concat(parts)) : undefined
    if (plain && plain.length > 8) this.#give(plain)
  }
}
