import { parseCard, type Card } from './identifiers/card.ts'

/** A number in a flat text, from its first sign to behind its last. */
export interface CardAt {
  readonly from: number
  readonly to: number
  readonly card: Card
}

/** Digits with at most five signs between them that are neither letter nor digit: a line break and a quote mark too. */
const RUN = /\d(?:[^\p{L}\p{N}]{0,5}\d)*/gu

/** How card numbers are printed; a number inside a longer row of digits has to look like one of these. */
const PRINTED = new Set([
  ...[
    '14',
    '15',
    '16',
    '17',
    '18',
    '19',
    '4,4,4,4',
    '4,6,5',
    '4,6,4',
    '4,4,4,3',
    '4,4,4,2',
    '4,4,4,4,1',
    '4,4,4,4,2',
  ],
  ...['4,4,4,4,3', '8,8', '6,13', '6,10', '4,4,8', '4,12', '12', '13', '4,4,4', '4,3,3,3', '4,4,5'],
])
/** Of these nineteen digits are usual. */
const LONG = new Set(['UnionPay', 'Maestro'])
const STRONG = new Set(['Visa', 'Mastercard', 'American Express', 'Discover'])

const SAYS_CARD =
  /card|karte|kredit|visa|master|amex|american express|maestro|diners|discover|\bjcb\b|union ?pay|\bmir\b|\bpan\b|cv[cvn]2?\b|carte|tarjeta|carta\b|kaart|kort\b|cart[aã]o|kk-?nr|\bexp\b|expir|valid|g[uü]ltig/iu
/** Numbers that are told what they are, right before them: orders, parcels, phones, devices, articles. */
const SAYS_OTHER =
  /(?:order|bestell\w*|auftrag\w*|rechnung\w*|invoice|tracking|sendung\w*|paket\w*|shipment|parcel|ticket|case|vorgang\w*|commande|suivi|colis|facture|pedido|factura|seguimiento|env[ií]o|ordine|spedizione|fattura|bestelling|zending|\btel\b|phone|telefon\w*|mobile|handy\w*|fax|isbn|ean|gtin|imei|imsi|iccid|serial|serien\w*|reference|referenz|r[eé]f)[^\p{L}\p{N}]{0,3}(?:no|nr|number|nummer|num|n|id|code|numero)?[^\p{L}\p{N}]{0,6}$/iu

/**
 * Card numbers in a flat text. A number counts when its check digit and the range of an issuer fit and it is of a length
 * in use; what is rarer (an unknown issuer, twelve or thirteen digits) counts beside a word that says card.
 */
export function findCards(flat: string): CardAt[] {
  const found: CardAt[] = []
  for (const match of flat.matchAll(RUN)) {
    const run = match[0]
    if (run.replace(/\D/g, '').length < 12) continue
    const groups = [...run.matchAll(/\d+/g)].map((group) => ({
      from: match.index + group.index,
      to: match.index + group.index + group[0].length,
    }))
    for (let i = 0; i < groups.length;) {
      const [end, at] = cardFrom(flat, groups, i)
      if (at) found.push(at)
      i = at ? end : i + 1
    }
  }
  return found
}

interface Group {
  readonly from: number
  readonly to: number
}

/** The card that begins with this group: of several the shorter, but where nineteen digits or rare ones are concerned. */
function cardFrom(flat: string, groups: readonly Group[], first: number): [number, CardAt | undefined] {
  let best: [number, CardAt | undefined] = [first, undefined]
  for (let last = first; last < groups.length; last++) {
    const window = groups.slice(first, last + 1)
    const length = window.reduce((sum, group) => sum + group.to - group.from, 0)
    if (length > 19) break
    if (length < 12) continue
    const card = cardIn(flat, groups, first, last)
    if (!card) continue
    if (best[1] && !isRare(best[1].card) && !LONG.has(card.issuer)) break
    best = [last + 1, { from: window[0]!.from, to: window.at(-1)!.to, card }]
  }
  return best
}

function cardIn(flat: string, groups: readonly Group[], first: number, last: number): Card | undefined {
  const window = groups.slice(first, last + 1)
  const { from } = window[0]!
  const { to } = window.at(-1)!
  const sizes = window.map((group) => group.to - group.from).join(',')
  const whole = first === 0 && last === groups.length - 1
  const evenly = /^[\d\s.\-‐‑–—_/*|]*$/u.test(flat.slice(from, to))
  if (!PRINTED.has(sizes) && !(whole && evenly)) return undefined
  const card = readCard(flat.slice(from, to))
  if (!card) return undefined
  const says =
    SAYS_CARD.test(flat.slice(Math.max(0, from - 40), from)) || SAYS_CARD.test(flat.slice(to, to + 30))
  if (says) return card
  if (isRare(card) || isOther(flat, from, to, sizes) || isPartOfMore(groups, first, last, card))
    return undefined
  return card
}

function readCard(written: string): Card | undefined {
  try {
    return parseCard(written.replace(/\D/g, ''))
  } catch {
    return undefined
  }
}

/** Numbers that pass a tenth of the time by chance and are hardly ever cards. */
function isRare({ issuer, digits }: Card): boolean {
  if (issuer === 'Card' || digits.length < 14) return true
  return issuer === 'Maestro' && ![16, 18, 19].includes(digits.length)
}

/** A phone number, a fraction, a code of letters and digits, or one that was told to be something else. */
function isOther(flat: string, from: number, to: number, sizes: string): boolean {
  const before = flat.slice(Math.max(0, from - 40), from)
  if (/\+[^\p{L}\p{N}]{0,2}$/u.test(before) && flat.slice(from, to).replace(/\D/g, '').length <= 15)
    return true
  if (/\d[.,]$/.test(before) && !sizes.includes(',')) return true
  if (/\d\p{L}+$/u.test(before) || /^\p{L}+\d/u.test(flat.slice(to, to + 20))) return true
  return !sizes.includes(',') && SAYS_OTHER.test(before)
}

/** Four digits after four digits, more than a card has: a tracking number. */
function isPartOfMore(groups: readonly Group[], first: number, last: number, card: Card): boolean {
  if (first === 0) return false
  const inFours = groups.slice(0, -1).every((group) => group.to - group.from === 4)
  if (!inFours || last - first !== 3) return false
  return groups.length > 5 || !STRONG.has(card.issuer)
}
