import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldText } from './fold.ts'
import { prefixTokens, queryTokens, searchWords } from './search-words.ts'

/** What the table of tokens does: all tokens of the query are among those of the name. */
function finds(query: string, name: string): boolean {
  const tokens = new Set(prefixTokens(name))
  const asked = queryTokens(query)
  return asked.length > 0 && asked.every((token) => tokens.has(token))
}

test.each([
  ["O'Brien", ['obrien']],
  ['Siobhán Ní Dhomhnaill', ['siobhan', 'ni', 'dhomhnaill']],
  ['Wolfeschlegelstein-Hausenberger', ['wolfeschlegelstein', 'hausenberger']],
  ['Nguyễn Thị Minh Khai', ['nguyen', 'thi', 'minh', 'khai']],
  ['李小明', ['李小明']],
  ['أمينة الحسيني', ['امينه', 'الحسيني']],
  ['สมชาย ใจดี', ['สมชาย', 'ใจดี']],
  ['J.R.R. Tolkien (jr.)', ['j', 'r', 'r', 'tolkien', 'jr']],
  ['アインシュタイン・アルベルト', ['あいんしゅたいん', 'あるべると']],
  ["-- ' · 👩‍🌾", []],
])('%s has the words %j', (name, words) => {
  expect(searchWords(name)).toEqual(words)
})

describe('a name is found by', () => {
  test.each([
    ["O'Brien", ['obrien', "o'brien", 'O’Brien', 'brien', 'BRIE', "o'br", 'o brien', "O'"]],
    ["D'Angelo", ['dangelo', 'ang', "d'ang"]],
    ['Siobhán Ní Dhomhnaill', ['siobhan', 'SIOBHÁN', 'dhom ní', 'ni dhomhnaill']],
    ['Björk Guðmundsdóttir', ['bjork gudm', 'BJÖRK', 'guð', 'gudmundsdottir', 'Guðmundsdóttir']],
    [
      'Wolfeschlegelstein-Hausenberger',
      ['wolfeschlegels', 'wolfeschlegelstein-haus', 'hausenberger', 'wol hau'],
    ],
    ['Anna-Lena', ['anna', 'lena', 'annalena', 'annal', 'Anna Lena', 'anna‑lena']],
    ['Gal·la Massagué', ['galla', 'gal·la', 'massague']],
    ['Kamakaʻeha', ['kamakaeha', "kamaka'eha", 'kamakaʻeha']],
    ['Weiß Müller-Łukasz', ['weiss', 'WEISS', 'WEIẞ', 'muller', 'mül', 'łuk', 'LUKASZ']],
    ['Nguyễn Thị Minh Khai', ['nguyen', 'khai nguyễn', 'thi', 'NGUYỄN']],
    ['李小明', ['李', '李小', '李小明', '小明', '小', '明', '李 小明']],
    ['李 小明', ['李小明', '李小', '小明', '明']],
    ['欧阳小明', ['欧阳', '小明', '欧阳小明']],
    ['長谷川太郎', ['長谷川', '太郎', '長谷川 太郎']],
    ['佐々木さくら', ['佐々木', 'さくら', 'サクラ']],
    ['ヤマダ タロウ', ['やまだ', 'ﾔﾏﾀﾞ', 'た', 'やまだたろう']],
    ['김민준', ['김', '민준', '김민준', '김 민준', '김민준'.normalize('NFD')]],
    ['สมชาย ใจดี', ['ส', 'สม', 'ใจดี', 'ใจ สมชาย']],
    ['ສົມສັກ', ['ສ', 'ສົມ']],
    ['សុខា', ['ស', 'សុខា']],
    ['အောင်ဆန်း', ['အ', 'အောင်']],
    ['أمينة الحسيني', ['امينة', 'أمينه', 'الحسيني', 'الحسينى', 'اَلْحُسَيْنِي']],
    ['علی\u200cرضا', ['علیرضا', 'علي', 'رضا', 'علی رضا']],
    ['יִצְחָק רבין', ['יצחק', 'רבי']],
    ['Γιώργος Παπαδόπουλος', ['γιωργος', 'ΓΙΏΡΓΟΣ', 'παπ']],
    ['Фёдор Достоевский', ['федор', 'ФЁДОР', 'дост']],
    ['ललित शर्मा', ['ललि', 'ललित', 'शर्मा']],
    ['Li Bo', ['li', 'bo', 'bo li', 'LI BO']],
  ])('%s: %j', (name, queries) => {
    for (const query of queries) expect(finds(query, name), query).toBe(true)
  })
})

describe('a name is not found by', () => {
  test.each([
    ['Lisa Bond', ['li', 'bo', 'l', 'is', 'lisb']],
    ["O'Brien", ['rien', 'ob', 'br']],
    ['Anna Schmidt', ['anna schmitt', 'nna', 'anna anna-lena']],
    ['李小明', ['李明', '王']],
    ['김민준', ['준민']],
    ['สมชาย', ['ชาย']],
    ['Müller', ['mueller']],
    ['कमल', ['कमला']],
    ['Wolfeschlegelstein', ['wolfeschlegX']],
  ])('%s: %j', (name, queries) => {
    for (const query of queries) expect(finds(query, name), query).toBe(false)
  })
})

test('a query without letters asks for nothing', () => {
  expect(queryTokens(" -- ' ")).toEqual([])
})

test('tokens are few, and none tells more than twelve letters', () => {
  expect(prefixTokens('Hubert Wolfeschlegelsteinhausenberger')).toEqual([
    ...['hub', 'hube', 'huber', 'hubert'],
    ...['wol', 'wolf', 'wolfe', 'wolfes', 'wolfesc', 'wolfesch', 'wolfeschl', 'wolfeschle', 'wolfeschleg'],
    'wolfeschlege',
  ])
  const long = prefixTokens(`${'国'.repeat(200)} ${'x'.repeat(200)}`)
  expect(Math.max(...long.map((token) => [...token].length))).toBe(12)
  expect(long.length).toBeLessThan(60)
})

/** Independent of the code under test: a query as someone types it, cut from the name as it is written. */
function queriesFor(word: string): string[] {
  const letters = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(word)].map(
    (s) => s.segment,
  )
  return letters.map((_, i) => letters.slice(0, i + 1).join(''))
}

/** The rule, in its own words: three letters, one where words are written without spaces, or the whole word. */
function isLongEnough(query: string, word: string): boolean {
  const parts = foldText(query)
    .split(/[\p{Pd}・\s.,()]+/u)
    .filter((part) => part !== '')
  const whole = new Set(foldText(word).split(/[\p{Pd}・\s.,()]+/u))
  const unspaced = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u
  return (
    parts.length > 0 &&
    parts.every((part) => {
      const letters = part.replace(/[^\p{L}\p{M}\p{N}]/gu, '')
      return letters !== '' && (whole.has(part) || [...letters].length >= 3 || unspaced.test(letters))
    })
  )
}

function expectFound(name: string): number {
  const tokens = prefixTokens(name)
  expect(prefixTokens(name.normalize('NFD'))).toEqual(tokens)
  let queries = 0
  for (const word of name.split(/\s+/u)) {
    for (const query of queriesFor(word).filter((beginning) => isLongEnough(beginning, word))) {
      const cased = [query, query.toUpperCase(), query.toLowerCase()]
      for (const spelling of cased.flatMap((text) => [text.normalize('NFC'), text.normalize('NFD')])) {
        queries++
        const asked = queryTokens(spelling)
        const missing = asked.filter((token) => !tokens.includes(token))
        expect(asked.length, spelling).toBeGreaterThan(0)
        expect(missing, `${spelling} for ${name}`).toEqual([])
      }
    }
  }
  return queries
}

const cldr = new URL('../../shared/data/names-cldr/sample_names_by_locale.json', import.meta.url)

test.skipIf(!existsSync(cldr))('every sample name of CLDR is found by every beginning of its words', () => {
  const locales: Record<string, Record<string, Record<string, string>>> = JSON.parse(
    readFileSync(cldr, 'utf8'),
  )
  const names = new Set<string>()
  for (const samples of Object.values(locales)) {
    for (const { given = '', given2 = '', surname = '', ...more } of Object.values(samples)) {
      const family = [surname, more['surname-prefix'], more['surname-core'], more['surname2']]
        .join(' ')
        .trim()
      names.add(`${family} ${given} ${given2}`.replace(/\s+/gu, ' ').trim())
    }
  }
  let queries = 0
  for (const name of names) queries += expectFound(name)
  expect(names.size).toBeGreaterThan(700)
  expect(queries).toBeGreaterThan(40_000)
})

test('every name of letters of many scripts is found by every beginning of its words', () => {
  const letter = fc.constantFrom(...'aeoßéłøIİıçÇαςΣάбЙёאםشةىيगकाี่ก李小明々김민やガー-·’', "'")
  const word = fc.string({ unit: letter, minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (words) => {
      expect(expectFound(words.join(' '))).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 300 },
  )
})
