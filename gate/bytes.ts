import sodium from 'sodium-native'

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

/** Random bytes from the system's generator. */
export function randomBytes(length: number): Buffer {
  const out = Buffer.allocUnsafe(length)
  sodium.randombytes_buf(out)
  return out
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
