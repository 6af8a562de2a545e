import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Problem } from '../../core/errors.ts'
import { sha256 } from '../bytes.ts'

/**
 * A backup file is a line that names the format, then blocks: kind (1 byte), length (4, big-endian), content, and the
 * SHA-256 of the hash before with all of that. A block that was changed, left out or moved breaks the chain; the last
 * block counts the others.
 */
export const FORMAT = 'GOODFAITH BACKUP 1\n'

/** H: header; R: rows of the house; S: staff; P: people; K: what laws keep; T: trailer. */
export type BlockKind = 'H' | 'R' | 'S' | 'P' | 'K' | 'T'

export interface Block {
  readonly kind: BlockKind
  readonly content: Buffer
}

const LARGEST = 512 * 2 ** 20

/** Writes FILE.part and names it FILE when it is whole: a killed backup leaves nothing that looks like one. */
export class BlockWriter {
  readonly #path: string
  readonly #file: number
  #hash = sha256(Buffer.from(FORMAT))
  #bytes = 0

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(`${path}.part`, 'w', 0o600)
    writeSync(this.#file, FORMAT)
  }

  get bytes(): number {
    return this.#bytes
  }

  write(kind: BlockKind, content: Buffer): void {
    const head = Buffer.alloc(5)
    head.write(kind, 0, 'latin1')
    head.writeUInt32BE(content.length, 1)
    this.#hash = sha256(Buffer.concat([this.#hash, head, content]))
    const whole = Buffer.concat([head, content, this.#hash])
    for (let done = 0; done < whole.length;) done += writeSync(this.#file, whole, done)
    this.#bytes += whole.length
  }

  /** Durable, and under its own name. */
  finish(): void {
    fsyncSync(this.#file)
    closeSync(this.#file)
    renameSync(`${this.#path}.part`, this.#path)
    if (process.platform === 'win32') return
    const folder = openSync(dirname(this.#path), 'r')
    fsyncSync(folder)
    closeSync(folder)
  }

  abandon(): void {
    closeSync(this.#file)
    rmSync(`${this.#path}.part`, { force: true })
  }
}

/**
 * The blocks of a file in order, each checked before it is given. Ends after the trailer.
 * @throws Problem `backup_unusable`
 */
export async function* readBlocks(path: string): AsyncGenerator<Block> {
  const file = await open(path, 'r').catch(() => {
    throw unusable('there is no such file, or it cannot be read')
  })
  try {
    let hash = sha256(Buffer.from(FORMAT))
    if ((await take(file, 0, FORMAT.length)).toString('latin1') !== FORMAT)
      throw unusable('it is not a backup of Goodfaith, or of a newer one')
    for (let at = FORMAT.length; ;) {
      const head = await take(file, at, 5)
      const length = head.readUInt32BE(1)
      if (length > LARGEST) throw unusable('it is damaged')
      const content = await take(file, at + 5, length)
      hash = sha256(Buffer.concat([hash, head, content]))
      if (!hash.equals(await take(file, at + 5 + length, 32))) throw unusable('it was changed, or is damaged')
      const kind = head.toString('latin1', 0, 1) as BlockKind
      yield { kind, content }
      if (kind === 'T') return
      at += 5 + length + 32
    }
  } finally {
    await file.close()
  }
}

export function unusable(detail: string): Problem {
  return new Problem('backup_unusable', { detail })
}

async function take(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done)
    if (bytesRead === 0) throw unusable('its end is missing')
    done += bytesRead
  }
  return bytes
}
