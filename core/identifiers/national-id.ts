import { Problem } from '../errors.ts'
import { foldDigits } from '../text.ts'

export interface NationalId {
  /** Letters and digits alone: for the vault, and for nothing else. */
  readonly id: string
  /** ISO 3166-1 alpha-2 of the country that gave it. */
  readonly country: string
  /** What people see: ES •••• 678Z */
  readonly mask: string
}

/** Countries whose numbers carry a check that is made here. */
export const CHECKED_COUNTRIES = ['DE', 'ES', 'FR', 'IT', 'NL'] as const
export type CheckedCountry = (typeof CHECKED_COUNTRIES)[number]

const CHECKS: Record<CheckedCountry, (id: string) => boolean> = {
  DE: isSteuerId,
  ES: isDni,
  FR: isNir,
  IT: isCodiceFiscale,
  NL: isBsn,
}

/**
 * A national identity number: Steuer-ID (DE), DNI and NIE (ES), NIR (FR), codice fiscale (IT) and BSN (NL) by their
 * check digits; of other countries as it is written, four to thirty letters and digits.
 * @param country of the person; tried first, and needed for a number of a country that is not checked
 * @throws Problem national_id_malformed
 */
export function parseNationalId(value: string, country?: string): NationalId {
  const id = bareId(value)
  const order = CHECKED_COUNTRIES.toSorted((a, b) => Number(b === country) - Number(a === country))
  const checked = order.find((each) => CHECKS[each](id))
  if (checked) return asId(id, checked)
  const elsewhere = country !== undefined && !CHECKED_COUNTRIES.some((each) => each === country)
  if (!elsewhere || !/^[A-Z0-9]{4,30}$/.test(id) || !/\d/.test(id)) throw new Problem('national_id_malformed')
  return asId(id, country)
}

/** Whether a number bears the check of that very country. */
export function isNationalId(value: string, country: CheckedCountry): boolean {
  return CHECKS[country](bareId(value))
}

function asId(id: string, country: string): NationalId {
  return { id, country, mask: `${country} •••• ${id.slice(-4)}` }
}

function bareId(value: string): string {
  return foldDigits(value.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s.\-‐‑–/]+/gu, '')
}

/** Steuerliche Identifikationsnummer: eleven digits, ISO 7064 MOD 11,10; one digit of the first ten comes twice or thrice. */
function isSteuerId(id: string): boolean {
  if (!/^[1-9]\d{10}$/.test(id)) return false
  const counts = [...new Set(id.slice(0, 10))].map((digit) => id.slice(0, 10).split(digit).length - 1)
  if (counts.filter((count) => count > 1).length !== 1 || Math.max(...counts) > 3) return false
  let product = 10
  for (const digit of id.slice(0, 10)) product = ((((Number(digit) + product) % 10 || 10) * 2) % 11) as number
  return (11 - product) % 10 === Number(id[10])
}

/** Documento nacional de identidad, or de extranjero (NIE): the letter is the remainder by 23. */
function isDni(id: string): boolean {
  if (!/^[XYZ\d]\d{7}[A-Z]$/.test(id)) return false
  const digits = id.slice(0, 8).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] === id[8]
}

/** Numéro d’inscription au répertoire: sex, year, month, place, order and a key by 97; 2A and 2B are Corsica. */
function isNir(id: string): boolean {
  if (!/^[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d)\d[\dAB]\d{8}$/.test(id)) return false
  if (/[AB]/.test(id) && id[5] !== '2') return false
  const digits = id.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return 97n - (BigInt(digits) % 97n) === BigInt(id.slice(13))
}

/** What a letter or digit in an odd place (the first, third, …) counts (DM 23 December 1976). */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
const DIGIT = '[\\dLMNPQRSTUV]'
const CODICE = new RegExp(`^[A-Z]{6}${DIGIT}{2}[ABCDEHLMPRST]${DIGIT}{2}[A-Z]${DIGIT}{3}[A-Z]$`)

function isCodiceFiscale(id: string): boolean {
  if (!CODICE.test(id)) return false
  const place = (sign: string) => (/\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65)
  const sum = [...id.slice(0, 15)].reduce(
    (total, sign, at) => total + (at % 2 === 0 ? ODD[place(sign)]! : place(sign)),
    0,
  )
  return String.fromCharCode(65 + (sum % 26)) === id[15]
}

/** Burgerservicenummer: nine digits that pass the eleven-test. */
function isBsn(id: string): boolean {
  if (!/^\d{9}$/.test(id) || /^0+$/.test(id)) return false
  const sum = [...id].reduce((total, digit, at) => total + Number(digit) * (at === 8 ? -1 : 9 - at), 0)
  return sum % 11 === 0
}
