import { day } from '../language/dates.ts'
import type { Fact } from './facts.ts'

/** A fact as it is read: dates as days, codes of countries and languages by their names. */
export function shownValue(fact: Extract<Fact, { is: 'known' | 'secret' }>, language: string): string {
  const values = fact.fields.map(({ name, known }) => readable(name, known.value, language))
  return values.join(fact.key === 'address' || fact.is === 'secret' ? ', ' : ' ')
}

/** One value by the name of its field. */
export function readable(field: string, value: string, language: string): string {
  if (field === 'birth_date') return day(value, language)
  if (field === 'country') return named('region', value, language)
  if (field === 'language') return named('language', value, language)
  return value
}

/** Every country (ISO 3166-1) that this browser can name, by name. */
export function countries(language: string): { code: string; name: string }[] {
  return everyName('region', language, NO_COUNTRIES)
}

/** Every language with a two-letter code (ISO 639-1) that this browser can name, by name. */
export function languages(language: string): { code: string; name: string }[] {
  return everyName('language', language, '')
}

/** Codes that browsers name and that are no country: unions, trial regions, the unknown one, codes withdrawn. */
const NO_COUNTRIES = 'AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ AN BU CS DD FX NT SU TP YD YU ZR UK'

type Kind = 'region' | 'language'

function everyName(kind: Kind, language: string, but: string): { code: string; name: string }[] {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  const names = new Intl.DisplayNames(language, { type: kind, fallback: 'none' })
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !but.split(' ').includes(code))
    .map((code) => (kind === 'language' ? code.toLowerCase() : code))
    .map((code) => ({ code, name: names.of(code) ?? '' }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => a.name.localeCompare(b.name, language))
}

function named(kind: Kind, code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: kind }).of(code) ?? code
  } catch {
    return code
  }
}
