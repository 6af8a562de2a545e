import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { collect, inPieces } from '../../test/kit/import-files.ts'
import { decodeText, joinLineEnds, type Decoding } from './decode.ts'

const decode = async (bytes: Uint8Array, decoding: Decoding, pieces?: readonly number[]) =>
  (await collect(decodeText(inPieces(bytes, pieces), decoding))).join('')

test('the pieces in which bytes come make no difference, in any encoding', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', 'é', '€', '😀', 'ß', '\t'), maxLength: 60 })
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 })
  const encodings = fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'gb18030')
  await fc.assert(
    fc.asyncProperty(text, sizes, encodings, async (text, sizes, encoding) => {
      const bytes = iconv.encode(text, encoding)
      const decoding = { encoding } as Decoding
      expect(await decode(bytes, decoding, sizes)).toBe(text.replace(/\r{0,2}\n|\r/gu, '\n'))
    }),
    { numRuns: 1000 },
  )
})

test('every line end becomes one line feed, also between two pieces', () => {
  const ends = joinLineEnds()
  const pieces = ['a\r', '\nb\r', '\r', '\nc\r', 'd\n', '\ne\r\r', '\r']
  expect(pieces.map(ends.push).join('') + ends.end()).toBe('a\nb\nc\nd\n\ne\n\n\n')
})

test('a byte order mark is no text', async () => {
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le'] as const)
    expect(await decode(iconv.encode('x', encoding, { addBOM: true }), { encoding }, [1])).toBe('x')
})

test('bytes that are no character are marked, not dropped', async () => {
  expect(await decode(Buffer.from([0x5a, 0xeb, 0x0a]), { encoding: 'utf-8' })).toBe('Z\ufffd\n')
  expect(await decode(Buffer.from([0x41, 0x81, 0x42]), { encoding: 'windows-1252' })).toBe('A\ufffdB')
  expect(await decode(Buffer.from([0x41, 0xc3]), { encoding: 'utf-8' })).toBe('A\ufffd')
})

test('where the head was ASCII, the first other byte decides', async () => {
  const plain = 'a,b\n'.repeat(50_000)
  for (const encoding of ['utf-8', 'windows-1252'] as const) {
    const text = `${plain}Zoë,Lefèvre\n${plain}Éloïse,x\n`
    const concluded: string[] = []
    const decoding: Decoding = { encoding: 'utf-8', asciiSoFar: true, concluded: (it) => concluded.push(it) }
    for (const size of [65_536, 4096, 1_000_000])
      expect(await decode(iconv.encode(text, encoding), decoding, [size])).toBe(text)
    expect(concluded).toEqual([encoding, encoding, encoding])
  }
  // decided by what follows, not by the byte alone: the end of a piece may cut a character off
  const atBorder = Buffer.concat([Buffer.alloc(65_535, 'a'), iconv.encode('é,Zoë\n', 'windows-1252')])
  expect(await decode(atBorder, { encoding: 'utf-8', asciiSoFar: true })).toMatch(/aé,Zoë\n$/)
  expect(await decode(Buffer.from(plain), { encoding: 'utf-8', asciiSoFar: true })).toBe(plain)
})
