/** How the files begin that are often sent by mistake, as bytes, with what to say of them. */
const BEGINNINGS: readonly (readonly [string, readonly number[]])[] = [
  ['a ZIP archive or an Excel workbook (XLSX); save it as CSV', [0x50, 0x4b, 0x03, 0x04]],
  ['an empty ZIP archive', [0x50, 0x4b, 0x05, 0x06]],
  ['an old Excel workbook (XLS); save it as CSV', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a GIF picture', [0x47, 0x49, 0x46, 0x38]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['an RTF document', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['a gzip archive; unpack it first', [0x1f, 0x8b]],
  ['a bzip2 archive; unpack it first', [0x42, 0x5a, 0x68]],
  ['an xz archive; unpack it first', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a zstd archive; unpack it first', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a 7z archive; unpack it first', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a RAR archive; unpack it first', [0x52, 0x61, 0x72, 0x21, 0x1a]],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['an Outlook data file (PST)', [0x21, 0x42, 0x44, 0x4e]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
]

/** What a file is that no import can read, told by its first bytes; null where they say nothing. */
export function nameWrongBytes(head: Uint8Array): string | null {
  const known = BEGINNINGS.find(([, begins]) => begins.every((byte, index) => head[index] === byte))
  return known === undefined ? null : `The content is ${known[0]}.`
}

/** The same, told by the beginning of its text. */
export function nameWrongText(text: string): string | null {
  const begins = text.slice(0, 4096).replace(/^[\s\ufeff\0\x1a]+/u, '')
  if (begins === '') return /[^\s\0\x1a\ufeff]/u.test(text) ? null : 'The file is empty.'
  if (/^<(?:!doctype html|html|head|body|table|meta)\b/iu.test(begins))
    return 'The content is HTML, perhaps a page that asks to sign in, or a table saved from a browser.'
  if (/^<[!?a-z]/iu.test(begins)) return 'The content is XML.'
  if (/^(?:\{|\[\s*[[{"])/u.test(begins)) return 'The content is JSON.'
  if (/^BEGIN:VCALENDAR/iu.test(begins)) return 'The content is a calendar.'
  const odd = text.match(/[\0-\x08\x0e-\x1f\x7f\ufffd]/gu)?.length ?? 0
  return odd > 4 + text.length / 20 ? 'The content is binary, not text.' : null
}
