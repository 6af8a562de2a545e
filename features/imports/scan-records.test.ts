import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanRecords, type ScanOptions } from './scan-records.ts'

const scan = (text: string, options: Partial<ScanOptions> = {}, pieces: readonly string[] = [text]) => {
  const scanner = scanRecords({ delimiter: ',', ...options })
  return [...pieces.flatMap((piece) => scanner.push(piece)), ...scanner.end()]
}
const cells = (text: string, options?: Partial<ScanOptions>) =>
  scan(text, options).map((record) => record.cells)

test('cells, quotes, doubled quotes, newlines and delimiters in quotes', () => {
  expect(cells('a,b\n1,"x ""y"" z"\n"p\nq","r,s"\n')).toEqual([
    ['a', 'b'],
    ['1', 'x "y" z'],
    ['p\nq', 'r,s'],
  ])
})

test('empty cells are cells, at the end of a line and of the text as well', () => {
  expect(cells(',\n"",x,\na,')).toEqual([
    ['', ''],
    ['', 'x', ''],
    ['a', ''],
  ])
})

test('spaces around quotes are no part of the value, spaces without quotes are', () => {
  expect(cells('"a" , "b", c \n')).toEqual([['a', 'b', ' c ']])
})

test('a quote in the middle of a cell is a character', () => {
  expect(scan('5" pipe,x\n')).toMatchObject([{ cells: ['5" pipe', 'x'], flaw: null }])
})

test('text after a closing quote is taken as written and reported', () => {
  expect(scan('"Bob" Smith,x\ny,z\n')).toMatchObject([
    { cells: ['"Bob" Smith', 'x'], flaw: 'quote_stray' },
    { cells: ['y', 'z'], flaw: null },
  ])
})

test('a quote that does not close costs its own row and no other', () => {
  const text = 'a,b\n1,"open\n2,"x"\n3,y\n'
  expect(scan(text)).toMatchObject([
    { line: 1, cells: ['a', 'b'], afterBroken: false },
    { line: 2, cells: [], flaw: 'quote_not_closed', afterBroken: false },
    { line: 3, cells: ['2', 'x'], flaw: null, afterBroken: true },
    { line: 4, cells: ['3', 'y'], flaw: null, afterBroken: false },
  ])
})

test('a quote that is open at the end of the text costs its own row and no other', () => {
  expect(scan('1,"open\n2,x\n3,y')).toMatchObject([
    { line: 1, flaw: 'quote_not_closed' },
    { line: 2, cells: ['2', 'x'], flaw: null },
    { line: 3, cells: ['3', 'y'], flaw: null },
  ])
})

test('a quote that is open for longer than a row may be is given up, in any pieces', () => {
  const text = `1,"open\n${'2,x\n'.repeat(500)}`
  for (const size of [1, 7, 64, 5000]) {
    const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? []
    const records = scan(text, { maxRecord: 100 }, pieces)
    expect(records[0]).toMatchObject({ line: 1, flaw: 'quote_not_closed' })
    expect(records).toHaveLength(501)
    expect(records.at(-1)).toMatchObject({ line: 501, cells: ['2', 'x'] })
  }
})

test('a line without end is passed over without being kept', () => {
  const long = `a,b\n${'x'.repeat(1000)},"${'y'.repeat(1000)}"\nc,d\n`
  for (const size of [1, 33, 5000]) {
    const pieces = long.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? []
    expect(scan(long, { maxRecord: 200 }, pieces)).toMatchObject([
      { cells: ['a', 'b'] },
      { line: 2, cells: [], flaw: 'row_too_long' },
      { line: 3, cells: ['c', 'd'], flaw: null },
    ])
  }
})

test('one quoted line without end is passed over as well', () => {
  expect(scan(`a,b\n"${'y'.repeat(1000)}\nc,d\n`, { maxRecord: 200 })).toMatchObject([
    { cells: ['a', 'b'] },
    { line: 2, flaw: 'row_too_long' },
    { line: 3, cells: ['c', 'd'] },
  ])
})

test('blank lines are told from empty cells', () => {
  expect(scan('a\n\n""\n').map(({ blank, line }) => [blank, line])).toEqual([
    [false, 1],
    [true, 2],
    [false, 3],
  ])
})

test('any text gives the same records however it is cut into pieces', () => {
  const alphabet = fc.constantFrom('"', '"', ',', '\n', 'a', ' ', ';')
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 200 }), fc.array(fc.nat(30)), (text, cuts) => {
      const pieces: string[] = []
      let at = 0
      for (const cut of cuts) pieces.push(text.slice(at, (at += cut)))
      pieces.push(text.slice(at))
      for (const maxRecord of [10, 40, 1000])
        expect(scan(text, { maxRecord }, pieces)).toEqual(scan(text, { maxRecord }))
    }),
    { numRuns: 2000 },
  )
})

test('no text makes reading take longer than its length allows', () => {
  const hostile = [
    '"a\n',
    ',"""\n',
    '"",',
    '"x" y,',
    '"x" y\n',
    ' "',
    '"',
    '""\n',
    '"a""\n""b\n',
    '"\n"',
    ' ,',
  ]
  for (const pattern of hostile) {
    const text = pattern.repeat(Math.ceil(1_000_000 / pattern.length))
    const scanner = scanRecords({ delimiter: ',' })
    const start = performance.now()
    for (let at = 0; at < text.length; at += 65_536) scanner.push(text.slice(at, at + 65_536))
    scanner.end()
    // some 0.2 s each; reading that starts again from every line would take minutes
    expect(performance.now() - start).toBeLessThan(5000)
  }
})
