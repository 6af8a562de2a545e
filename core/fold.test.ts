import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText } from './fold.ts'

test.each([
  ['Müller', 'muller'],
  ['WEIẞ Weiß', 'weiss weiss'],
  ['Søren Ångström Łukasz Đorđe Þór Æsa Œdipe', 'soren angstrom lukasz dorde thor aesa oedipe'],
  ['İstanbul ISPARTA ırmak', 'istanbul isparta irmak'],
  ['Nguyễn Thị', 'nguyen thi'],
  ['Əliyev Ħal Ŋala', 'eliyev hal nala'],
  ['ΓΙΏΡΓΟΣ Γιώργος', 'γιωργοσ γιωργοσ'],
  ['Фёдор ЙОЖЕФ Київ', 'федор иожеф киів'.normalize('NFD').replace(/\p{M}/gu, '')],
  ['ﾔﾏﾀﾞ ヤマダ やまだ', 'やまだ やまだ やまだ'],
  ['Ａｎｎａ ﬁsher', 'anna fisher'],
  ['أَحْمَد إبراهيم آدم ٱلحسن', 'احمد ابراهيم ادم الحسن'],
  ['محـــمد', 'محمد'],
  ['مصطفى یحیی کریم فاطمة مؤمن', 'مصطفي يحيي كريم فاطمه مومن'],
  ['שָׁלוֹם', 'שלום'],
  ['हिन्दी', 'हिन्दी'],
  ['ก้อง', 'ก้อง'],
  ['O’Brien O´Brien OʼBrien', "o'brien o'brien o'brien"],
  ['علی\u200cرضا', "علي'رضا"],
  ['Ma\u00adria 葛\u{e0100}', 'maria 葛'],
  ['کوچه ۱۲ 房３', 'كوچه 12 房3'],
])('%s folds to %s', (text, folded) => {
  expect(foldText(text)).toBe(folded)
})

test('marks of Indic, Thai and kana letters tell names apart and stay', () => {
  expect(foldText('कमल')).not.toBe(foldText('कमला'))
  expect(foldText('ใจดี')).not.toBe(foldText('ใจด'))
  expect(foldText('はな')).not.toBe(foldText('ばな'))
})

/** Any code points, those of the living scripts more often; the library's own such text takes seconds to set up. */
const point = fc.oneof(fc.nat(0x33ff), fc.nat(0x10ffff))
const anyText = fc.array(point, { maxLength: 30 }).map((points) => String.fromCodePoint(...points))

test('folding twice is folding once, in any normal form', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const folded = foldText(text)
      expect(foldText(folded)).toBe(folded)
      expect(foldText(text.normalize('NFD'))).toBe(folded)
      expect(foldText(text.normalize('NFC'))).toBe(folded)
    }),
    { numRuns: 3000 },
  )
})

test('the short way for plain letters gives what the long way gives', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), (text) => {
      // a mark that folds away forces the long way
      expect(foldText(`${text}\u00e4`)).toBe(`${foldText(text)}a`)
    }),
  )
})
