import { Problem } from './errors.ts'
import { FIELDS, type Field, type FieldName } from './fields.ts'
import { parseCountry } from './identifiers/country.ts'
import { parseDate } from './identifiers/date.ts'
import { parseEmail } from './identifiers/email.ts'
import { parseLanguage } from './identifiers/language.ts'
import { parsePhone } from './identifiers/phone.ts'
import { searchWords } from './search-words.ts'
import { cleanText } from './text.ts'

export interface NormalValue {
  /** To store and to show. */
  readonly value: string
  /** For exact search; absent where the field is not searched so. */
  readonly match?: string
}

export interface ValueContext {
  /** ISO 3166-1 alpha-2 of the person, for a phone number without country code. */
  readonly country?: string
}

/**
 * A value of a built-in person field as it is stored, and its form for exact search.
 *
 * @throws Problem with a pointer to `/fields/<name>`: value_*, email_malformed, phone_malformed, date_malformed,
 *   country_unknown, language_malformed
 */
export function normaliseField(name: FieldName, value: string, context: ValueContext = {}): NormalValue {
  try {
    return normalise(name, value, context)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { detail: error.detail, pointer: `/fields/${name}` })
  }
}

function normalise(name: FieldName, value: string, context: ValueContext): NormalValue {
  const field: Field = FIELDS[name]
  // a country may come as its name, and a date with a time is no date rather than too long
  const max = field.type === 'country' || field.type === 'date' ? 80 : field.max
  const text = cleanText(value, max, { multiline: name === 'street' })
  switch (field.type) {
    case 'name':
      return nameValue(text)
    case 'email': {
      const email = parseEmail(text)
      return { value: email.display, match: email.match }
    }
    case 'phone': {
      const phone = parsePhone(text, context.country)
      return { value: phone.display, match: phone.match }
    }
    case 'date': {
      const date = parseDate(text)
      return { value: date, match: date }
    }
    case 'country':
      return { value: parseCountry(text) }
    case 'language':
      return { value: parseLanguage(text) }
    case 'identifier':
      return { value: text, match: foldIdentifier(text) }
    case 'text':
    case 'money':
      return { value: text }
  }
}

/** One space between words, whichever kind was typed; matched by its folded words, so Müller finds MULLER. */
function nameValue(text: string): NormalValue {
  const value = text.replace(/\s+/gu, ' ')
  const match = searchWords(value).join(' ')
  return match === '' ? { value } : { value, match }
}

/** Case, width and spaces aside; hyphens and leading zeros tell numbers apart. */
function foldIdentifier(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toUpperCase().toLowerCase()
}
