import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { Problem } from '../../core/errors.ts'
import { collect, inPieces } from '../../test/kit/import-files.ts'
import { openFile, type FileStated } from './open-file.ts'
import { surveyFile } from './survey-file.ts'

const survey = async (text: string, name = 'people.csv', stated: FileStated = {}, encoding = 'utf-8') =>
  surveyFile(await openFile(inPieces(iconv.encode(text, encoding), [1000]), name, stated))

test('a survey tells the mapping, the rows, and how each column of dates is to be read', async () => {
  const rows = Array.from({ length: 500 }, (_, at) => `p${at}@example.com;03/04/2024;01-02-2023`)
  const {
    columns,
    dates,
    sample,
    rows: count,
  } = await survey(['E-Mail;Erstellt am;Geändert', ...rows, 'last@example.com;13/04/2024;x'].join('\n'))
  expect(count).toBe(501)
  expect(columns.map(({ field }) => field)).toEqual(['email', 'source.collected_at', null])
  // the last of 501 rows decides how the first is read
  expect(dates.get('Erstellt am')).toMatchObject({ order: 'dmy', from: 'values' })
  expect(dates.get('Geändert')?.order).toBe('ambiguous')
  expect(sample).toHaveLength(20)
})

test('few rows are surveyed as well, and none at all', async () => {
  expect(await survey('email,created\na@example.com,2024-01-05\n')).toMatchObject({
    rows: 1,
    headerless: false,
  })
  const none = await survey('email,created\n')
  expect(none).toMatchObject({ rows: 0, sample: [] })
  expect(none.columns.map(({ field }) => field)).toEqual(['email', 'source.collected_at'])
})

test('exactly as many rows as the mapping is guessed from', async () => {
  const rows = Array.from({ length: 200 }, () => 'a@example.com,13/04/2024')
  const { dates, rows: count } = await survey(['email,created', ...rows].join('\n'))
  expect(count).toBe(200)
  expect(dates.get('created')?.order).toBe('dmy')
})

test('the encoding of a file that begins in ASCII is told once it is known', async () => {
  const text = `email,city\n${'a@example.com,Ulm\n'.repeat(5000)}b@example.com,Besançon\n`
  expect(await survey(text, 'a.csv', {}, 'windows-1252')).toMatchObject({ encoding: 'windows-1252' })
  expect(await survey(text, 'a.csv', {}, 'utf-8')).toMatchObject({ encoding: 'utf-8' })
})

test('what is stated is believed', async () => {
  const polish = await survey(
    'Imię;Miasto\nŻaneta;Łódź\n',
    'a.csv',
    { encoding: 'windows-1250' },
    'windows-1250',
  )
  expect(polish.sample[0]?.cells).toEqual(['Żaneta', 'Łódź'])
  const colons = await survey('email:city\na@example.com:Ulm\n', 'a.csv', { delimiter: ':' })
  expect(colons.columns.map(({ field }) => field)).toEqual(['email', 'city'])
})

test('cards are surveyed like tables', async () => {
  const cards =
    'BEGIN:VCARD\nVERSION:3.0\nN:Doe;Jo;;Dr.;\nEMAIL:jo@example.com\nNOTE:x\nBDAY:1990-06-17\nEND:VCARD\n'
  const { columns, dates, ignored } = await survey(cards, 'people.vcf')
  const mapped = columns.flatMap(({ column, field }) => (field === null ? [] : [[column, field]]))
  expect(Object.fromEntries(mapped)).toEqual({
    full_name: 'full_name',
    given_name: 'given_name',
    family_name: 'family_name',
    prefix: 'title',
    email: 'email',
    other_emails: 'email.other',
    phone: 'phone',
    other_phones: 'phone.other',
    street: 'street',
    postcode: 'postcode',
    city: 'city',
    country: 'country',
    birth_date: 'birth_date',
    language: 'language',
    company: 'company',
    uid: 'external_id',
  })
  expect(columns.filter(({ sure }) => !sure)).toEqual([])
  expect(dates.get('birth_date')?.order).toBe('ymd')
  expect([...ignored]).toEqual([['NOTE', 1]])
})

test('a file that is not what it says is refused before a row is read', async () => {
  const bytes = Buffer.from('504b0304140006000800', 'hex')
  const opened = openFile(inPieces(bytes, [1]), 'people.csv')
  await expect(opened).rejects.toBeInstanceOf(Problem)
  await expect(opened).rejects.toMatchObject({ code: 'import_file_unreadable' })
})

test('whoever stops reading early closes the file', async () => {
  let closed = false
  async function* bytes() {
    try {
      for (;;) yield Buffer.from('a,b\n'.repeat(1000))
    } finally {
      closed = true
    }
  }
  const file = await openFile(bytes(), 'endless.csv')
  for await (const row of file.rows) if (row.row === 3) break
  expect(closed).toBe(true)
})

test('a file in one piece or in many is the same', async () => {
  const bytes = Buffer.from('email,name\na@example.com,Zoë\nb@example.com,Ada\n')
  const whole = await collect((await openFile(inPieces(bytes), 'a.csv')).rows)
  expect(await collect((await openFile(inPieces(bytes, [1]), 'a.csv')).rows)).toEqual(whole)
})

test('rows as long as rows may be are surveyed without keeping them', async () => {
  const wide = (text: string) => `a@example.com,"${text.repeat(200_000)}"\n`
  const { sample, columns } = await survey(
    `email,note\n${[wide('x '), wide('1'), wide('é')].join('').repeat(20)}`,
  )
  expect(columns[0]?.field).toBe('email')
  expect(Math.max(...sample.flatMap(({ cells }) => cells.map((cell) => cell.length)))).toBe(200)
})
