import { fillRandom, uuidBytes } from './bytes.ts'
import sodium from 'sodium-native'

const NONCE = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
const TAG = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES
const FORMAT = 1
/** Lengths are padded to multiples of this many bytes, so that they tell little about a value. */
const BLOCK = 128

/** Where a sealed value stands: bound to it as associated data, so that it opens nowhere else. */
export interface Place {
  readonly table: string
  readonly column: string
  /** The row's own id, with whatever else tells it from its neighbours. */
  readonly row: string
  /** Rises with every change: an older ciphertext put back does not open. */
  readonly version: number
  readonly keyId: string
}

/** A value that left the database and has not been opened: it prints and serialises as `[sealed]`. */
export class Sealed {
  readonly place: Place
  readonly #bytes: Buffer

  constructor(place: Place, bytes: Buffer) {
    this.place = place
    this.#bytes = bytes
  }

  /** Only for the gate: the plain bytes, or undefined when key, place or version do not fit. */
  openWith(key: Buffer): Buffer | undefined {
    return openBytes(this.#bytes, this.place, key)
  }

  toString(): string {
    return '[sealed]'
  }

  toJSON(): string {
    return '[sealed]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[sealed]'
  }
}

/**
 * Seals bytes under a 32-byte key with XChaCha20-Poly1305 (libsodium), bound to their place.
 * Layout: format byte, 24-byte nonce, ciphertext with tag. Padding is ISO/IEC 7816-4.
 */
export function sealBytes(plain: Buffer, place: Place, key: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil((plain.length + 1) / BLOCK) * BLOCK)
  plain.copy(padded)
  padded[plain.length] = 0x80
  const out = Buffer.allocUnsafe(1 + NONCE + padded.length + TAG)
  out[0] = FORMAT
  const nonce = out.subarray(1, 1 + NONCE)
  fillRandom(nonce)
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    out.subarray(1 + NONCE),
    padded,
    associated(place),
    null,
    nonce,
    key,
  )
  padded.fill(0)
  return out
}

function openBytes(bytes: Buffer, place: Place, key: Buffer): Buffer | undefined {
  if (bytes.length < 1 + NONCE + TAG || bytes[0] !== FORMAT) return undefined
  const plain = Buffer.allocUnsafe(bytes.length - 1 - NONCE - TAG)
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      plain,
      null,
      bytes.subarray(1 + NONCE),
      associated(place),
      bytes.subarray(1, 1 + NONCE),
      key,
    )
  } catch {
    return undefined
  }
  const end = plain.lastIndexOf(0x80)
  return end < 0 ? undefined : plain.subarray(0, end)
}

function associated(place: Place): Buffer {
  const name = Buffer.from(`${place.table}\0${place.column}\0${place.row}\0${place.version}\0`, 'utf8')
  return Buffer.concat([name, uuidBytes(place.keyId)])
}
