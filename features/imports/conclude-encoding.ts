/** The encodings a file can be read in. Those that are never concluded can be stated by the person who imports. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'utf-32le',
  'utf-32be',
  'windows-1252',
  'macintosh',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-2',
  'iso-8859-15',
  'koi8-r',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'gb18030',
  'big5',
] as const
export type Encoding = (typeof ENCODINGS)[number]

export interface ConcludedEncoding {
  readonly encoding: Encoding
  /** True where a byte order mark or the bytes themselves leave no other reading. */
  readonly sure: boolean
  /** True where nothing but ASCII was seen, so that the first other byte has still to decide. */
  readonly asciiSoFar: boolean
  /** Bytes of the byte order mark, 0 without one. */
  readonly bomLength: number
}

const BOMS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
]

/**
 * Concludes the encoding of a text from a part of its bytes: byte order mark, else the pattern of NULs that UTF-16
 * leaves, else UTF-8 where it is valid (a character cut off at the end is), else what Windows wrote in Western
 * Europe (windows-1252, which covers latin-1), or Mac OS where lines end in CR alone.
 */
export function concludeEncoding(bytes: Uint8Array): ConcludedEncoding {
  for (const [encoding, mark] of BOMS) {
    if (mark.every((byte, index) => bytes[index] === byte))
      return { encoding, sure: true, asciiSoFar: false, bomLength: mark.length }
  }
  const wide = concludeWide(bytes)
  return wide === null
    ? concludeNarrow(bytes)
    : { encoding: wide, sure: false, asciiSoFar: false, bomLength: 0 }
}

/** The same for a part of a text that is known to have no byte order mark and to be no UTF-16. */
export function concludeNarrow(bytes: Uint8Array): ConcludedEncoding {
  const { valid, broken } = countSequences(bytes)
  if (valid === 0 && broken === 0) return { encoding: 'utf-8', sure: false, asciiSoFar: true, bomLength: 0 }
  if (broken === 0) return { encoding: 'utf-8', sure: true, asciiSoFar: false, bomLength: 0 }
  // a few broken characters among many whole ones: text that was cut by length, not another encoding
  const mostlyWhole = valid >= 4 * broken
  const encoding = mostlyWhole ? 'utf-8' : endsLinesInCr(bytes) ? 'macintosh' : 'windows-1252'
  return { encoding, sure: false, asciiSoFar: false, bomLength: 0 }
}

/** UTF-16 without a mark: every second byte of its delimiters, digits and line ends is NUL, the others never. */
function concludeWide(bytes: Uint8Array): Encoding | null {
  let even = 0
  let odd = 0
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0) continue
    if (at % 2 === 0) even += 1
    else odd += 1
  }
  const enough = Math.max(2, bytes.length / 100)
  if (odd >= enough && even <= odd / 20) return 'utf-16le'
  if (even >= enough && odd <= even / 20) return 'utf-16be'
  return null
}

/** Counts the characters of two bytes and more that are whole UTF-8, and the bytes that are none. */
function countSequences(bytes: Uint8Array): { valid: number; broken: number } {
  let valid = 0
  let broken = 0
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at] ?? 0
    if (first < 0x80) {
      at += 1
      continue
    }
    const length = sequenceLength(first, bytes[at + 1])
    let seen = 1
    while (seen < length && ((bytes[at + seen] ?? 0) & 0xc0) === 0x80) seen += 1
    if (length > 0 && seen === length) valid += 1
    else if (length === 0 || at + seen < bytes.length) broken += 1
    at += length === 0 ? 1 : seen
  }
  return { valid, broken }
}

/** Bytes of the UTF-8 character that begins so (RFC 3629, section 4), 0 for none. */
function sequenceLength(first: number, second: number | undefined): number {
  if (first >= 0xc2 && first <= 0xdf) return 2
  if (second !== undefined) {
    if (first === 0xe0 && second < 0xa0) return 0
    if (first === 0xed && second > 0x9f) return 0
    if (first === 0xf0 && second < 0x90) return 0
    if (first === 0xf4 && second > 0x8f) return 0
  }
  if (first >= 0xe0 && first <= 0xef) return 3
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0
}

function endsLinesInCr(bytes: Uint8Array): boolean {
  return bytes.includes(13) && !bytes.includes(10)
}
