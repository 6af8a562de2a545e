import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { Problem } from '../errors.ts'
import { foldDigits } from '../text.ts'

export interface Phone {
  /** International, in groups: +49 30 5550142; an extension stays behind it. */
  readonly display: string
  /** E.164, without the extension: +49305550142 */
  readonly match: string
}

/**
 * A phone number, with its country code (+49, or 0049 where no country is stated) or as it is dialled in a country.
 *
 * Asked is only whether the number is possible: its country code and length. Whether a range is in use changes
 * faster than any copy of the numbering plans, and refusing a real number is worse than keeping a dead one. That
 * is all the library's `min` metadata (80 kB) can say as well; `max` (150 kB) would weigh down the browser, and
 * `mobile` refuses landlines.
 *
 * @param defaultCountry ISO 3166-1 alpha-2, for a number without country code; one without numbering plan is ignored
 * @throws Problem phone_malformed
 */
export function parsePhone(value: string, defaultCountry?: string): Phone {
  const country = defaultCountry?.toUpperCase() ?? ''
  const known = isSupportedCountry(country) ? country : undefined
  const written = foldDigits(value.normalize('NFKC')).trim()
  const number = known === undefined ? written.replace(/^00(?=[1-9])/u, '+') : written
  const parsed = parsePhoneNumberFromString(number, { defaultCountry: known, extract: false })
  if (parsed === undefined || !parsed.isPossible()) throw new Problem('phone_malformed')
  return { display: parsed.formatInternational(), match: parsed.number }
}
