import { CARD_COLUMNS, isOfNobody, READ_PROPERTIES, readCard } from './parse-card.ts'
import type { FileRow, OpenedFile } from './read-csv.ts'
import type { RowProblem } from './report-codes.ts'
import { splitLine, type CardLine } from './vcard-lines.ts'

/** Longest text of a property, and of all read properties of a card, in UTF-16 code units. */
const MAX_CARD = 262_144

/** Names of properties that are counted by themselves when they are passed over; others could be anybody's words. */
const NAMED_WHEN_IGNORED = new Set(
  `PHOTO LOGO SOUND KEY NOTE URL NICKNAME CATEGORIES REV PRODID LABEL ROLE GEO TZ IMPP ANNIVERSARY GENDER RELATED
  MEMBER SOURCE CLASS AGENT MAILER NAME PROFILE FBURL CALURI CALADRURI XML CLIENTPIDMAP SORT-STRING`.split(
    /\s+/u,
  ),
)

/** A card while its lines come in. */
interface OpenCard {
  readonly line: number
  readonly lines: CardLine[]
  size: number
  tooLong: boolean
  /** Cards inside of this one that are open: an AGENT of version 2.1. */
  inner: number
}

/**
 * Opens text with line feeds as a stream of vCards of versions 2.1, 3.0 and 4.0, in the same shape as a CSV file with
 * the columns of `CARD_COLUMNS`. Card by card: pictures and other properties that are not read are passed over
 * without being kept, and counted. A card that does not end is reported, not dropped.
 */
export function openCards(text: AsyncIterable<string>): OpenedFile {
  const ignored = new Map<string, number>()
  return { columns: CARD_COLUMNS, headerless: false, rows: readCards(text, ignored), ignored }
}

async function* readCards(
  text: AsyncIterable<string>,
  ignored: Map<string, number>,
): AsyncGenerator<FileRow, void, undefined> {
  let row = 0
  let open: OpenCard | null = null
  for await (const { line, text: property } of unfold(text)) {
    if (/^BEGIN:VCARD\s*$/iu.test(property)) {
      if (open !== null && open.lines.at(-1)?.name === 'AGENT') open.inner += 1
      else {
        if (open !== null) yield broken(open, (row += 1), 'card_not_closed')
        open = { line, lines: [], size: 0, tooLong: false, inner: 0 }
      }
    } else if (open !== null && /^END:VCARD\s*$/iu.test(property)) {
      if (open.inner > 0) open.inner -= 1
      else {
        yield close(open, (row += 1))
        open = null
      }
    } else if (open !== null && open.inner === 0) keep(open, property, ignored)
  }
  if (open !== null) yield broken(open, (row += 1), 'card_not_closed')
}

function keep(card: OpenCard, property: string, ignored: Map<string, number>): void {
  const line = splitLine(property)
  if (line === null) return
  if (READ_PROPERTIES.has(line.name)) {
    card.size += property.length
    if (card.size > MAX_CARD) card.tooLong = true
    else card.lines.push(line)
    return
  }
  if (line.name === 'AGENT') card.lines.push({ ...line, value: '' })
  const name = NAMED_WHEN_IGNORED.has(line.name) ? line.name : line.name.startsWith('X-') ? 'X-' : 'other'
  ignored.set(name, (ignored.get(name) ?? 0) + 1)
}

function close(card: OpenCard, row: number): FileRow {
  if (card.tooLong) return broken(card, row, 'row_too_long')
  if (isOfNobody(card.lines)) return broken(card, row, 'card_not_a_person')
  const values = readCard(card.lines)
  return { row, line: card.line, cells: CARD_COLUMNS.map((column) => values[column]), problems: [] }
}

function broken({ line }: OpenCard, row: number, code: RowProblem['code']): FileRow {
  return { row, line, cells: CARD_COLUMNS.map(() => ''), problems: [{ column: null, code }] }
}

interface Line {
  readonly line: number
  readonly text: string
}

interface OpenLine {
  readonly line: number
  text: string
  goesOn: 'soft' | 'base64' | null
}

/**
 * Property lines, unfolded: a line that begins with white space goes on with the one before (RFC 6350, section 3.2;
 * version 2.1 keeps the space), a quoted-printable one that ends in `=` goes on below, and so does base64 without
 * either. What is longer than any value that is read is not kept.
 */
async function* unfold(text: AsyncIterable<string>): AsyncGenerator<Line, void, undefined> {
  let current: OpenLine | null = null
  let keepsSpace = false
  for await (const { line, text: piece } of splitLines(text)) {
    if (current !== null && continues(current, piece, keepsSpace)) continue
    if (current !== null && piece !== '') {
      if (/^VERSION:/iu.test(current.text)) keepsSpace = current.text.includes('2.1')
      yield { line: current.line, text: current.text }
    }
    if (piece !== '') current = { line, text: piece, goesOn: goesOn(piece) }
  }
  if (current !== null) yield { line: current.line, text: current.text }
}

/** Takes a line that belongs to the open one. An empty line ends base64 and soft breaks, elsewhere it means nothing. */
function continues(open: OpenLine, piece: string, keepsSpace: boolean): boolean {
  if (open.goesOn === 'soft') {
    open.text = append(open.text.slice(0, -1), piece)
    open.goesOn = piece.endsWith('=') ? 'soft' : null
    return true
  }
  if (piece === '') {
    open.goesOn = null
    return true
  }
  if (/^[ \t]/u.test(piece)) {
    open.text = append(
      open.text,
      keepsSpace && open.goesOn === null ? ` ${piece.trimStart()}` : piece.slice(1),
    )
    return true
  }
  const isBase64 = open.goesOn === 'base64' && /^[A-Za-z0-9+/=]+$/u.test(piece)
  if (isBase64) open.text = append(open.text, piece)
  return isBase64
}

function goesOn(line: string): 'soft' | 'base64' | null {
  const head = line.slice(0, line.indexOf(':') + 1)
  if (/QUOTED-PRINTABLE/iu.test(head)) return line.endsWith('=') ? 'soft' : null
  return /[;=](?:BASE64|B)[;:]/iu.test(head) ? 'base64' : null
}

/** What is longer than any value may be is not kept: pictures, mostly. */
function append(text: string, more: string): string {
  return text.length > MAX_CARD ? text : text + more.slice(0, MAX_CARD + 1)
}

/** The lines of a stream of text, none longer than is read of it. */
async function* splitLines(text: AsyncIterable<string>): AsyncGenerator<Line, void, undefined> {
  let line = 1
  let rest = ''
  for await (const piece of text) {
    const lines = piece.split('\n')
    for (const [at, part] of lines.entries()) {
      rest = append(rest, part)
      if (at === lines.length - 1) continue
      yield { line, text: rest }
      rest = ''
      line += 1
    }
  }
  if (rest !== '') yield { line, text: rest }
}
