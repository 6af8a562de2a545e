import { Problem } from '../errors.ts'
import { foldDigits } from '../text.ts'

export interface Iban {
  /** The whole number without spaces, upper case: for the vault, and for nothing else. */
  readonly iban: string
  readonly country: string
  readonly lastFour: string
  /** What people see: DE •••• 7890 */
  readonly mask: string
}

/** Length per country: the SWIFT registry of ISO 13616, then countries that use the form without being in it. */
const LENGTHS = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24
  FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
  LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
  RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
  AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

/**
 * A bank account number (IBAN, ISO 13616): length of its country and the check digits of ISO 7064 MOD 97-10. Spaces
 * and hyphens, small letters, digits of any script and a leading "IBAN" are accepted.
 *
 * @throws Problem iban_malformed
 */
export function parseIban(value: string): Iban {
  const written = foldDigits(value.normalize('NFKC')).toUpperCase().trim()
  const iban = written.replace(/^IBAN\b:?/u, '').replace(/[\s\-‐‑–]+/gu, '')
  const country = iban.slice(0, 2)
  const isFormed = /^[A-Z]{2}\d{2}[A-Z0-9]+$/u.test(iban) && LENGTHS.get(country) === iban.length
  if (!isFormed || !passesMod97(iban)) throw new Problem('iban_malformed')
  const lastFour = iban.slice(-4)
  return { iban, country, lastFour, mask: `${country} •••• ${lastFour}` }
}

/** Characters of an IBAN of that country; undefined where there is none. */
export function ibanLength(country: string): number | undefined {
  return LENGTHS.get(country)
}

/** ISO 7064 gives check digits from 02 to 98; 00, 01 and 99 would pass the sum alone. */
function passesMod97(iban: string): boolean {
  const check = Number(iban.slice(2, 4))
  if (check < 2 || check > 98) return false
  let rest = 0
  for (const letter of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(letter, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
