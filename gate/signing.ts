import sodium from 'sodium-native'
import { sha256 } from './bytes.ts'

/** An Ed25519 public key as a JWK (RFC 8037), its `kid` the RFC 7638 thumbprint. */
export interface PublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
}

/** The public key of a 32-byte seed. */
export function publicKey(seed: Buffer): Buffer {
  return pair(seed).public
}

export function publicJwk(seed: Buffer): PublicJwk {
  const x = publicKey(seed).toString('base64url')
  const kid = sha256(Buffer.from(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))).toString('base64url')
  return { kty: 'OKP', crv: 'Ed25519', x, kid }
}

/** For signing alone; must not leave the gate. */
export function secretJwk(seed: Buffer): PublicJwk & { readonly d: string } {
  return { ...publicJwk(seed), d: Buffer.from(seed).toString('base64url') }
}

/** An Ed25519 signature (RFC 8032) by a 32-byte seed. */
export function signBytes(seed: Buffer, message: Uint8Array): Buffer {
  const signature = Buffer.allocUnsafe(64)
  const keys = pair(seed)
  sodium.crypto_sign_detached(signature, Buffer.from(message), keys.secret)
  sodium.sodium_memzero(keys.secret)
  return signature
}

/** Whether a signature is that of a message by the holder of a public key. */
export function verifySignature(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return sodium.crypto_sign_verify_detached(Buffer.from(signature), Buffer.from(message), Buffer.from(key))
}

function pair(seed: Buffer): { public: Buffer; secret: Buffer } {
  const keys = { public: Buffer.allocUnsafe(32), secret: Buffer.allocUnsafe(64) }
  sodium.crypto_sign_seed_keypair(keys.public, keys.secret, seed)
  return keys
}
