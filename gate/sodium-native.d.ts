// The few functions of libsodium that the gate uses; sodium-native ships no types.
declare module 'sodium-native' {
  interface Sodium {
    crypto_aead_xchacha20poly1305_ietf_ABYTES: number
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES: number
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      c: Buffer,
      m: Buffer,
      ad: Buffer | null,
      nsec: null,
      npub: Buffer,
      k: Buffer,
    ): number
    crypto_aead_xchacha20poly1305_ietf_decrypt(
      m: Buffer,
      nsec: null,
      c: Buffer,
      ad: Buffer | null,
      npub: Buffer,
      k: Buffer,
    ): number
    crypto_generichash(out: Buffer, input: Buffer, key?: Buffer): void
    crypto_hash_sha256(out: Buffer, input: Buffer): void
    crypto_sign_seed_keypair(pk: Buffer, sk: Buffer, seed: Buffer): void
    crypto_sign_detached(sig: Buffer, m: Buffer, sk: Buffer): void
    crypto_sign_verify_detached(sig: Buffer, m: Buffer, pk: Buffer): boolean
    randombytes_buf(buffer: Buffer): void
    sodium_malloc(size: number): Buffer
    sodium_memzero(buffer: Buffer): void
    sodium_memcmp(a: Buffer, b: Buffer): boolean
  }
  const sodium: Sodium
  export default sodium
}
