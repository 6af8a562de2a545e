import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { Problem } from '../../core/errors.ts'
import { dataFile, hasData } from '../../test/kit/import-files.ts'
import { detectFile, type Detection } from './detect.ts'

const TEXT = 'Prénom;Nom;Ville\r\nÉloïse;Lefèvre;Besançon\r\nZoë;Müller;Köln\r\n'
const detect = (text: string, encoding: string, addBOM = false) =>
  detectFile(iconv.encode(text, encoding, { addBOM }), 'file.csv')

function refusal(bytes: Uint8Array, name = 'file.csv'): string | undefined {
  try {
    detectFile(bytes, name)
  } catch (error) {
    if (error instanceof Problem && error.code === 'import_file_unreadable') return error.detail
    throw error
  }
  return 'accepted'
}

test.each([
  ['utf-8', true],
  ['utf-8', false],
  ['utf-16le', true],
  ['utf-16le', false],
  ['utf-16be', true],
  ['utf-16be', false],
  ['utf-32le', true],
  ['windows-1252', false],
])('%s, mark %s', (encoding, bom) => {
  expect(detect(TEXT, encoding, bom)).toMatchObject({
    kind: 'csv',
    encoding,
    bom,
    delimiter: ';',
    newline: 'crlf',
  })
})

test('how sure the encoding is', () => {
  expect(detect(TEXT, 'utf-8')).toMatchObject({ encodingSure: true, asciiSoFar: false })
  expect(detect(TEXT, 'windows-1252')).toMatchObject({ encodingSure: false, asciiSoFar: false })
  expect(detect('a,b\n1,2\n', 'utf-8')).toMatchObject({
    encoding: 'utf-8',
    encodingSure: false,
    asciiSoFar: true,
  })
  const stated = detectFile(iconv.encode('a,š\n', 'windows-1250'), 'f.csv', { encoding: 'windows-1250' })
  expect(stated).toMatchObject({ encoding: 'windows-1250', encodingSure: true })
})

test('a character that the end of the head cuts off does not make UTF-8 something else', () => {
  const bytes = Buffer.from(`name,city\n${'a'.repeat(50)},Zoë€\n`)
  for (let length = bytes.length; length > bytes.length - 7; length -= 1)
    expect(detectFile(bytes.subarray(0, length), 'file.csv').encoding).toBe('utf-8')
})

test('UTF-8 with a few characters cut by length stays UTF-8', () => {
  const broken = Buffer.concat([
    Buffer.from('name\nZoë\nÉloïse\nMüller\nBesançon\nZo'),
    Buffer.from([0xc3]),
    Buffer.from('\n'),
  ])
  expect(detectFile(broken, 'file.csv')).toMatchObject({ encoding: 'utf-8', encodingSure: false })
})

test('CR alone and letters that are no UTF-8 are of an old Mac', () => {
  expect(detect('Prénom,Nom\rÉloïse,Lefèvre\r', 'macintosh')).toMatchObject({
    encoding: 'macintosh',
    newline: 'cr',
  })
})

test.each<[string, Detection['newline']]>([
  ['a,b\n1,2\n', 'lf'],
  ['a,b\r\n1,2\r\n', 'crlf'],
  ['a,b\r1,2\r', 'cr'],
  ['a,b\r\n1,2\n3,4\r\n', 'mixed'],
  ['a,b', 'none'],
])('line ends of %j', (text, newline) => {
  expect(detect(text, 'utf-8').newline).toBe(newline)
})

test.each([
  ['a;b\n1,5;2,5\n3,5;4\n', ';'],
  ['a\tb\n"1, 2";x\t2\n1\t2\n', '\t'],
  ['a|b|c\n1|2|3\n', '|'],
  ['name;note\nx;"a, b, c"\ny;"d, e, f"\n', ';'],
  ['Nachname, Vorname;E-Mail\nMaier, Eva;e@example.de\nOtt;o@example.de\n', ';'],
  ['"a";"b"\n"1";"2"\n', ';'],
  ['email\na@example.com\nb@example.com\n', ','],
  ['Name, all of it\nAda\nBob\nCid\nDot\nEve\n', ';'],
  ['a,b,c,d\n1,2,3\n1,2,3\n', ','],
])('delimiter of %j', (text, delimiter) => {
  expect(detect(text, 'utf-8').delimiter).toBe(delimiter)
})

test('a card is known by its content, whatever its name and encoding', () => {
  const card = '\r\nbegin:vcard\r\nVERSION:3.0\r\nFN:Zoë\r\nEND:VCARD\r\n'
  for (const encoding of ['utf-8', 'utf-16le', 'windows-1252'])
    expect(detectFile(iconv.encode(card, encoding), 'export.csv')).toMatchObject({ kind: 'vcard', encoding })
})

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const noise = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919 + ((at * at) >> 3)) & 255))
test.each<[string, Uint8Array, RegExp]>([
  ['a picture', PNG, /PNG/],
  ['a workbook', Buffer.from('504b030414000600', 'hex'), /XLSX/],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /XLS/],
  ['a document', Buffer.from('%PDF-1.7\n'), /PDF/],
  ['an archive', Buffer.from('1f8b0800', 'hex'), /gzip/],
  ['noise', noise, /binary/],
  ['zeros', Buffer.alloc(5000), /empty/],
  ['nothing', Buffer.alloc(0), /empty/],
  ['white space', Buffer.from('\r\n \t\n'), /empty/],
  ['a mark and nothing else', Buffer.from('efbbbf', 'hex'), /empty/],
  ['a page', Buffer.from('\n<!DOCTYPE html>\n<html><body>Sign in</body></html>'), /HTML/],
  ['a table of a page', Buffer.from('<table><tr><td>a</td></tr></table>'), /HTML/],
  ['markup', Buffer.from('<?xml version="1.0"?><Workbook/>'), /XML/],
  ['objects', Buffer.from('[{"email":"a@example.com"}]'), /JSON/],
  ['a calendar', Buffer.from('BEGIN:VCALENDAR\r\n'), /calendar/],
])('%s is refused by what it holds', (_, bytes, says) => {
  expect(refusal(bytes)).toMatch(says)
})

test('a file named .vcf without a card is refused', () => {
  expect(refusal(Buffer.from('name,email\nAda,a@example.com\n'), 'people.VCF')).toMatch(/no card/)
})

test('text with a NUL here and there is text', () => {
  expect(refusal(Buffer.from('email,name\nn@example.com,Nu\0ll\n'))).toBe('accepted')
})

test.skipIf(!hasData('crm-exports'))('the exports are as their answers say', () => {
  const expected = JSON.parse(dataFile('crm-exports/expected.json').toString())
  // the WHATWG standard reads the label latin-1 as windows-1252, which covers it
  const called: Record<string, string> = { 'latin-1': 'windows-1252' }
  expect(Object.keys(expected)).toHaveLength(7)
  for (const [name, answer] of Object.entries<Record<string, unknown>>(expected)) {
    const bytes = dataFile(`crm-exports/${name}`)
    const { encoding, bom, delimiter } = detectFile(bytes, name)
    const stated = String(answer.encoding)
    expect({ name, bytes: bytes.length, encoding, bom }).toEqual({
      name,
      bytes: answer.bytes,
      encoding: called[stated] ?? stated,
      bom: answer.bom,
    })
    expect(delimiter).toBe(answer.delimiter ?? ',')
  }
})

test('a stated delimiter is one character, and no quote, space or line end', () => {
  for (const delimiter of ['', '"', '\n', ' ', ';;'])
    expect(() => detectFile(Buffer.from('a;b\n'), 'f.csv', { delimiter })).toThrow(Problem)
  expect(detectFile(Buffer.from('a^b\n1^2\n'), 'f.csv', { delimiter: '^' }).delimiter).toBe('^')
})
