import { decodeBase64Text, decodeQuotedPrintable } from './decode-quoted-printable.ts'
import { splitValue, unescapeValue, type CardLine } from './vcard-lines.ts'

/** The columns that every card is given as; those without a value are empty. */
export const CARD_COLUMNS = [
  'full_name',
  'given_name',
  'family_name',
  'prefix',
  'email',
  'other_emails',
  'phone',
  'other_phones',
  'street',
  'postcode',
  'city',
  'country',
  'birth_date',
  'language',
  'company',
  'job_title',
  'uid',
] as const
export type CardColumn = (typeof CARD_COLUMNS)[number]

/** The properties that are read; all others are counted and passed over. */
export const READ_PROPERTIES = new Set([
  'VERSION',
  'N',
  'FN',
  'EMAIL',
  'TEL',
  'ADR',
  'BDAY',
  'ORG',
  'TITLE',
  'LANG',
  'UID',
  'KIND',
  'X-ABSHOWAS',
])

/** Between several addresses in a column, as Google writes them. */
const BETWEEN = ' ::: '

/** Whether a card is of a group, a place or an organisation (RFC 6350, section 6.1.4; Apple's X-ABShowAs). */
export function isOfNobody(lines: readonly CardLine[]): boolean {
  const kind = lines
    .find(({ name }) => name === 'KIND')
    ?.value.trim()
    .toLowerCase()
  const company = lines.some(({ name, value }) => name === 'X-ABSHOWAS' && /^company$/iu.test(value.trim()))
  return company || (kind !== undefined && kind !== 'individual' && kind !== '')
}

/**
 * The values of a card (vCard 2.1, RFC 2426, RFC 6350) by column. Among several e-mail addresses the preferred one
 * comes first; among numbers as well, and faxes and pagers are none.
 */
export function readCard(lines: readonly CardLine[]): Record<CardColumn, string> {
  const version = lines.find(({ name }) => name === 'VERSION')?.value.trim() ?? '3.0'
  const text = (line: CardLine | undefined) => (line === undefined ? '' : whole(line, version))
  const of = (name: string) => preferredFirst(lines.filter((line) => line.name === name))
  const [family = '', given = '', , prefix = ''] = structured(of('N')[0], version)
  const [box = '', extended = '', street = '', city = '', , postcode = '', country = ''] = structured(
    of('ADR')[0],
    version,
  )
  const [email = '', ...emails] = of('EMAIL').map(text)
  const [phone = '', ...phones] = of('TEL')
    .filter(takesCalls)
    .map((line) => text(line).replace(/^tel:/iu, ''))
  return {
    ...{ full_name: text(of('FN')[0]), given_name: given, family_name: family, prefix },
    ...{ email: email.replace(/^mailto:/iu, ''), other_emails: emails.join(BETWEEN) },
    ...{ phone, other_phones: phones.join(BETWEEN) },
    street: [street, extended].filter((part) => part !== '').join('\n') || box,
    ...{ postcode, city, country, birth_date: birthday(of('BDAY')[0], text), language: text(of('LANG')[0]) },
    company: structured(of('ORG')[0], version)[0] ?? '',
    ...{ job_title: text(of('TITLE')[0]), uid: text(of('UID')[0]).replace(/^urn:uuid:/iu, '') },
  }
}

/** The value of a property with encodings and escapes undone. */
function whole({ value, parameters }: CardLine, version: string): string {
  return unescapeValue(decode(value, parameters), version).trim()
}

/** Its parts; they are told apart before they are decoded, since a part may hold an encoded semicolon. */
function structured(line: CardLine | undefined, version: string): string[] {
  if (line === undefined) return []
  const { value, parameters } = line
  return splitValue(value, ';').map((part) => unescapeValue(decode(part, parameters), version).trim())
}

function decode(value: string, parameters: CardLine['parameters']): string {
  const encoding = parameters.get('ENCODING')?.[0]?.toUpperCase()
  const charset = parameters.get('CHARSET')?.[0]
  if (encoding === 'QUOTED-PRINTABLE') return decodeQuotedPrintable(value, charset)
  return encoding === 'BASE64' || encoding === 'B' ? decodeBase64Text(value, charset) : value
}

/** By PREF=1 to 100 (RFC 6350), else by the type `pref` of older versions, else in the order of the card. */
function preferredFirst(lines: readonly CardLine[]): CardLine[] {
  return lines.toSorted((a, b) => preference(a) - preference(b))
}

function preference({ parameters }: CardLine): number {
  const stated = Number(parameters.get('PREF')?.[0] ?? Number.NaN)
  if (Number.isInteger(stated)) return stated
  return types(parameters).has('PREF') ? 0 : 101
}

function takesCalls({ parameters }: CardLine): boolean {
  const all = types(parameters)
  return !all.has('FAX') && !all.has('PAGER')
}

function types(parameters: CardLine['parameters']): Set<string> {
  return new Set((parameters.get('TYPE') ?? []).map((type) => type.toUpperCase()))
}

/** Apple says by a parameter which year stands for none. */
function birthday(line: CardLine | undefined, text: (line: CardLine | undefined) => string): string {
  const value = text(line)
  const year = line?.parameters.get('X-APPLE-OMIT-YEAR')?.[0]
  return year !== undefined && value.startsWith(year)
    ? `--${value.slice(year.length).replace(/^-/u, '')}`
    : value
}
