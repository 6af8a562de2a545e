import { createReadStream, createWriteStream, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { Problem } from '../core/errors.ts'
import { sha256 } from './bytes.ts'
import type { Keyring } from './keyring.ts'
import { privateFolder } from './private-folder.ts'
import { Sealed, sealBytes, type Place } from './seal.ts'

const CHUNK = 65_536
const LENGTH = 4
const UPLOADING_MS = 60 * 60_000

/**
 * Files as they lie on the disk: sealed chunk by chunk under a key of their own, each bound to the file and its place,
 * the last one marked, so that a file cut short or put together anew does not open. Memory does not depend on size.
 */
export class SealedFiles {
  readonly #folder: string
  readonly #keyring: Keyring

  constructor(folder: string, keyring: Keyring) {
    this.#folder = folder
    this.#keyring = keyring
  }

  /**
   * Writes a stream; returns its plain length in bytes and a digest by which the same file is known again.
   * Throws `storage_full`; nothing is left then.
   */
  async write(
    id: string,
    keyId: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ length: number; digest: Buffer }> {
    privateFolder(this.#folder)
    const file = createWriteStream(this.#path(id), { mode: 0o600, flush: true })
    const failed = new Promise<never>((_, reject) => file.once('error', reject))
    failed.catch(() => undefined)
    try {
      let length = 0
      let number = 0
      let digest: Buffer = Buffer.alloc(32)
      for await (const { chunk, last } of chunks(bytes)) {
        length += chunk.length
        digest = sha256(Buffer.concat([digest, chunk]))
        const sealed = await this.#seal(id, keyId, number++, last, chunk)
        const size = Buffer.alloc(LENGTH)
        size.writeUInt32BE(sealed.length)
        if (!file.write(Buffer.concat([size, sealed]))) await Promise.race([once(file, 'drain'), failed])
      }
      file.end()
      await Promise.race([once(file, 'close'), failed])
      return { length, digest }
    } catch (error) {
      file.destroy()
      this.remove(id)
      const full =
        error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
      throw full ? new Problem('storage_full') : error
    }
  }

  /** The plain bytes again. Throws `import_file_unreadable` when the file was cut or changed. */
  async *read(id: string, keyId: string): AsyncGenerator<Uint8Array> {
    let held = Buffer.alloc(0)
    let number = 0
    let ended = false
    for await (const piece of createReadStream(this.#path(id)) as AsyncIterable<Buffer>) {
      held = Buffer.concat([held, piece])
      while (held.length >= LENGTH && held.length >= LENGTH + held.readUInt32BE(0)) {
        const size = held.readUInt32BE(0)
        const { plain, last } = await this.#open(
          id,
          keyId,
          number++,
          Buffer.from(held.subarray(LENGTH, LENGTH + size)),
        )
        held = held.subarray(LENGTH + size)
        ended = last
        yield plain
      }
    }
    if (!ended) throw new Problem('import_file_unreadable', { detail: 'the stored file is not whole' })
  }

  remove(id: string): void {
    rmSync(this.#path(id), { force: true })
  }

  /**
   * Removes what an upload that was cut off left behind: nothing names it, and its key goes with the next sweep.
   * @param needed ids of files that stay; so does what was written to within the hour, perhaps by another process
   */
  tidy(needed: ReadonlySet<string>, now = Date.now()): number {
    if (!existsSync(this.#folder)) return 0
    const left = readdirSync(this.#folder).filter((name) => {
      const file = statSync(join(this.#folder, name), { throwIfNoEntry: false })
      return file?.isFile() === true && now - file.mtimeMs > UPLOADING_MS && !needed.has(name)
    })
    for (const name of left) this.remove(name)
    return left.length
  }

  #seal(id: string, keyId: string, number: number, last: boolean, chunk: Buffer): Promise<Buffer> {
    return this.#keyring.with([keyId], (keyOf) => {
      const key = keyOf(keyId)
      if (!key) throw new Problem('keyring_unreachable')
      return sealBytes(chunk, placeOf(id, keyId, number, last), key)
    })
  }

  #open(id: string, keyId: string, number: number, bytes: Buffer): Promise<{ plain: Buffer; last: boolean }> {
    return this.#keyring.with([keyId], (keyOf) => {
      const key = keyOf(keyId)
      for (const last of [false, true]) {
        const plain = key && new Sealed(placeOf(id, keyId, number, last), bytes).openWith(key)
        if (plain) return { plain, last }
      }
      throw new Problem('import_file_unreadable', { detail: 'the stored file does not open' })
    })
  }

  #path(id: string): string {
    return join(this.#folder, id)
  }
}

function placeOf(id: string, keyId: string, number: number, last: boolean): Place {
  return { table: 'file', column: last ? 'last' : 'chunk', row: id, version: number, keyId }
}

/** Even chunks, the last one (perhaps empty) marked. */
async function* chunks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<{ chunk: Buffer; last: boolean }> {
  let held: Buffer[] = []
  let size = 0
  for await (const piece of bytes) {
    held.push(Buffer.from(piece))
    size += piece.length
    while (size > CHUNK) {
      const all = Buffer.concat(held)
      yield { chunk: all.subarray(0, CHUNK), last: false }
      held = [all.subarray(CHUNK)]
      size = all.length - CHUNK
    }
  }
  yield { chunk: Buffer.concat(held), last: true }
}
