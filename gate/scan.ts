import { createReadStream, existsSync } from 'node:fs'
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createInflateRaw, createInflate } from 'node:zlib'
import type { Readable } from 'node:stream'
import { patternsOf, type Pattern } from './scan-needles.ts'
import { gzipBody, Search, searchWhole, zipBody, type Hit } from './scan-search.ts'

/** A needle in a file. The needle is named by its place among those asked for. */
export interface Found extends Hit {
  readonly file: string
}

export interface ScanReport {
  readonly files: number
  readonly bytes: number
  readonly found: readonly Found[]
  /** Files that could not be read, with the reason's code. */
  readonly unread: readonly { readonly file: string; readonly code: string }[]
}

const PIECE = 4 * 2 ** 20
/** Most bytes that one deflated stream may give. */
const INFLATED = 2 ** 30
const WAL_PAGE = 8192

/**
 * Searches every byte of the files and folders for each needle, in every form of `patternsOf`, also inside gzip, zlib
 * and zip streams and inside PostgreSQL's compressed values. Memory stays flat whatever the size. A link to a folder
 * is followed once.
 * @param progress is told how many bytes have been read, about once per 64 MiB
 */
export async function scan(
  needles: readonly string[],
  paths: readonly string[],
  progress: (bytes: number, file: string) => void = () => undefined,
): Promise<ScanReport> {
  const patterns = patternsOf(needles)
  const found: Found[] = []
  const unread: { file: string; code: string }[] = []
  let files = 0
  let bytes = 0
  let told = 0
  let wal: WalSearch | undefined
  for await (const file of filesOf(paths, unread)) {
    const seen = new Set<string>()
    const hit = (each: Hit) => {
      const id = `${each.needle} ${each.encoding}`
      if (!seen.has(id)) found.push({ ...each, file })
      seen.add(id)
    }
    const inWal = basename(dirname(file)) === 'pg_wal' && /^[0-9A-F]{24}$/.test(basename(file))
    wal = inWal ? (wal ?? new WalSearch(patterns)) : undefined
    wal?.next(hit)
    try {
      files++
      await scanFile(file, patterns, hit, (length, piece, at) => {
        bytes += length
        wal?.push(piece, at)
        if (bytes - told > 64 * 2 ** 20) progress((told = bytes), file)
      })
    } catch (error) {
      unread.push({ file, code: (error as NodeJS.ErrnoException).code ?? 'unreadable' })
    }
  }
  return { files, bytes, found, unread }
}

async function scanFile(
  file: string,
  patterns: readonly Pattern[],
  hit: (hit: Hit) => void,
  read: (length: number, piece: Buffer, at: number) => void,
): Promise<void> {
  const handle = await open(file, 'r')
  try {
    const search = new Search(patterns, hit, { database: writtenByDatabase(file) })
    const buffer = Buffer.alloc(PIECE)
    for (let at = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, PIECE, at)
      const piece = buffer.subarray(0, bytesRead)
      const streams = search.push(piece, bytesRead === 0)
      read(bytesRead, piece, at)
      for (const { offset, kind } of streams) await scanDeflated(file, offset, kind, patterns, hit)
      if (bytesRead === 0) return
      at += bytesRead
    }
  } finally {
    await handle.close()
  }
}

/** Relations, their free pages and the log: below `base`, `global`, `pg_tblspc` or `pg_wal`. */
function writtenByDatabase(file: string): boolean {
  return /[/\\](base|global|pg_wal|pg_tblspc)[/\\]/.test(file)
}

/** Inflates what begins at a byte of a file, as far as it goes, and searches it. */
async function scanDeflated(
  file: string,
  offset: number,
  kind: 'gzip' | 'zlib' | 'zip',
  patterns: readonly Pattern[],
  hit: (hit: Hit) => void,
): Promise<void> {
  const handle = await open(file, 'r')
  const head = Buffer.alloc(64 * 1024)
  const { bytesRead } = await handle.read(head, 0, head.length, offset).finally(() => handle.close())
  const known = head.subarray(0, bytesRead)
  const body = kind === 'zlib' ? 0 : kind === 'zip' ? zipBody(known, 0) : gzipBody(known, 0)
  if (body === undefined) return
  const from = createReadStream(file, { start: offset + body })
  const inflated: Readable = from.pipe(kind === 'zlib' ? createInflate() : createInflateRaw())
  const search = new Search(patterns, hit, { inside: `${kind}: ` })
  let given = 0
  try {
    for await (const piece of inflated as AsyncIterable<Buffer>) {
      given += piece.length
      for (const nested of search.push(piece)) void nested
      if (given < 2 ** 20) searchWhole(patterns, piece, hit, { inside: `${kind}: `, depth: 1 })
      if (given > INFLATED) break
    }
  } catch {
    // a stream that is cut, or only looked like one, gave what it had
  } finally {
    search.push(Buffer.alloc(0), true)
    from.destroy()
  }
}

/**
 * The write-ahead log as one stream: records run on across pages and files, whose headers (XLogPageHeaderData, 24
 * bytes; 40 at the start of a file) would cut a needle in two.
 */
class WalSearch {
  readonly #search: Search
  #hit: (hit: Hit) => void = () => undefined

  constructor(patterns: readonly Pattern[]) {
    this.#search = new Search(patterns, (hit) => this.#hit(hit), { inside: 'log: ', database: true })
  }

  next(hit: (hit: Hit) => void): void {
    this.#hit = hit
  }

  push(piece: Buffer, at: number): void {
    const pages: Buffer[] = []
    for (let page = 0; page < piece.length; page += WAL_PAGE)
      pages.push(piece.subarray(page + (at + page === 0 ? 40 : 24), page + WAL_PAGE))
    this.#search.push(Buffer.concat(pages))
  }
}

/** Every file below the paths, by name, each once. */
async function* filesOf(
  paths: readonly string[],
  unread: { file: string; code: string }[],
  visited = new Set<string>(),
): AsyncGenerator<string> {
  for (const path of paths) {
    try {
      const real = await realpath(path)
      if (visited.has(real)) continue
      visited.add(real)
      const found = await stat(real)
      if (found.isFile()) yield real
      else if (found.isDirectory()) {
        const names = (await readdir(real)).sort()
        yield* filesOf(
          names.map((name) => join(real, name)),
          unread,
          visited,
        )
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
      // what a running server took away meanwhile is not there to be searched
      if (code === 'ENOENT' && !existsSync(path) && !(await isLink(path))) continue
      unread.push({ file: path, code })
    }
  }
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )
}
