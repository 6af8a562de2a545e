import { Problem } from '../errors.ts'
import { foldDigits } from '../text.ts'

export interface Card {
  /** The whole number, digits only: for the vault, and for nothing else. */
  readonly digits: string
  readonly issuer: string
  readonly lastFour: string
  /** What people see: •••• 1117 */
  readonly mask: string
}

/** First and last prefix of a range, and the lengths in use; the narrower ranges stand first. */
const ISSUERS: readonly (readonly [issuer: string, from: string, to: string, lengths: string])[] = [
  ['Dankort', '5019', '5019', '16'],
  ['American Express', '34', '34', '15'],
  ['American Express', '37', '37', '15'],
  ['Diners Club', '300', '305', '14,16,19'],
  ['Diners Club', '3095', '3095', '14,16,19'],
  ['Diners Club', '36', '36', '14,15,16,17,18,19'],
  ['Diners Club', '38', '39', '14,16,19'],
  ['JCB', '3528', '3589', '16,17,18,19'],
  ['Visa', '4', '4', '13,16,19'],
  ['Mir', '2200', '2204', '16,17,18,19'],
  ['Mastercard', '2221', '2720', '16'],
  ['Mastercard', '51', '55', '16'],
  ['Discover', '6011', '6011', '16,17,18,19'],
  ['Discover', '644', '649', '16,17,18,19'],
  ['Discover', '65', '65', '16,17,18,19'],
  ['UnionPay', '62', '62', '16,17,18,19'],
  ['UnionPay', '81', '81', '16,17,18,19'],
  ['Troy', '9792', '9792', '16'],
  ['Maestro', '50', '50', '12,13,14,15,16,17,18,19'],
  ['Maestro', '56', '69', '12,13,14,15,16,17,18,19'],
]

/**
 * A payment card's number (ISO/IEC 7812: 12 to 19 digits, Luhn check digit), spaces, dots and hyphens between the
 * digits allowed, digits of any script. A number of no range listed here is accepted with the issuer "Card": one
 * that the vault refuses would end in a note.
 *
 * @throws Problem card_malformed
 */
export function parseCard(value: string): Card {
  const digits = foldDigits(value.trim()).replace(/(?<=\d)[\s.\-‐‑–]+(?=\d)/gu, '')
  if (!/^\d{12,19}$/u.test(digits) || /^0+$/u.test(digits) || !passesLuhn(digits)) {
    throw new Problem('card_malformed')
  }
  const lastFour = digits.slice(-4)
  return { digits, issuer: issuerOf(digits), lastFour, mask: `•••• ${lastFour}` }
}

function issuerOf(digits: string): string {
  const range = ISSUERS.find(([, from, to, lengths]) => {
    const prefix = digits.slice(0, from.length)
    return prefix >= from && prefix <= to && lengths.split(',').includes(String(digits.length))
  })
  return range?.[0] ?? 'Card'
}

/** The check digit of ISO/IEC 7812-1 annex B, of digits only. */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
