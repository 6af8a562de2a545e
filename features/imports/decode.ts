import { isAscii } from 'node:buffer'
import { concludeNarrow, type Encoding } from './conclude-encoding.ts'
import { openDecoder, type Decoder } from './open-decoder.ts'

export interface Decoding {
  readonly encoding: Encoding
  /** True where nothing but ASCII was seen in the head: the first other byte decides. */
  readonly asciiSoFar?: boolean
  /** Told once, where the first byte that is not ASCII decided for an encoding. */
  readonly concluded?: (encoding: Encoding) => void
}

/** Bytes from the first that is not ASCII on that are looked at to conclude the encoding. */
const WINDOW = 16_384

/**
 * Turns a stream of bytes into text, piece by piece: decoded, without byte order mark (the decoders drop it), every
 * line end (LF, CR LF, CR CR LF, CR) a single line feed, inside of quotes as well. What cannot be decoded becomes
 * U+FFFD, which `clean-cell.ts` finds in its cell again, so that the report can name row and column.
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  decoding: Decoding,
): AsyncGenerator<string, void, undefined> {
  const lineEnds = joinLineEnds()
  for await (const piece of decodePieces(bytes, decoding)) {
    const text = lineEnds.push(piece)
    if (text !== '') yield text
  }
  const left = lineEnds.end()
  if (left !== '') yield left
}

async function* decodePieces(bytes: AsyncIterable<Uint8Array>, decoding: Decoding) {
  let decoder = decoding.asciiSoFar === true ? null : openDecoder(decoding.encoding)
  let waiting: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes) {
    if (decoder !== null) {
      yield decoder.write(chunk)
    } else if (waiting.length === 0 && isAscii(chunk)) {
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
    } else {
      waiting = Buffer.concat([waiting, chunk])
      if (waiting.length < waiting.findIndex((byte) => byte > 0x7f) + WINDOW) continue
      decoder = decide(waiting, decoding)
      yield decoder.write(waiting)
    }
  }
  if (decoder === null && waiting.length > 0) {
    decoder = decide(waiting, decoding)
    yield decoder.write(waiting)
  }
  if (decoder !== null) yield decoder.end()
}

function decide(bytes: Uint8Array, decoding: Decoding): Decoder {
  const { encoding } = concludeNarrow(bytes)
  decoding.concluded?.(encoding)
  return openDecoder(encoding)
}

/** Makes every line end one line feed, also where a piece ends between CR and LF. */
export function joinLineEnds() {
  let held = ''
  return {
    push(piece: string): string {
      const text = held + piece
      const cut = text.endsWith('\r\r')
        ? text.length - 2
        : text.endsWith('\r')
          ? text.length - 1
          : text.length
      held = text.slice(cut)
      return toLineFeeds(text.slice(0, cut))
    },
    end(): string {
      return toLineFeeds(held)
    },
  }
}

function toLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r{0,2}\n|\r/gu, '\n') : text
}
