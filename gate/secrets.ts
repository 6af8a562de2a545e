import sodium from 'sodium-native'
import { randomBytes } from './bytes.ts'
import type { Keyring, NamedKey } from './keyring.ts'

/** A secret to hand out: 32 random bytes in base64url. Kept as its keyed hash only. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`
}

/** BLAKE2b-256 under one of the keyring's own keys; parts are told apart by their lengths. */
export function keyedHash(keyring: Keyring, name: NamedKey, ...parts: readonly string[]): Buffer {
  const out = Buffer.allocUnsafe(32)
  const message = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('')
  sodium.crypto_generichash(out, Buffer.from(message, 'utf8'), keyring.named(name))
  return out
}
