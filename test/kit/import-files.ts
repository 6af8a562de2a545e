import { existsSync, readFileSync } from 'node:fs'
import iconv from 'iconv-lite'

/** The folder of real data beside the repository; tests that need it skip, visibly, where it is absent. */
export const SHARED_DATA = new URL('../../../shared/data/', import.meta.url)

/** Whether a folder of the shared data is there. */
export function hasData(folder: string): boolean {
  return existsSync(new URL(`${folder}/`, SHARED_DATA))
}

/** A file of the shared data, as bytes. */
export function dataFile(path: string): Buffer {
  return readFileSync(new URL(path, SHARED_DATA))
}

/** A stream of bytes in pieces of the given sizes, the last size again and again. */
export async function* inPieces(bytes: Uint8Array, sizes: readonly number[] = [65_536]) {
  let at = 0
  for (let piece = 0; at < bytes.length; piece += 1) {
    const size = Math.max(1, sizes[Math.min(piece, sizes.length - 1)] ?? 65_536)
    yield bytes.subarray(at, at + size)
    at += size
  }
}

/** Everything a stream gives, in order. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

export interface CsvShape {
  readonly delimiter: string
  readonly newline: string
  readonly encoding: string
  readonly bom: boolean
  /** Quote every cell, or only those that need it. */
  readonly quoteAll: boolean
  /** Whether the last row ends with a line end as well. */
  readonly lastNewline: boolean
}

/** A table as the bytes of a CSV file (RFC 4180) of that shape; line feeds in cells become its line ends. */
export function writeCsv(table: readonly (readonly string[])[], shape: CsvShape): Buffer {
  const lines = table.map((row) =>
    row.map((cell) => writeCell(cell, row.length, shape)).join(shape.delimiter),
  )
  const text = lines.join('\n') + (shape.lastNewline ? '\n' : '')
  return iconv.encode(text.replaceAll('\n', shape.newline), shape.encoding, { addBOM: shape.bom })
}

function writeCell(cell: string, width: number, { delimiter, quoteAll }: CsvShape): string {
  const isBlankLine = cell === '' && width === 1
  const needsQuotes = quoteAll || isBlankLine || /^ | $|["\n]/u.test(cell) || cell.includes(delimiter)
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell
}
