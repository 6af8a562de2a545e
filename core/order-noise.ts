/** A keyed pseudo-random function: at least 16 bytes, the same for the same bytes. */
export type Prf = (bytes: Uint8Array) => Uint8Array

/** Beginnings up to this many symbols have bytes of their own; longer ones use those of their first so many. */
const KEYED_DEPTH = 3
/** Beginnings of fewer symbols are remembered per key: there are few of them, and every name passes one. */
const REMEMBERED = 4000

const remembered = new WeakMap<Prf, Map<string, Uint8Array>>()

/** For a beginning of `depth` symbols and a whole number that names a boundary in it: a value from -1 to 1. */
export type Noise = (depth: number, boundary: number) => number

/**
 * The noise along a name: at each beginning the same for every name that begins so. One call of the function per
 * name, once the short beginnings are remembered.
 */
export function noiseAlong(prf: Prf, symbols: readonly number[]): Noise {
  let deepest: Uint8Array | undefined
  return (depth, boundary) => {
    const isDeep = depth >= KEYED_DEPTH
    const bytes = isDeep ? (deepest ??= bytesOf(prf, symbols, KEYED_DEPTH)) : shortBytes(prf, symbols, depth)
    const at = (boundary + 5 * depth) * 2
    const high = bytes[at % bytes.length] ?? 0
    const low = bytes[(at + 1) % bytes.length] ?? 0
    return (high * 256 + low) / 32767.5 - 1
  }
}

function shortBytes(prf: Prf, symbols: readonly number[], depth: number): Uint8Array {
  const known = remembered.get(prf) ?? new Map<string, Uint8Array>()
  if (known.size === 0) remembered.set(prf, known)
  const beginning = symbols.slice(0, depth).join(' ')
  const found = known.get(beginning)
  if (found !== undefined) return found
  const bytes = bytesOf(prf, symbols, depth)
  if (known.size < REMEMBERED) known.set(beginning, bytes)
  return bytes
}

function bytesOf(prf: Prf, symbols: readonly number[], depth: number): Uint8Array {
  return prf(new TextEncoder().encode(`order ${symbols.slice(0, depth).join(' ')}`)).slice(0, 32)
}
