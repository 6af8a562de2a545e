import iconv from 'iconv-lite'
import type { Encoding } from './conclude-encoding.ts'

/** Turns bytes into text piece by piece; `end` gives what a character cut off by the end leaves: U+FFFD. */
export interface Decoder {
  write(bytes: Uint8Array): string
  end(): string
}

/**
 * A decoder for one text. iconv-lite, because the platform's TextDecoder reads windows-1252 as latin-1 (the euro
 * sign becomes a control character); the platform's for GB 18030, where iconv-lite loses a character of four bytes
 * that stands on the border of two pieces.
 */
export function openDecoder(encoding: Encoding): Decoder {
  if (encoding === 'gb18030') {
    const decoder = new TextDecoder(encoding)
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
  }
  const decoder = iconv.getDecoder(encoding)
  return {
    write: (bytes) => decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    end: () => decoder.end() ?? '',
  }
}
