import { Problem } from '../errors.ts'

/**
 * A language tag in its canonical form (BCP 47, RFC 5646): `de-de` and `de_DE` give `de-DE`.
 *
 * Only well-formedness is asked, so that a language the platform has no name for can be stored. A first part of
 * four letters and more is refused although the grammar has room for it: none was ever registered, and what comes
 * in is a word such as German.
 *
 * @throws Problem language_malformed
 */
export function parseLanguage(value: string): string {
  const tag = value.trim().replaceAll('_', '-')
  if (!/^[a-z]{2,3}(-|$)/iu.test(tag)) throw new Problem('language_malformed')
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag
  } catch {
    throw new Problem('language_malformed')
  }
}
