import { decodeText } from './decode.ts'
import { detectFile, HEAD_BYTES, type Detection, type Stated } from './detect.ts'
import type { Encoding } from './conclude-encoding.ts'
import { openCsv, type CsvOptions, type OpenedFile } from './read-csv.ts'
import { openCards } from './read-vcard.ts'

/** What the person who imports may state about a file; what is not stated is concluded. */
export interface FileStated extends Stated {
  readonly header?: CsvOptions['header']
}

export interface ImportFile extends OpenedFile {
  readonly detection: Detection
  /** The encoding as far as it is known by now: a file that begins in plain ASCII may tell later. */
  encoding(): Encoding
}

/**
 * Opens a file to be imported, whatever it is: its kind, encoding and delimiter are concluded from its first 64 KiB,
 * its columns read, and its rows given one by one as they are asked for. Memory does not depend on its size.
 * @throws Problem `import_file_unreadable`
 */
export async function openFile(
  bytes: AsyncIterable<Uint8Array>,
  fileName: string,
  stated: FileStated = {},
): Promise<ImportFile> {
  const source = bytes[Symbol.asyncIterator]()
  const head = await readHead(source)
  const detection = detectFile(Buffer.concat(head).subarray(0, HEAD_BYTES), fileName, stated)
  let encoding = detection.encoding
  const text = decodeText(from(head, source), {
    ...detection,
    concluded: (concluded) => (encoding = concluded),
  })
  const file =
    detection.kind === 'vcard'
      ? openCards(text)
      : await openCsv(text, { ...detection, header: stated.header })
  return { ...file, detection, encoding: () => encoding }
}

async function readHead(source: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const head: Uint8Array[] = []
  let length = 0
  while (length < HEAD_BYTES) {
    const next = await source.next()
    if (next.done === true) break
    head.push(next.value)
    length += next.value.length
  }
  return head
}

/** The whole stream again: its head, then the rest. Whoever stops early closes the source. */
async function* from(head: readonly Uint8Array[], source: AsyncIterator<Uint8Array>) {
  try {
    yield* head
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value
  } finally {
    await source.return?.()
  }
}
