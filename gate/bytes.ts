import sodium from 'sodium-native'
import { v7 } from 'uuid'

/** A UUID's 16 bytes. */
export function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** SHA-256 (FIPS 180-4). */
export function sha256(bytes: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(32)
  sodium.crypto_hash_sha256(out, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  return out
}

/** The system's generator is asked for so much at once: a call for each nonce and salt costs more than the sealing. */
const reserve = Buffer.alloc(4096)
let left = 0

/** Random bytes from the system's generator, for nonces, salts and ids; a key is made where it will stay. */
export function randomBytes(length: number): Buffer {
  const out = Buffer.allocUnsafe(length)
  fillRandom(out)
  return out
}

/** Fills a buffer with random bytes. What was given out is wiped from the reserve. */
export function fillRandom(out: Buffer): void {
  if (out.length > left) {
    if (out.length > reserve.length) return sodium.randombytes_buf(out)
    sodium.randombytes_buf(reserve)
    left = reserve.length
  }
  const given = reserve.subarray(left - out.length, left)
  given.copy(out)
  given.fill(0)
  left -= out.length
}

let millisecond = 0
let counter = 0

/** A UUIDv7 (RFC 9562, section 6.2, method 1): later ones of this process sort after earlier ones. */
export function newId(): string {
  const random = randomBytes(16)
  const now = Date.now()
  if (now > millisecond) {
    millisecond = now
    counter = random.readUInt32BE(6) >>> 1
  } else if (++counter > 0xffff_ffff) {
    millisecond++
    counter = 0
  }
  return v7({ random, msecs: millisecond, seq: counter })
}

/** HMAC-SHA-256 (RFC 2104) with the two pads ready, as `gate.verify` computes it in the database. */
export function hmacPads(key: Buffer): { inner: Buffer; outer: Buffer } {
  const inner = Buffer.alloc(64, 0x36)
  const outer = Buffer.alloc(64, 0x5c)
  for (let i = 0; i < key.length; i++) {
    inner[i]! ^= key[i]!
    outer[i]! ^= key[i]!
  }
  return { inner, outer }
}

export function hmac(pads: { inner: Buffer; outer: Buffer }, message: string): Buffer {
  return sha256(
    Buffer.concat([pads.outer, sha256(Buffer.concat([pads.inner, Buffer.from(message, 'utf8')]))]),
  )
}

/** Equal without telling by time where they differ. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && sodium.sodium_memcmp(a, b)
}
