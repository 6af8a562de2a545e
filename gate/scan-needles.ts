/** One way in which a needle may lie in a file. */
export interface Pattern {
  /** Its place among the needles that were asked for. */
  readonly needle: number
  readonly encoding: string
  readonly bytes: Buffer
  /** Line breaks may stand inside it (RFC 2045): looked for once more in the bytes without them. */
  readonly wraps: boolean
}

const SHORTEST = 3

/**
 * Every form of each needle that the scan looks for: the text in UTF-8 and UTF-16, and its bytes in base64 (RFC 4648,
 * both alphabets, at each of the three places a byte can have), hexadecimal, quoted-printable, percent and JSON escapes.
 * A needle that is a UUID, or at least sixteen hexadecimal digits, is looked for as those raw bytes as well.
 */
export function patternsOf(needles: readonly string[]): Pattern[] {
  const all = needles.flatMap((text, needle) => {
    const utf8 = Buffer.from(text, 'utf8')
    const forms = new Map<string, Omit<Pattern, 'needle'>>()
    const add = (encoding: string, bytes: Buffer, wraps = false) => {
      const id = bytes.toString('hex')
      if (bytes.length >= SHORTEST && !forms.has(id)) forms.set(id, { encoding, bytes, wraps })
    }
    add('utf-8', utf8)
    add('utf-16le', Buffer.from(text, 'utf16le'))
    add('utf-16be', Buffer.from(text, 'utf16le').swap16())
    add('quoted-printable', Buffer.from(quotedPrintable(utf8, /[^!-<>-~ ]/)), true)
    add(
      'quoted-printable word',
      Buffer.from(quotedPrintable(utf8, /[^0-9A-Za-z]/).replaceAll('=20', '_')),
      true,
    )
    add('percent', Buffer.from(encodeURIComponent(utf8.toString('utf8'))))
    add('json', Buffer.from(jsonEscapes(text)))
    encodeBytes('', utf8, add)
    const raw = rawBytes(text)
    if (raw) {
      add('raw', raw)
      encodeBytes('raw ', raw, add)
    }
    return [...forms.values()].map((form) => ({ needle, ...form }))
  })
  return all
}

function encodeBytes(
  prefix: string,
  bytes: Buffer,
  add: (encoding: string, bytes: Buffer, wraps?: boolean) => void,
): void {
  const hex = bytes.toString('hex')
  add(`${prefix}hex`, Buffer.from(hex), true)
  add(`${prefix}hex`, Buffer.from(hex.toUpperCase()), true)
  for (const [offset, text] of base64Cores(bytes).entries()) {
    add(`${prefix}base64+${offset}`, Buffer.from(text), true)
    add(`${prefix}base64url+${offset}`, Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_')), true)
  }
}

/** The characters that stand whatever comes before and after, for each of the three places the first byte can have. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const unsure = (offset + bytes.length) % 3 === 0 ? 0 : 1
    return text.slice([0, 2, 3][offset], text.length - unsure)
  })
}

function quotedPrintable(bytes: Buffer, escaped: RegExp): string {
  return [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return byte > 126 || escaped.test(character)
        ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : character
    })
    .join('')
}

function jsonEscapes(text: string): string {
  const quoted = JSON.stringify(text).slice(1, -1)
  return quoted.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function rawBytes(text: string): Buffer | undefined {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    return Buffer.from(text.replaceAll('-', ''), 'hex')
  return /^([0-9a-f]{2}){8,}$/i.test(text) ? Buffer.from(text, 'hex') : undefined
}
