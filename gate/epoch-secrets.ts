import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import sodium from 'sodium-native'
import { Problem } from '../core/errors.ts'
import { randomBytes } from './bytes.ts'
import { privateFolder } from './private-folder.ts'
import { openWrapped, wrap } from './wrap.ts'

/**
 * The secrets of the keyring's epochs: one file each, wrapped under the key-encryption key (`GOODFAITH_KEK_FILE`, or a
 * file of our own in the same folder). Overwriting a file is what ends an epoch: nothing wrapped in it opens again.
 */
export class EpochSecrets {
  readonly #folder: string
  readonly #kek: Buffer
  readonly #open = new Map<number, Buffer>()

  constructor(folder: string, kekFile?: string) {
    privateFolder(folder)
    this.#folder = folder
    this.#kek = locked(readKek(kekFile ?? join(folder, 'kek'), kekFile === undefined))
  }

  has(epoch: number): boolean {
    return existsSync(this.#path(epoch))
  }

  /** Makes the secret of a new epoch and keeps it durably before anything is wrapped under it. */
  create(epoch: number): void {
    const secret = randomBytes(32)
    writeDurably(this.#path(epoch), wrap(secret, `epoch ${epoch}`, this.#kek))
    secret.fill(0)
  }

  /** The secret, in locked memory; throws `keyring_unreachable` when its file is gone or does not open. */
  secret(epoch: number): Buffer {
    const held = this.#open.get(epoch)
    if (held) return held
    if (!this.has(epoch))
      throw new Problem('keyring_unreachable', {
        detail: `the secret of epoch ${epoch} is not in the keyring folder`,
      })
    const plain = sodium.sodium_malloc(32)
    if (!openWrapped(readFileSync(this.#path(epoch)), `epoch ${epoch}`, this.#kek, plain))
      throw new Problem('keyring_unreachable', {
        detail: `the secret of epoch ${epoch} does not open with this key file`,
      })
    this.#open.set(epoch, plain)
    return plain
  }

  /** Overwrites the file with random bytes, syncs it, then removes it. */
  destroy(epoch: number): void {
    const held = this.#open.get(epoch)
    if (held) sodium.sodium_memzero(held)
    this.#open.delete(epoch)
    const path = this.#path(epoch)
    if (!existsSync(path)) return
    const file = openSync(path, 'r+')
    writeSync(file, randomBytes(statSync(path).size), 0, undefined, 0)
    fsyncSync(file)
    closeSync(file)
    rmSync(path)
    syncFolder(this.#folder)
  }

  /** The wrapped bytes of an epoch's file, for a keyring backup. */
  file(epoch: number): Buffer {
    return readFileSync(this.#path(epoch))
  }

  /** Puts back an epoch's file from a keyring backup. */
  putFile(epoch: number, bytes: Buffer): void {
    writeDurably(this.#path(epoch), bytes)
    this.#open.delete(epoch)
  }

  /** The key-encryption key of our own, for a keyring backup. */
  ownKek(): Buffer {
    return readFileSync(join(this.#folder, 'kek'))
  }

  /** Puts back the key-encryption key of our own from a keyring backup. */
  static putOwnKek(folder: string, bytes: Buffer): void {
    privateFolder(folder)
    writeDurably(join(folder, 'kek'), bytes)
  }

  #path(epoch: number): string {
    return join(this.#folder, `epoch-${epoch}`)
  }
}

function readKek(path: string, ours: boolean): Buffer {
  if (!existsSync(path)) {
    if (!ours)
      throw new Problem('not_configured', { detail: 'GOODFAITH_KEK_FILE names a file that is not there' })
    writeDurably(path, randomBytes(32))
  }
  const kek = readFileSync(path)
  if (kek.length !== 32)
    throw new Problem('not_configured', { detail: 'the key file must hold exactly 32 bytes' })
  return kek
}

function locked(bytes: Buffer): Buffer {
  const memory = sodium.sodium_malloc(bytes.length)
  bytes.copy(memory)
  bytes.fill(0)
  return memory
}

function writeDurably(path: string, bytes: Buffer): void {
  const file = openSync(`${path}.new`, 'w', 0o600)
  writeSync(file, bytes)
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.new`, path)
  syncFolder(join(path, '..'))
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
