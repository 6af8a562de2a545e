import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataFile, hasData } from '../../test/kit/import-files.ts'
import { createDateEvidence, readDate, shareOrders, stateOrder, type DateConclusion } from './read-dates.ts'

/** A birth date read on 23 November 2026. */
const BIRTH = { earliest: '1916-11-23', latest: '2026-11-23' }

function concludeDates(values: readonly string[]): DateConclusion {
  const evidence = createDateEvidence()
  for (const value of values) evidence.add(value)
  return evidence.conclude()
}

/** Reads every value by what the values together prove. */
function readAll(values: readonly string[], conclusion = concludeDates(values)) {
  return values.map((value) => {
    const read = readDate(value, { orders: conclusion.orders, ...BIRTH })
    return typeof read === 'string' ? read : read.date
  })
}

test.each([
  ['1948-02-29', '1948-02-29'],
  ['17.06.1990', '1990-06-17'],
  ['17. 6. 1990', '1990-06-17'],
  ['1990. 6. 17.', '1990-06-17'],
  ['1990年6月17日', '1990-06-17'],
  ['19900617', '1990-06-17'],
  ['19900617T101500Z', '1990-06-17'],
  ['1990/6/17', '1990-06-17'],
  ['2019-06-01T10:00:00.000Z', '2019-06-01'],
  ['2024-01-05T12:00:00.000+0000', '2024-01-05'],
  ['2023-04-12 09:31', '2023-04-12'],
  ['3/15/2024 2:30 PM', '2024-03-15'],
  ['31/12/2024, 23:59:59', '2024-12-31'],
  ['1.2.2024 10.30', '2024-02-01'],
  ['3 avril 2024', '2024-04-03'],
  ['3. April 2024', '2024-04-03'],
  ['April 3rd, 2024', '2024-04-03'],
  ['Wed, 3 Apr 2024 10:00:00 GMT', '2024-04-03'],
  ['Wed Apr 03 2024 10:00:00 GMT+0200 (CEST)', '2024-04-03'],
  ['3-Apr-2024', '2024-04-03'],
  ['17. júní 1990', '1990-06-17'],
  ['3 de abril de 2024', '2024-04-03'],
  ['3 kwietnia 2024', '2024-04-03'],
  ['1712102400000', '2024-04-03'],
  ['1712102400', '2024-04-03'],
  ['-688953600000', '1948-03-03'],
  ['٣/٣/٢٠٢٤', '2024-03-03'],
  ['05/05/2024', '2024-05-05'],
])('%s is %s', (text, date) => {
  expect(readAll([text])).toEqual([date])
})

test.each([
  ['31.02.2024', 'date_malformed'],
  ['2023-02-29', 'date_malformed'],
  ['13/13/2024', 'date_malformed'],
  ['25:61 2024-01-01', 'date_malformed'],
  ['2024-01-01 25:61', 'date_malformed'],
  ['soon', 'date_malformed'],
  ['45123', 'date_malformed'],
  ['1985', 'date_malformed'],
  ['Buyer Mar 12 1 2024', 'date_malformed'],
  ['--02-03', 'date_without_year'],
  ['--0203', 'date_without_year'],
  ['09/17', 'date_without_year'],
  ['17. Juni', 'date_without_year'],
  ['1604-06-17', 'date_without_year'],
  ['03/04/2024', 'date_ambiguous'],
  ['0000-00-00 00:00:00', 'empty'],
])('%s is %s', (text, code) => {
  expect(readAll([text])).toEqual([code])
})

test('one value that proves the order reads all others of the column', () => {
  expect(readAll(['03/04/2024', '13/04/2024'])).toEqual(['2024-04-03', '2024-04-13'])
  expect(readAll(['03/04/2024', '04/13/2024'])).toEqual(['2024-03-04', '2024-04-13'])
  expect(concludeDates(['03/04/2024', '13/04/2024'])).toMatchObject({ order: 'dmy', from: 'values' })
})

test('two formats in one column are read by what each separator proves', () => {
  const hubspot = ['2023-04-12 09:31', '2024-11-02 16:05', '3/15/2024 2:30 PM']
  expect(concludeDates(hubspot).order).toBe('mdy')
  expect(readAll(hubspot)).toEqual(['2023-04-12', '2024-11-02', '2024-03-15'])
  const icelandic = ['1948-02-29', '17.06.1990', '01.02.1990']
  expect(concludeDates(icelandic).order).toBe('dmy')
  expect(readAll(icelandic)).toEqual(['1948-02-29', '1990-06-17', '1990-02-01'])
})

test('values that prove both orders leave the others ambiguous', () => {
  const mixed = ['13/04/2024', '04/13/2024', '03/04/2024']
  expect(concludeDates(mixed)).toMatchObject({ order: 'ambiguous', mixed: true, open: ['/'] })
  expect(readAll(mixed)).toEqual(['2024-04-13', '2024-04-13', 'date_ambiguous'])
})

test('a column that proves nothing takes the order from another one with the same separator', () => {
  const columns = new Map([
    ['added', concludeDates(['12-04-2022 09:30', '01-02-2023 09:30'])],
    ['modified', concludeDates(['13-04-2022 10:00', '01-02-2023 10:00'])],
    ['slashes', concludeDates(['01/02/2023'])],
  ])
  expect(columns.get('added')?.order).toBe('ambiguous')
  const shared = shareOrders(columns)
  expect(shared.get('added')).toMatchObject({ order: 'dmy', from: 'other_columns' })
  expect(readAll(['12-04-2022 09:30'], shared.get('added'))).toEqual(['2022-04-12'])
  expect(shared.get('slashes')?.order).toBe('ambiguous')
})

test('columns that disagree help nobody', () => {
  const columns = new Map([
    ['a', concludeDates(['13/04/2022'])],
    ['b', concludeDates(['04/13/2022'])],
    ['c', concludeDates(['03/04/2022'])],
  ])
  expect(shareOrders(columns).get('c')?.order).toBe('ambiguous')
})

test('what is stated is used, and never against what a value can only mean', () => {
  expect(readAll(['03/04/2024', '13/04/2024'], stateOrder('mdy'))).toEqual(['2024-03-04', '2024-04-13'])
})

test('a year of two digits is read where only one century can be meant', () => {
  expect(readAll(['29.02.48', '17.06.90', '01.01.12', '01.12.25', '24.11.16', '22.11.16'])).toEqual([
    '1948-02-29',
    '1990-06-17',
    '2012-01-01',
    'date_ambiguous',
    'date_ambiguous',
    '2016-11-22',
  ])
  const recent = { orders: { '/': 'dmy' }, earliest: '1970-01-01', latest: '2026-11-23' } as const
  expect(readDate('12/04/22', recent)).toMatchObject({ date: '2022-04-12' })
})

test('a time keeps its offset, and counts as UTC without one', () => {
  const at = (text: string) => Object(readDate(text, { orders: {}, ...BIRTH })).at
  expect(at('2024-01-05T12:00:00.000+0200')).toBe('2024-01-05T10:00:00.000Z')
  expect(at('2024-01-05 12:30')).toBe('2024-01-05T12:30:00.000Z')
  expect(at('3/15/2024 12:05 AM')).toBe('2024-03-15T00:05:00.000Z')
  expect(at('3/15/2024 12:05 p.m.')).toBe('2024-03-15T12:05:00.000Z')
  expect(at('2024-01-05')).toBe('2024-01-05T00:00:00.000Z')
})

test('any day is read back as it was written, in every form that says the day', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-22'), noInvalidDate: true })
  fc.assert(
    fc.property(day, (when) => {
      const iso = when.toISOString().slice(0, 10)
      const [year, month, date] = iso.split('-')
      const long = (locale: string) =>
        new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(when)
      const written = [iso, `${date}.${month}.${year}`, `${year}${month}${date}`]
      const named = [
        'en',
        'en-US',
        'de',
        'fr',
        'es',
        'it',
        'nl',
        'pt',
        'sv',
        'is',
        'pl',
        'cs',
        'fi',
        'ru',
      ].map(long)
      for (const text of [...written, ...named]) expect([text, readAll([text])]).toEqual([text, [iso]])
      const [dmy, mdy] = [`${date}/${month}/${year}`, `${month}/${date}/${year}`]
      expect(readAll([dmy], stateOrder('dmy'))).toEqual([iso])
      expect(readAll([mdy], stateOrder('mdy'))).toEqual([iso])
    }),
    { numRuns: 300 },
  )
})

test('no text whatever makes it throw', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('1', '2', '0', '.', '/', '-', ':', ' ', 'T', 'M', 'a', 'i') }),
  )
  fc.assert(
    fc.property(text, (it) => {
      expect(readAll([it])).toHaveLength(1)
    }),
    { numRuns: 3000 },
  )
})

test.skipIf(!hasData('crm-exports'))('the dates of the exports are as their answers say', () => {
  const expected = JSON.parse(dataFile('crm-exports/expected.json').toString())
  expect(expected['brevo-export.csv'].dates).toBe('dd-mm-yyyy: 12-04-2022 is 12 April')
  expect(expected['french-latin1-semicolon.csv'].date).toBe('3 April 2024 (fr), ambiguous: must ask')
  const french = concludeDates(['03/04/2024'])
  expect(french.order).toBe('ambiguous')
  expect(readAll(['03/04/2024'], french)).toEqual(['date_ambiguous'])
  expect(readAll(['03/04/2024'], stateOrder('dmy'))).toEqual(['2024-04-03'])
})
