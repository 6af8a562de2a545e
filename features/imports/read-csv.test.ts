import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  collect,
  dataFile,
  hasData,
  inPieces,
  SHARED_DATA,
  writeCsv,
  type CsvShape,
} from '../../test/kit/import-files.ts'
import { decodeText } from './decode.ts'
import { detectFile, HEAD_BYTES, type Stated } from './detect.ts'
import { openCsv, type CsvOptions } from './read-csv.ts'

/** Reads the bytes of a file as an import does: detected from its head, decoded, opened. */
async function read(
  bytes: Uint8Array,
  options: Partial<CsvOptions> & Stated = {},
  pieces?: readonly number[],
) {
  const detection = detectFile(bytes.subarray(0, HEAD_BYTES), 'file.csv', options)
  const text = decodeText(inPieces(bytes, pieces), detection)
  const file = await openCsv(text, { ...detection, ...options })
  const rows = await collect(file.rows)
  return { ...file, rows, detection, table: rows.map(({ cells }) => cells) }
}
const readText = (text: string, options?: Partial<CsvOptions>) => read(Buffer.from(text), options)

const spectrum = hasData('csv-spectrum') ? readdirSync(new URL('csv-spectrum/csvs/', SHARED_DATA)) : []

test.skipIf(spectrum.length === 0)('csv-spectrum: all twelve files are there', () => {
  expect(spectrum).toHaveLength(12)
})

test.skipIf(spectrum.length === 0).each(spectrum)('csv-spectrum: %s', async (name) => {
  const { columns, table } = await read(dataFile(`csv-spectrum/csvs/${name}`), { header: 'first_row' })
  const found = table.map((cells) => Object.fromEntries(columns.map((column, at) => [column, cells[at]])))
  expect(found).toEqual(expectedOf(name))
})

/** What csv-spectrum expects. Line ends inside of a value become line feeds; one file's answer is of another row. */
function expectedOf(name: string): unknown[] {
  const json = dataFile(`csv-spectrum/json/${name.replace('.csv', '.json')}`).toString()
  const parsed: unknown = JSON.parse(json.replaceAll(String.raw`\r\n`, String.raw`\n`))
  if (Array.isArray(parsed)) return parsed
  return [{ ...Object(parsed), 'Contact Phone Number': '2095257564' }]
}

const cell = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('"', ',', ';', '\t', '|', '\n', ' ', 'a', 'é', '=', "'", '0'),
    maxLength: 12,
  }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
)
/** Lines end in line feeds inside of values, NULs would be read as UTF-16, a mark at the start as no text. */
const readable = cell.map((text) =>
  text.replace(/\r\n?/gu, '\n').replace(/[\0\x1a\ufeff]|\p{Surrogate}/gu, ''),
)
const latin = readable.map((text) => text.replace(/[^\n -~\u00a0-\u00ff]/gu, 'ü'))
const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const

/** A table with a header, a shape to write it in, and sizes of pieces to read it by. */
const written = fc
  .record({
    encoding: fc.constantFrom(...encodings),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    bom: fc.boolean(),
    quoteAll: fc.boolean(),
    lastNewline: fc.boolean(),
    width: fc.integer({ min: 1, max: 5 }),
    pieces: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
  })
  .chain((shape) => {
    const value = shape.encoding === 'windows-1252' ? latin : readable
    const row = fc.array(value, { minLength: shape.width, maxLength: shape.width })
    return fc.record({ shape: fc.constant(shape), rows: fc.array(row, { maxLength: 6 }) })
  })

test('any table is read back identical, whatever its delimiter, line ends, encoding, mark and pieces', async () => {
  await fc.assert(
    fc.asyncProperty(written, async ({ shape, rows }) => {
      const bytes = writeCsv([headerOf(shape.width), ...rows], withMark(shape))
      const options = { header: 'first_row', delimiter: shape.delimiter, encoding: shape.encoding } as const
      const { columns, table } = await read(bytes, options, shape.pieces)
      expect(columns).toEqual(headerOf(shape.width))
      expect(table).toEqual(rows)
    }),
    { numRuns: 1500 },
  )
})

test('encoding and delimiter are concluded right from any table with enough rows', async () => {
  const plain = fc.constantFrom(
    'Zoë',
    'Müller',
    'a b',
    '12',
    'x@example.com',
    '',
    'naïve',
    "O'Brien",
    '1 234,50',
  )
  const shaped = fc.record({
    encoding: fc.constantFrom(...encodings),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    bom: fc.boolean(),
    quoteAll: fc.boolean(),
    lastNewline: fc.boolean(),
    rows: fc.array(fc.tuple(fc.constantFrom('Zoë', 'Éloïse'), plain, plain), { minLength: 3, maxLength: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(shaped, async ({ rows, ...shape }) => {
      const { detection, table } = await read(
        writeCsv([['Vorname', 'Größe', 'E-Mail'], ...rows], withMark(shape)),
      )
      const western = shape.newline === '\r' ? 'macintosh' : 'windows-1252'
      if (shape.encoding !== 'windows-1252') expect(detection.encoding).toBe(shape.encoding)
      else expect(detection.encoding).toBe(western)
      expect(detection.delimiter).toBe(shape.delimiter)
      if (detection.encoding !== 'macintosh') expect(table).toEqual(rows)
    }),
    { numRuns: 500 },
  )
})

function headerOf(width: number): string[] {
  return ['Vorname', 'E-Mail', 'Straße', 'Ort', 'Größe'].slice(0, width)
}

/** A file of one byte a letter has no mark; UTF-16 is stated or has one. */
function withMark<T extends CsvShape>(shape: T): T {
  return { ...shape, bom: shape.bom && shape.encoding !== 'windows-1252' }
}

test('what is well-formed is read as csv-parse reads it', async () => {
  const shape = {
    encoding: 'utf-8',
    delimiter: ',',
    newline: '\n',
    bom: false,
    quoteAll: false,
    lastNewline: true,
  }
  const table = fc.array(fc.tuple(readable, readable, readable), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const bytes = writeCsv([['a', 'b', 'c'], ...rows], shape)
      const { table } = await read(bytes, { header: 'first_row', delimiter: ',', encoding: 'utf-8' })
      const reference: unknown = parse(bytes, { record_delimiter: '\n', from: 2 })
      expect(table).toEqual(reference)
    }),
  )
})

test('a row with more cells than the header is reported, with fewer as well, and neither is dropped', async () => {
  const { rows } = await readText(
    'name,email,city\nAda,ada@example.com\nBob,b@example.com,Bonn,x\nCid,c@e.org,Ulm,,\n',
  )
  expect(rows).toEqual([
    {
      row: 1,
      line: 2,
      cells: ['Ada', 'ada@example.com', ''],
      problems: [{ column: null, code: 'row_too_few_cells' }],
    },
    {
      row: 2,
      line: 3,
      cells: ['Bob', 'b@example.com', 'Bonn'],
      problems: [{ column: null, code: 'row_too_many_cells' }],
    },
    { row: 3, line: 4, cells: ['Cid', 'c@e.org', 'Ulm'], problems: [] },
  ])
})

test('a quote that is never closed costs its row, and pieces of text after it are not taken for people', async () => {
  const { rows } = await readText(
    'note,email,city\n"he said ""x,a@e.org,Ulm\nand left\nBo,b@e.org,"Bonn"\nCid,c@e.org,Ulm\n',
  )
  expect(
    rows.map(({ row, line, cells: [first], problems }) => [row, line, first, problems[0]?.code]),
  ).toEqual([
    [1, 2, '', 'quote_not_closed'],
    [2, 3, 'and left', 'row_broken'],
    [3, 4, 'Bo', undefined],
    [4, 5, 'Cid', undefined],
  ])
})

test('rows are counted by data, lines by the file, blank lines apart', async () => {
  const { rows, ignored } = await readText('a,b\n\n"x\ny",1\n\n\nz,2\n\x1a')
  expect(rows.map(({ row, line }) => [row, line])).toEqual([
    [1, 3],
    [2, 7],
  ])
  expect(ignored.get('blank_line')).toBe(4)
})

test('headers are made usable: cleaned, numbered where twice, named by position where empty', async () => {
  const { columns } = await readText(' E-Mail ,E-Mail,,E-Mail (2),Na\0me,\n1,2,3,4,5,6\n')
  expect(columns).toEqual(['E-Mail', 'E-Mail (3)', 'Column 3', 'E-Mail (2)', 'Name', 'Column 6'])
})

test('a file without a header is not robbed of its first person', async () => {
  const { columns, headerless, table } = await readText('Ada,ada@example.com\nBob,bob@example.com\n')
  expect({ columns, headerless, table }).toEqual({
    columns: ['Column 1', 'Column 2'],
    headerless: true,
    table: [
      ['Ada', 'ada@example.com'],
      ['Bob', 'bob@example.com'],
    ],
  })
  const stated = await readText('Ada,ada@example.com\nBob,bob@example.com\n', { header: 'first_row' })
  expect(stated.table).toHaveLength(1)
})

test("Excel's sep line names the delimiter and is no row", async () => {
  for (const [sep, text] of [
    [';', 'sep=;\r\nEmail;Name\r\na,b@example.com;x\r\n'],
    ['|', '"sep=|"\nEmail|Name\na,b@example.com|x\n'],
    ['\t', 'SEP=\t\nEmail\tName\na,b@example.com\tx\n'],
  ] as const) {
    const { columns, table, detection } = await readText(text)
    expect(detection).toMatchObject({ sepLine: true, delimiter: sep })
    expect(columns).toEqual(['Email', 'Name'])
    expect(table).toEqual([['a,b@example.com', 'x']])
  }
})

test('a header alone gives no rows', async () => {
  expect(await readText('name,email')).toMatchObject({ columns: ['name', 'email'], rows: [] })
})

test.each([
  ['wider than any header', `${','.repeat(5000)}\n`.repeat(3)],
  ['longer than any header', `${'x'.repeat(1_100_000)}\n1\n`],
  ['a header whose quote is not closed', '"name,email\nAda,a@example.com\n'],
])('%s is refused', async (_, text) => {
  await expect(readText(text)).rejects.toMatchObject({ code: 'import_file_unreadable' })
})
