import { findCards } from './find-cards.ts'
import { findCodes, type Stretch } from './find-codes.ts'
import { flatten } from './flat-text.ts'
import { ibanLength, parseIban } from './identifiers/iban.ts'
import { isNationalId, parseNationalId, type CheckedCountry } from './identifiers/national-id.ts'
import type { NormalSecret } from './secrets.ts'

/** A text without its secrets. */
export interface Intercepted {
  /** Masks stand in the place of what was found, and dots in that of a security code. */
  readonly text: string
  /** For the vault, in the order in which they stood. */
  readonly found: readonly NormalSecret[]
  /** How many security codes were dropped: they are never kept. */
  readonly dropped: number
}

interface Hit extends Stretch {
  /** Null for a security code. */
  readonly secret: NormalSecret | null
}

const CODE_MASK = '•••'
/** The shortest number that is looked for has seven digits (a codice fiscale), a code three behind its word. */
const LEAST_DIGITS = 7
const NAMES_CODE = /cv[cvnx]|pr.?.?f(?:nummer|ziffer)|secur|sicher|verif|crypto|segur|sicur|beveil|csc|cid/iu

/**
 * Finds card numbers, IBANs, identity numbers and security codes in free text, whichever digits, spaces, dashes and line
 * breaks they were typed with. Pure: it stores nothing.
 * Not found: numbers in words, in pieces far apart, or with letters for digits; see docs/threat-model.md.
 */
export function intercept(text: string): Intercepted {
  if (!mayHold(text)) return { text, found: [], dropped: 0 }
  const { flat, starts, ends } = flatten(text)
  const hits = withoutOverlap(hitsIn(flat))
  if (hits.length === 0) return { text, found: [], dropped: 0 }
  let clean = ''
  let at = 0
  for (const { from, to, secret } of hits) {
    clean += text.slice(at, starts[from]) + (secret?.masked ?? CODE_MASK)
    at = ends[to - 1]!
  }
  return {
    text: clean + text.slice(at),
    found: hits.flatMap(({ secret }) => secret ?? []),
    dropped: hits.filter(({ secret }) => secret === null).length,
  }
}

/** The text with masks, where nothing is to be kept of what was found: reasons, file names, mail that goes out. */
export function maskText(text: string): string {
  return intercept(text).text
}

/** Most texts hold few digits: nothing to look for. */
function mayHold(text: string): boolean {
  let digits = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // whatever is not ASCII may be a digit
    if ((unit > 47 && unit < 58) || unit > 127) digits++
  }
  return digits >= LEAST_DIGITS || (digits >= 3 && NAMES_CODE.test(text))
}

function hitsIn(flat: string): Hit[] {
  const cards = findCards(flat)
  const ibans = findIbans(flat)
  const codes = findCodes(flat, cards).map((stretch) => ({ ...stretch, secret: null }))
  const asSecret = ({ from, to, card }: (typeof cards)[number]): Hit => ({
    from,
    to,
    secret: { kind: 'card', value: card.digits, masked: card.mask },
  })
  return [...ibans, ...cards.map(asSecret), ...codes, ...findIds(flat)]
}

/** The first of each kind of find wins: an IBAN holds digits that could look like a card. */
function withoutOverlap(hits: readonly Hit[]): Hit[] {
  const kept: Hit[] = []
  for (const hit of hits)
    if (!kept.some((other) => hit.from < other.to && other.from < hit.to)) kept.push(hit)
  return kept.sort((a, b) => a.from - b.from)
}

const IBAN_START = /(?<![\p{L}\p{N}])[a-z]{2}[\s.-]?\d[\s.-]?\d/giu

function findIbans(flat: string): Hit[] {
  const hits: Hit[] = []
  for (const match of flat.matchAll(IBAN_START)) {
    const length = ibanLength(match[0].slice(0, 2).toUpperCase())
    const to = length === undefined ? undefined : endAfter(flat, match.index, length)
    if (to === undefined || /^[\p{L}\p{N}]/u.test(flat.slice(to))) continue
    try {
      const written = flat.slice(match.index, to).replace(/[^\p{L}\p{N}]/gu, '')
      const { iban, mask } = parseIban(written)
      hits.push({ from: match.index, to, secret: { kind: 'iban', value: iban, masked: mask } })
    } catch {
      // no check digits of an IBAN: something else
    }
  }
  return hits
}

/** Behind so many letters and digits, with at most three other signs between two of them. */
function endAfter(flat: string, from: number, count: number): number | undefined {
  let left = count
  let gap = 0
  for (let at = from; at < flat.length; at++) {
    if (/[A-Z0-9]/i.test(flat[at]!)) {
      gap = 0
      if (--left === 0) return at + 1
    } else if (/\p{L}/u.test(flat[at]!) || ++gap > 3) return undefined
  }
  return undefined
}

const S = '[\\s./-]?'
const of = (unit: string, times: number) => Array.from({ length: times }, () => unit).join(S)
const alone = (form: string, flags = 'giu') =>
  new RegExp(`(?<![\\p{L}\\p{N}])${form}(?![\\p{L}\\p{N}])`, flags)

/** Forms that are nobody's but an identity number's, and those that need the word before them. */
const IDS: readonly { country: CheckedCountry; form: RegExp; word?: RegExp }[] = [
  { country: 'FR', form: alone(`${of('\\d', 6)}${S}[\\dab]${S}${of('\\d', 8)}`) },
  {
    country: 'IT',
    form: alone(`[a-z]{3}\\s?[a-z]{3}\\s?[\\da-z]{2}[a-z][\\da-z]{2}\\s?[a-z][\\da-z]{3}[a-z]`),
  },
  {
    country: 'ES',
    form: alone('(?:[xyzXYZ]-?\\d{7}|\\d{8}|\\d{1,2}\\.\\d{3}\\.\\d{3})(?:-?[a-zA-Z]|\\s[A-Z])', 'gu'),
  },
  {
    country: 'DE',
    form: alone(of('\\d', 11)),
    word: /(?:steuer|ident|id-?nr|\btin\b|tax)[^\d]{0,30}$/iu,
  },
  { country: 'NL', form: alone(of('\\d', 9)), word: /(?:bsn|burgerservice|sofi)[^\d]{0,20}$/iu },
]

function findIds(flat: string): Hit[] {
  const hits: Hit[] = []
  for (const { country, form, word } of IDS) {
    for (const match of flat.matchAll(form)) {
      const before = flat.slice(Math.max(0, match.index - 50), match.index)
      if (!isNationalId(match[0], country) || (word && !word.test(before))) continue
      const { id, mask } = parseNationalId(match[0], country)
      const to = match.index + match[0].length
      hits.push({ from: match.index, to, secret: { kind: 'national_id', value: id, masked: mask } })
    }
  }
  return hits
}
