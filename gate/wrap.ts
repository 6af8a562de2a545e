import sodium from 'sodium-native'

const NONCE = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
const TAG = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES

/** Wraps a 32-byte key under another, bound to its name: nonce and ciphertext with tag, 72 bytes. */
export function wrap(key: Buffer, name: string, under: Buffer): Buffer {
  const out = Buffer.allocUnsafe(NONCE + key.length + TAG)
  const nonce = out.subarray(0, NONCE)
  sodium.randombytes_buf(nonce)
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    out.subarray(NONCE),
    key,
    Buffer.from(name),
    null,
    nonce,
    under,
  )
  return out
}

/** Unwraps into memory that the caller owns (locked memory); false when it does not open. */
export function openWrapped(wrapped: Buffer, name: string, under: Buffer, into: Buffer): boolean {
  if (wrapped.length !== NONCE + into.length + TAG) return false
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      into,
      null,
      wrapped.subarray(NONCE),
      Buffer.from(name),
      wrapped.subarray(0, NONCE),
      under,
    )
    return true
  } catch {
    return false
  }
}
