import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderCode, orderSymbols, type OrderName } from './order-code.ts'
import type { Prf } from './order-noise.ts'

/** Good enough for a test: 32 bytes that follow from key and input alone, by a mixing of 32-bit words. */
function keyed(key: number): Prf {
  return (bytes) => {
    let state = key
    for (const byte of bytes) state = Math.imul(state ^ byte, 0x9e3779b1) ^ (state >>> 15)
    return Uint8Array.from({ length: 32 }, () => {
      state = Math.imul(state ^ (state >>> 13), 0x85ebca6b) + 0x6d2b79f5
      return (state ^ (state >>> 16)) & 255
    })
  }
}

function compareSymbols(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((symbol, i) => symbol !== b[i])
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1)
}

const person = (family_name: string, given_name = ''): OrderName => ({ family_name, given_name })

describe('the order of names', () => {
  const sorted: OrderName[] = [
    {},
    person('3Com'),
    person('Aa'),
    person('Ab', 'Zoe'),
    person('Ab Al'),
    person('Abel', 'Anna'),
    person('', 'Björk'),
    person('Guðmundsdóttir', 'Björk'),
    person('Li', 'Bo'),
    person('Li', 'Xiaoming'),
    person('Liam', 'Ann'),
    person('Müller', 'Anna'),
    person('MULLER', 'Bernd'),
    person('Müller', 'Zoë'),
    person('Ní Dhomhnaill', 'Siobhán'),
    person('Nic', 'A'),
    person("O'Brien"),
    person('Obrist'),
    person('Wolfeschlegelstein-Hausenberger', 'A'),
    person('Wolfeschlegelsteinb', 'A'),
    person('Παπαδόπουλος', 'Γιώργος'),
    person('Достоевский', 'Фёдор'),
    person('אבן', 'משה'),
    person('الحسيني', 'أمينة'),
    person('शर्मा', 'ललित'),
    person('ใจดี', 'สมชาย'),
    person('やまだ', 'はなこ'),
    person('ヤマダ', 'ハナヨ'),
    person('김', '민준'),
    person('李', '小明'),
    person('王', '伟'),
    person('𠮷野', '太郎'),
  ]

  test.each([1, 2, 3])('goes by family name, then given name, script after script (key %i)', (key) => {
    const prf = keyed(key)
    for (const [i, name] of sorted.slice(1).entries()) {
      const before = sorted[i] ?? {}
      expect(compareSymbols(orderSymbols(before), orderSymbols(name)), JSON.stringify(name)).toBeLessThan(0)
      expect(orderCode(before, prf), JSON.stringify(name)).toBeLessThanOrEqual(orderCode(name, prf))
    }
    expect(new Set(sorted.map((name) => orderCode(name, prf))).size).toBeGreaterThan(sorted.length - 5)
  })

  test('does not see case, marks, apostrophes or normal forms', () => {
    const prf = keyed(1)
    const code = orderCode(person("O'Brien-Müller", 'Zoë'), prf)
    for (const [family, given] of [
      ['OBRIEN MULLER', 'zoe'],
      ['o’brien‑mu\u0308ller', 'ZOE\u0308'],
      [' O´Brien  - Müller ', 'Zoë '],
    ]) {
      expect(orderCode(person(family ?? '', given), prf)).toBe(code)
    }
  })

  test('a person of one name sorts by it, in whichever field it stands', () => {
    const prf = keyed(1)
    expect(orderCode({ given_name: 'Suharto' }, prf)).toBe(orderCode({ family_name: 'Suharto' }, prf))
    expect(orderCode({ given_name: null, family_name: ' ' }, prf)).toBe(orderCode({}, prf))
  })
})

const letter = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'aabcdeehiklmnoprsstuzäßøÉŁ') },
  { weight: 2, arbitrary: fc.constantFrom(...'019 -’ƿʒαωΣдяёіאתاىیअकीกำ가힣やヤー々李王㐀𠮷丂') },
  { weight: 1, arbitrary: fc.nat(0x10ffff).map((point) => String.fromCodePoint(point)) },
)
const part = fc.string({ unit: letter, maxLength: 8 })
const pair = fc.tuple(part, part, part, part, part)
const KEYS = [...Array(8).keys()].map(keyed)

test('for every key: where a name sorts before another, its code is not greater', () => {
  let deep = 0
  fc.assert(
    fc.property(pair, fc.constantFrom(...KEYS), ([start, endA, endB, givenA, givenB], prf) => {
      const a = person(start + endA, givenA)
      const b = person(start + endB, givenB)
      const order = Math.sign(compareSymbols(orderSymbols(a), orderSymbols(b)))
      const codes = Math.sign(orderCode(a, prf) - orderCode(b, prf))
      if (order === 0) expect(codes).toBe(0)
      else expect(codes * order).toBeGreaterThanOrEqual(0)
      if (codes !== 0) deep++
    }),
    { numRuns: 5000 },
  )
  expect(deep).toBeGreaterThan(2000)
})

test('neighbours at every boundary keep their order: all pairs of letters of a script, after any beginning', () => {
  const scripts = [
    '0123456789',
    'abcdefghijklmnopqrstuvwxyz',
    'αβγδεζηθικλμνξοπρστυφχψω',
    'абвгдежзиклмнопрстуфхцчшщъыьэюя',
  ]
  const letters = [...scripts.join(''), ...'אבגדהاابتثअआइกขคあいう가각갂一丁丂𠀀𠀁']
  const beginnings = ['', 'm', 'sch', 'maier', 'д', '李', 'ab c']
  const wrong: string[] = []
  for (const prf of KEYS) {
    for (const start of beginnings) {
      const names = letters.map((last) => person(start + last))
      const known = names.map((name) => ({ symbols: orderSymbols(name), code: orderCode(name, prf) }))
      const sorted = known.toSorted((a, b) => compareSymbols(a.symbols, b.symbols))
      sorted.forEach(({ code }, i) => {
        if (code < (sorted[i - 1]?.code ?? code)) wrong.push(`${start} ${i}`)
      })
    }
  }
  expect(wrong).toEqual([])
})

test('is a whole number of four bytes', () => {
  const prf = keyed(5)
  const extremes = [
    '',
    '\u{10ffff}'.repeat(3),
    '\u{3ffff}',
    '龿'.repeat(9),
    'z'.repeat(200),
    '힣힣힣',
    '0',
    '-',
  ]
  for (const name of extremes) {
    const code = orderCode(person(name, name), prf)
    expect(Number.isInteger(code) && code >= -(2 ** 31) && code < 2 ** 31, name).toBe(true)
  }
  expect(orderCode({}, prf)).toBe(-(2 ** 31))
})

test('another key gives other codes, the same key the same ones', () => {
  const names = ['Schmidt', 'Nguyen', 'Достоевский', 'الحسيني', '李', 'Ek'].map((family) =>
    person(family, 'Anna'),
  )
  const codes = KEYS.map((prf) => names.map((name) => orderCode(name, prf)))
  for (const [i] of names.entries()) expect(new Set(codes.map((of) => of[i])).size).toBe(KEYS.length)
  expect(names.map((name) => orderCode(name, keyed(3)))).toEqual(codes[3])
})

test('asks the keyed function once for a name whose beginning is known', () => {
  let calls = 0
  const inner = keyed(9)
  const prf: Prf = (bytes) => {
    calls++
    return inner(bytes)
  }
  orderCode(person('Schmidtbauer', 'Anna'), prf)
  expect(calls).toBe(4)
  orderCode(person('Schneider', 'Bernd'), prf)
  expect(calls).toBe(5)
  orderCode(person('Sc'), prf)
  expect(calls).toBe(5)
})

const SURNAMES =
  `Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein
Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann
Schmid Schulze Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Scholz Möller Weiß Jung Hahn Schubert Vogel
Friedrich Smith Jones Williams Brown Taylor Davies Evans Wilson Johnson Roberts Robinson Thompson Wright Walker White Edwards
Hughes Green Hall Lewis Harris Clarke Patel Jackson Wood Turner Cooper Hill Ward Morris Moore Clark Lee King Baker Harrison
Morgan Allen James Scott Phillips Watson Davis Parker Price Bennett Young Griffiths Mitchell Kelly Cook`.split(
    /\s+/,
  )
const GIVEN_NAMES =
  `Anna Maria Thomas Michael Andreas Peter Stefan Christian Sabine Petra Monika Susanne Claudia Nicole Julia
Katharina Laura Lena Lea Sophie Marie Emma Mia Hannah Leon Lukas Paul Jonas Felix Maximilian Alexander Sebastian Tobias
Florian Jan Tim Daniel Martin Markus Matthias Frank Jürgen Wolfgang Klaus Heinz Hans Karl Ursula Helga Ingrid Oliver George
Harry Jack Jacob Charlie Noah William James Henry Oscar Amelia Olivia Isla Ava Emily Isabella Jessica Poppy Grace Ella
Charlotte Alice Florence Freya Evie Sophia Elizabeth Margaret Susan David John Robert Richard Stephen Christopher Andrew Mark
Simon Philip Joseph Edward Victoria Rebecca Rachel Sarah Catherine Eleanor Abigail Lucy`.split(/\s+/)

test('tells family names apart, and among 10,000 German and English names about half', () => {
  const prf = keyed(4)
  expect(new Set(SURNAMES.map((family) => orderCode(person(family), prf))).size).toBe(SURNAMES.length)
  const names = SURNAMES.flatMap((family) => GIVEN_NAMES.map((given) => person(family, given))).slice(
    0,
    10_000,
  )
  expect(names).toHaveLength(10_000)
  const codes = names.map((name) => orderCode(name, prf))
  expect(new Set(codes).size).toBeGreaterThan(2500)
  // spread over the range rather than crowded where Latin names begin
  const tenths = new Set(codes.map((code) => Math.floor(((code + 2 ** 31) / 2 ** 32) * 10)))
  expect(tenths.size).toBeGreaterThanOrEqual(5)
})

const cldr = new URL('../../shared/data/names-cldr/sample_names_by_locale.json', import.meta.url)

describe.skipIf(!existsSync(cldr))('over the sample names of CLDR', () => {
  const names = (): string[] => {
    const locales: Record<string, Record<string, Record<string, string>>> = JSON.parse(
      readFileSync(cldr, 'utf8'),
    )
    const samples = Object.values(locales).flatMap((locale) => Object.values(locale))
    return [...new Set(samples.flatMap(({ surname, given }) => [surname ?? '', given ?? ''].filter(Boolean)))]
  }

  test('Latin and Greek words sort as the platform sorts them', () => {
    const collator = new Intl.Collator('und', { sensitivity: 'base' })
    const words = names().filter((name) => /^[\p{Script=Latin}\p{Script=Greek}\p{M}]+$/u.test(name))
    const plain = words.filter((name) => !/[æœøłđðþıħŧŋəɓɗƙƴɛɔ]/iu.test(name))
    expect(plain.length).toBeGreaterThan(200)
    const symbols = new Map(plain.map((name) => [name, orderSymbols(person(name))]))
    const sorted = plain.toSorted((a, b) => compareSymbols(symbols.get(a) ?? [], symbols.get(b) ?? []))
    const wrong = sorted.filter((name, i) => collator.compare(sorted[i - 1] ?? name, name) > 0)
    expect(wrong).toEqual([])
  })

  test('different names of every script get different codes, but for a few', () => {
    const prf = keyed(6)
    for (const script of [
      /\p{sc=Latn}/u,
      /\p{sc=Cyrl}/u,
      /\p{sc=Arab}/u,
      /\p{sc=Deva}/u,
      /\p{sc=Han}/u,
      /./u,
    ]) {
      const symbols = new Map(
        names()
          .filter((name) => script.test(name))
          .map((name) => [orderSymbols(person(name)).join(), name]),
      )
      const codes = new Set([...symbols.values()].map((name) => orderCode(person(name), prf)))
      expect(symbols.size, String(script)).toBeGreaterThan(15)
      expect(symbols.size - codes.size, String(script)).toBeLessThanOrEqual(symbols.size / 12)
    }
  })
})
