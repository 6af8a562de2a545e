import ICAL from 'ical.js'
import iconv from 'iconv-lite'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { collect, dataFile, hasData, inPieces, SHARED_DATA } from '../../test/kit/import-files.ts'
import { openFile } from './open-file.ts'
import { CARD_COLUMNS, type CardColumn } from './parse-card.ts'

type Card = Partial<Record<CardColumn, string>>

/** The cards of a file: what each column holds, without those that are empty, or the code of what is wrong. */
async function read(bytes: Uint8Array, pieces?: readonly number[]) {
  const file = await openFile(inPieces(bytes, pieces), 'people.vcf')
  const rows = await collect(file.rows)
  const cards = rows.map(({ cells, problems }) => {
    if (problems.length > 0) return problems.map(({ code }) => code).join()
    return Object.fromEntries(
      CARD_COLUMNS.flatMap((column, at) => (cells[at] === '' ? [] : [[column, cells[at]]])),
    )
  })
  return { rows, cards, ignored: file.ignored }
}
const readText = (text: string) => read(Buffer.from(text))
const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')

const JOHN = { given_name: 'John', family_name: 'Doe', prefix: 'Mr.' }
const IBM = { ...JOHN, email: 'john.doe@ibm.com', company: 'IBM', job_title: 'Money Counter' }

/** What stands in each of the cards of phones and mail programs. */
const EXPECTED: Record<string, readonly Card[]> = {
  'John_Doe_ANDROID.vcf': [
    { email: 'john.doe@company.com' },
    { email: 'jane.doe@company.com' },
    { full_name: 'Ñ Ñ Ñ Ñ Ñ', family_name: 'Ñ Ñ Ñ Ñ', phone: '123456789' },
    {
      family_name: 'Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ',
      phone: '123456',
      other_phones: '234567 ::: 3456789 ::: 45678901',
    },
    {
      given_name: 'Ñ Ñ Ñ',
      family_name: 'Ñ Ñ',
      email: 'bob@company.com',
      other_emails: 'Ñ'.repeat(14),
      company: 'Ñ'.repeat(12),
    },
    { family_name: 'ÑÑÑÑ', phone: '55556666', email: 'henry@company.com', company: 'Ñ'.repeat(44) },
  ],
  'John_Doe_BLACK_BERRY.vcf': [
    {
      full_name: 'John Doe',
      given_name: 'john',
      family_name: 'Doe',
      phone: '+96123456789',
      company: 'Acme Solutions',
    },
  ],
  'John_Doe_EVOLUTION.vcf': [
    {
      ...IBM,
      phone: '905-666-1234',
      street: '15 Crescent moon drive',
      postcode: '12345',
      city: 'Albaney',
      birth_date: '1980-03-22',
      uid: '477343c8e6bf375a9bac1f96a5000837',
    },
  ],
  'John_Doe_GMAIL.vcf': [
    {
      ...IBM,
      phone: '905-555-1234',
      street: 'Crescent moon drive\n555-asd\nNice Area, Albaney, New York 12345\nUnited States of America',
      birth_date: '1980-03-22',
    },
  ],
  'John_Doe_IPHONE.vcf': [
    {
      ...IBM,
      phone: '905-555-1234',
      other_phones: '905-666-1234 ::: 905-777-1234 ::: 905-222-1234',
      street: 'Silicon Alley 5,',
      birth_date: '2012-06-06',
    },
  ],
  'John_Doe_LOTUS_NOTES.vcf': [
    {
      ...IBM,
      job_title: 'Generic Accountant',
      country: 'U.S.A.',
      other_emails: 'billy_bob@gmail.com',
      phone: '+1 (212) 204-34456',
      postcode: 'NYC887',
      birth_date: '1980-05-21',
    },
  ],
  'John_Doe_MAC_ADDRESS_BOOK.vcf': [
    { ...IBM, phone: '905-777-1234', street: 'Silicon Alley 5,', birth_date: '2012-06-06' },
  ],
  'John_Doe_MS_OUTLOOK.vcf': [
    {
      ...IBM,
      email: 'john.doe@ibm.cm',
      phone: '(905) 555-1234',
      street: 'Cresent moon drive',
      city: 'Albaney',
      birth_date: '19800322',
    },
  ],
  'fullcontact.vcf': [
    {
      given_name: 'FirstName',
      family_name: 'LastName',
      prefix: 'Prefix',
      email: 'home@example.com',
      phone: '555-555-1111',
      street: 'HomeStreet\nHomeExtended',
      city: 'HomeCity',
      birth_date: '20160801',
      company: 'Organization1',
    },
  ],
  'gmail-list.vcf': [
    { given_name: 'Arnold', family_name: 'Smith', email: 'asmithk@gmail.com' },
    { given_name: 'Chris', family_name: 'Beatle', email: 'chrisy55d@yahoo.com' },
    { given_name: 'Doug', family_name: 'White', email: 'dwhite@gmail.com' },
  ],
  'gmail-single.vcf': [
    {
      given_name: 'Greg',
      family_name: 'Dartmouth',
      phone: '555 555 1111',
      street: '123 Home St\nHome City, HM 12345',
      birth_date: '1960-09-10',
    },
  ],
  'gmail-single2.vcf': [
    {
      given_name: 'VCard',
      family_name: 'Test',
      email: 'email@example.com',
      phone: '5555551111',
      street: '111 Main St',
      city: 'NY',
      postcode: '10011',
    },
  ],
  'issue114.vcf': [
    {
      full_name: 'Dummy, Dummy',
      email: 'dummy.dummy@dummy.com',
      phone: '+49 1234 56789',
      postcode: '61352',
      city: 'Bad Homburg',
      country: 'Germany',
    },
  ],
  'outlook-2003.vcf': [
    {
      given_name: 'John',
      email: 'jdoe@hotmail.com',
      phone: 'BusinessPhone',
      street: '123 Main St\nTheOffice',
      company: 'Company, The',
      birth_date: '19800321',
    },
  ],
  'outlook-2007.vcf': [
    {
      given_name: 'Michael',
      family_name: 'Angstadt',
      email: 'mike.angstadt@gmail.com',
      phone: '(111) 555-1111',
      street: '222 Broadway\nTheOffice',
      birth_date: '19220310',
    },
  ],
  'rfc2426-example.vcf': [
    {
      full_name: 'Frank Dawson',
      email: 'Frank_Dawson@Lotus.com',
      other_emails: 'fdawson@earthlink.net',
      phone: '+1-919-676-9515',
      street: '6544 Battleford Drive',
    },
    { full_name: 'Tim Howes', email: 'howes@netscape.com', postcode: '94043', city: 'Mountain View' },
  ],
  'rfc6350-example.vcf': [
    {
      given_name: 'Simon',
      family_name: 'Perreault',
      phone: '+1-418-656-9254;ext=102',
      birth_date: '--0203',
      language: 'fr',
      street: '2875 Laurier\nSuite D2-630',
      city: 'Quebec',
      postcode: 'G1V 2M2',
    },
  ],
  'thunderbird-MoreFunctionsForAddressBook-extension.vcf': [
    {
      given_name: 'John',
      family_name: 'Doe',
      email: 'doe.john@hotmail.com',
      phone: '555-555-1111',
      street: 'Suite 100\n222 Broadway',
      birth_date: '1970-09-21',
    },
  ],
}
const files = hasData('vcard-ezvcard')
  ? readdirSync(new URL('vcard-ezvcard/', SHARED_DATA)).filter((name) => name.endsWith('.vcf'))
  : []

test.skipIf(files.length === 0)('every card file has its answer', () => {
  expect(files.toSorted()).toEqual(Object.keys(EXPECTED).toSorted())
})

test.skipIf(files.length === 0).each(files)('%s', async (name) => {
  const bytes = dataFile(`vcard-ezvcard/${name}`)
  const { cards } = await read(bytes)
  expect(cards).toHaveLength(EXPECTED[name]?.length ?? 0)
  for (const [at, expected] of EXPECTED[name]?.entries() ?? []) expect(cards[at]).toMatchObject(expected)
  expect((await read(bytes, [1])).cards).toEqual(cards)
})

test.skipIf(files.length === 0)('what ical.js can read it reads alike', async () => {
  let compared = 0
  for (const name of files) {
    const bytes = dataFile(`vcard-ezvcard/${name}`)
    const parsed = byIcal(bytes.toString())
    const { cards } = await read(bytes)
    for (const [at, properties] of parsed.entries()) {
      const { full_name, given_name, family_name, email, other_emails, company, prefix } = Object(cards[at])
      const addresses = [email, ...(other_emails?.split(' ::: ') ?? [])].filter(
        (address) => address !== undefined,
      )
      const [family, given, , honorific] = [properties.get('n')?.[0] ?? []].flat()
      expect({
        name,
        full_name,
        given_name,
        family_name,
        addresses: addresses.toSorted(),
        company,
        prefix,
      }).toEqual({
        name,
        full_name: properties.get('fn')?.[0],
        given_name: given || undefined,
        family_name: family || undefined,
        addresses: (properties.get('email') ?? []).map(String).toSorted(),
        company: [properties.get('org')?.[0]].flat()[0],
        prefix: honorific || undefined,
      })
      compared += 1
    }
  }
  // five files are of version 2.1 or hold a line that ical.js gives a whole card up for
  expect(compared).toBe(16)
})

/** The values of each card by property, or nothing where ical.js refuses the file. */
function byIcal(text: string): Map<string, unknown[]>[] {
  try {
    const parsed: unknown[] = ICAL.parse(text.replace(/\r+\n/gu, '\n'))
    const cards = Array.isArray(parsed[0]) ? parsed : [parsed]
    return cards.map((card) => {
      const properties = new Map<string, unknown[]>()
      for (const [property, , , value] of Object(card)[1])
        properties.set(property, [...(properties.get(property) ?? []), value])
      return properties
    })
  } catch {
    return []
  }
}

test.each([
  [
    'a charset',
    'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg;;;',
    { family_name: 'Müller', given_name: 'Jörg' },
  ],
  [
    'no charset, windows-1252',
    'N;QUOTED-PRINTABLE:M=FCller;J=F6rg;;;',
    { family_name: 'Müller', given_name: 'Jörg' },
  ],
  [
    'Shift_JIS, whose second bytes are ASCII',
    'N;CHARSET=SHIFT_JIS;QUOTED-PRINTABLE:=83A=83\\=83C;=8F=BC;;;',
    { family_name: 'アソイ', given_name: '松' },
  ],
  [
    'an encoded semicolon in a part',
    'N;ENCODING=QUOTED-PRINTABLE:Doe=3BX;John;;;',
    { family_name: 'Doe;X', given_name: 'John' },
  ],
  [
    'soft breaks',
    'N;ENCODING=QUOTED-PRINTABLE:M=C3=\r\n=BCl=\r\nler;Eva;;;',
    { family_name: 'Müller', given_name: 'Eva' },
  ],
  ['a fold, which keeps its space', 'FN:Anna\r\n Maria', { full_name: 'Anna Maria' }],
  ['an escaped semicolon', 'ORG:Law\\; Order;Legal', { company: 'Law; Order' }],
  ['base64 without indent', 'PHOTO;BASE64:\r\nAAAA\r\nBBBB\r\n\r\nFN:Eva', { full_name: 'Eva' }],
])('version 2.1: %s', async (_, line, expected) => {
  expect((await readText(card('VERSION:2.1', line))).cards).toEqual([expected])
})

test('versions 3.0 and 4.0: escapes, folds, quoted parameters, groups, preferences, faxes', async () => {
  const { cards } = await readText(
    card(
      'VERSION:4.0',
      'FN:Ada \\, Countess\\nof Love',
      ' lace',
      'item1.EMAIL;X-NOTE="a:b;c,d":other@example.com',
      'EMAIL;PREF=1:first@example.com',
      'EMAIL;PREF=2:mailto@example.com',
      'TEL;TYPE=fax:+49 30 5550100',
      'TEL;VALUE=uri;TYPE="work,voice":tel:+49-30-5550142',
      'ADR:PO 5;;;Ulm;;89073;',
      'BDAY;X-APPLE-OMIT-YEAR=1604:1604-06-17',
      'UID:urn:uuid:4fbe8971',
    ),
  )
  expect(cards).toEqual([
    {
      full_name: 'Ada , Countess\nof Lovelace',
      email: 'first@example.com',
      other_emails: 'mailto@example.com ::: other@example.com',
      phone: '+49-30-5550142',
      street: 'PO 5',
      postcode: '89073',
      city: 'Ulm',
      birth_date: '--06-17',
      uid: '4fbe8971',
    },
  ])
})

test('a card inside of a card is not another person, and cards of nobody are reported', async () => {
  const { cards } = await readText(
    card(
      'VERSION:2.1',
      'FN:Boss',
      'AGENT:',
      'BEGIN:VCARD',
      'VERSION:2.1',
      'FN:Assistant',
      'END:VCARD',
      'EMAIL:boss@example.com',
    ) +
      card('VERSION:4.0', 'KIND:group', 'FN:Friends') +
      card('VERSION:3.0', 'FN:Acme', 'X-ABShowAs:COMPANY') +
      card('VERSION:4.0', 'KIND:individual', 'FN:Ada'),
  )
  expect(cards).toEqual([
    { full_name: 'Boss', email: 'boss@example.com' },
    'card_not_a_person',
    'card_not_a_person',
    { full_name: 'Ada' },
  ])
})

test('a card that does not end costs itself and no other', async () => {
  const open = 'BEGIN:VCARD\nVERSION:3.0\nFN:Open\n'
  const { cards, rows } = await readText(`${open}${card('VERSION:3.0', 'FN:Ada')}${open}`)
  expect(cards).toEqual(['card_not_closed', { full_name: 'Ada' }, 'card_not_closed'])
  expect(rows.map(({ row, line }) => [row, line])).toEqual([
    [1, 1],
    [2, 4],
    [3, 8],
  ])
})

test('cards in UTF-16 and in windows-1252', async () => {
  for (const encoding of ['utf-16le', 'windows-1252'])
    expect((await read(iconv.encode(card('VERSION:3.0', 'FN:Zoë'), encoding))).cards).toEqual([
      { full_name: 'Zoë' },
    ])
})

test('what is passed over is counted by its kind; names that anybody could have invented are not told', async () => {
  const { ignored } = await readText(
    card('VERSION:3.0', 'FN:Ada', 'NOTE:x', 'X-SECRET-OF-ADA:1', 'ADAS-OWN:2', 'PHOTO;ENCODING=b:AA'),
  )
  expect([...ignored]).toEqual([
    ['NOTE', 1],
    ['X-', 1],
    ['other', 1],
    ['PHOTO', 1],
  ])
})

test('pictures are not kept: a card with an endless one takes no memory', async () => {
  async function* bytes() {
    yield Buffer.from('BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nPHOTO;ENCODING=b:')
    for (let at = 0; at < 800; at += 1) yield Buffer.alloc(65_536, 'A')
    for (let at = 0; at < 800; at += 1) yield Buffer.from(`\n ${'A'.repeat(65_000)}`)
    yield Buffer.from('\nEMAIL:ada@example.com\nEND:VCARD\n')
  }
  const file = await openFile(bytes(), 'ada.vcf')
  const before = process.memoryUsage().heapUsed
  const [row] = await collect(file.rows)
  expect(row?.cells).toContain('ada@example.com')
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024)
})
