import iconv from 'iconv-lite'
import { beforeAll, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../test/kit/house.ts'
import { bytesOf, importer, SERVICE } from '../../test/kit/importing.ts'
import { previewFile } from './preview-file.ts'
import { checkReading } from './reading-options.ts'

const AMBIGUOUS = 'Vorname;Nachname;E-Mail;Geburtstag\nAda;Bauer;ada@bauer.example;03/04/1985\n'

describe('what is stated is looked at', () => {
  test.each([
    ['an encoding that there is not', { encoding: 'ebcdic' }, '/options/encoding'],
    ['an encoding that is no text', { encoding: 5 }, '/options/encoding'],
    ['two characters', { delimiter: ';;' }, '/options/delimiter'],
    ['a quote', { delimiter: '"' }, '/options/delimiter'],
    ['a line end', { delimiter: '\n' }, '/options/delimiter'],
    ['a character of two units', { delimiter: '😀' }, '/options/delimiter'],
    ['a word for yes', { header: 'yes' }, '/options/header'],
    ['a list of dates', { dates: ['dmy'] }, '/options/dates'],
    ['an order that there is not', { dates: { 'a/b': 'ydm' } }, '/options/dates/a~1b'],
  ])('%s', (_, stated, pointer) => {
    expect(() => checkReading(stated)).toThrow(expect.objectContaining({ code: 'input_invalid', pointer }))
  })

  test('what can be meant', () => {
    checkReading({})
    for (const delimiter of [',', ';', '\t', '|', '^', 'x']) checkReading({ delimiter })
    checkReading({ encoding: 'koi8-r', header: false, dates: { Geburtstag: 'mdy' } })
    expect(() => checkReading({ dates: { a: 'dmy', b: null } })).toThrow('does not fit')
  })
})

describe('a preview', () => {
  const preview = (text: string | Buffer, stated = {}) => previewFile(bytesOf(text), 'people.csv', stated)

  test('tells what it concluded, and that a date can be read in two ways', async () => {
    const seen = await preview(AMBIGUOUS)
    expect(seen).toMatchObject({ encoding: 'utf-8', encoding_sure: false, delimiter: ';', header: true })
    expect(seen.columns[3]).toMatchObject({
      field: 'birth_date',
      samples: ['03/04/1985'],
      dates: { order: null, from: null, read: [null] },
    })
    expect(seen.columns[0]!.dates).toBeNull()
  })

  test('follows what is stated', async () => {
    const read = async (order: 'dmy' | 'mdy') =>
      (await preview(AMBIGUOUS, { dates: { Geburtstag: order } })).columns[3]!.dates
    expect(await read('dmy')).toEqual({ order: 'dmy', from: 'stated', read: ['1985-04-03'] })
    expect(await read('mdy')).toEqual({ order: 'mdy', from: 'stated', read: ['1985-03-04'] })
    const cyrillic = iconv.encode('Имя,E-Mail\nОльга,olga@example.org\n', 'koi8-r')
    expect((await preview(cyrillic, { encoding: 'koi8-r' })).columns[0]).toMatchObject({
      column: 'Имя',
      samples: ['Ольга'],
    })
    expect((await preview('a,b;c\nx,y;z\n', { delimiter: ';' })).columns.map(({ column }) => column)).toEqual(
      ['a,b', 'c'],
    )
    const without = await preview('Vorname,Ort\nAda,Ulm\n', { header: false })
    expect(without).toMatchObject({ header: false, rows_seen: 2 })
    expect(without.columns.map(({ column }) => column)).toEqual(['Column 1', 'Column 2'])
    expect(await preview('ada@bauer.example,Ulm\n', { header: true })).toMatchObject({
      header: true,
      rows_seen: 0,
    })
  })

  test('of a column that the file has not, it says so', async () => {
    await expect(preview(AMBIGUOUS, { dates: { Birthday: 'dmy' } })).rejects.toMatchObject({
      code: 'import_mapping_invalid',
      pointer: '/options/dates/Birthday',
    })
  })
})

describe('an import', () => {
  let house: TestHouse
  let importFile: ReturnType<typeof importer>['importFile']
  const birthOf = async (query: string) => {
    const { items } = await house.gate.read(
      { actor: await house.staff('service'), purpose: 'service.account' },
      (rd) => rd.people.search({ query, limit: 5, fields: ['birth_date', 'given_name'] }),
    )
    return items.map(({ fields }) => fields['birth_date'])
  }
  const account = { purpose: 'service.account', basis: 'contract', evidence: { kind: 'contract' } }

  beforeAll(async () => {
    house = await openHouse()
    ;({ importFile } = importer(house, { ...(await house.staff('service')), roles: ['service'] }))
  })

  test('leaves an ambiguous date out and says so; with the order stated it comes in', async () => {
    const left = await importFile(AMBIGUOUS, { grants: [account] })
    expect(left.report[0]).toMatchObject({
      outcome: 'imported',
      problems: [{ column: 'Geburtstag', code: 'date_ambiguous' }],
    })
    const text = AMBIGUOUS.replaceAll('ada@', 'eva@').replace('Ada', 'Eva')
    const done = await importFile(text, { grants: [account], dates: { Geburtstag: 'mdy' } })
    expect(done.report[0]!.problems).toEqual([])
    expect(await birthOf('eva@bauer.example')).toMatchObject([{ value: '1985-03-04' }])
    expect(await birthOf('ada@bauer.example')).toEqual([undefined])
  })

  test('reads the dates of a column that only the mapping says holds some', async () => {
    const text = [
      'x,y',
      ...Array.from({ length: 3 }, (_, i) => `m${i}@bauer.example,note`),
      'n@bauer.example,25/12/1990',
      'o@bauer.example,11/12/1990',
    ].join('\n')
    await importFile(text, { grants: [account], header: true, mapping: { x: 'email', y: 'birth_date' } })
    expect(await birthOf('o@bauer.example')).toMatchObject([{ value: '1990-12-11' }])
  })

  test('reads by the encoding, the delimiter and the header that are stated', async () => {
    const latin = iconv.encode('Grüße|9|gruesse@bauer.example\n', 'windows-1252')
    const done = await importFile(latin, {
      ...{ encoding: 'windows-1252', delimiter: '|', header: false },
      mapping: { 'Column 1': 'family_name', 'Column 3': 'email' },
    })
    expect(done).toMatchObject({ state: 'done', counts: { rows: 1, imported: 1 } })
    const { items } = await house.gate.read({ actor: await house.staff('service'), purpose: SERVICE }, (rd) =>
      rd.people.search({ query: 'gruesse@bauer.example', limit: 1, fields: ['family_name'] }),
    )
    expect(items[0]!.fields.family_name).toMatchObject({ value: 'Grüße' })
  })

  test('of a column that the file has not, it fails with nothing done', async () => {
    expect(await importFile(AMBIGUOUS, { dates: { Birthday: 'dmy' } })).toMatchObject({
      state: 'failed',
      problem: 'import_mapping_invalid',
      counts: { rows: 0, imported: 0 },
    })
  })
})
