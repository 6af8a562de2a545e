import iconv from 'iconv-lite'
import { concludeNarrow } from './conclude-encoding.ts'

/**
 * Undoes quoted-printable (RFC 2045, section 6.7) in a value whose soft line breaks have been joined. Letters that
 * should not stand in it stay as they are. Without a charset the bytes decide between UTF-8 and windows-1252.
 */
export function decodeQuotedPrintable(value: string, charset: string | undefined): string {
  // runs of ASCII are bytes: in Shift_JIS the second byte of a letter may be written as itself
  return value.replace(/[\0-\x7f]+/gu, (run) =>
    run.includes('=') ? decodeBytes(bytesOf(run), charset) : run,
  )
}

/** Undoes base64 of a text value. */
export function decodeBase64Text(value: string, charset: string | undefined): string {
  return decodeBytes(Buffer.from(value, 'base64'), charset)
}

function bytesOf(run: string): Buffer {
  return Buffer.from(
    run.replace(/=([0-9a-f]{2})/giu, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
    'latin1',
  )
}

function decodeBytes(bytes: Buffer, charset: string | undefined): string {
  const known = charset !== undefined && iconv.encodingExists(charset)
  const text = iconv.decode(bytes, known ? charset : concludeNarrow(bytes).encoding)
  return text.replace(/\r\n?/gu, '\n')
}
