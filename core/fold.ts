import { foldDigits } from './text.ts'

/** Everything people type for an apostrophe: quotes, primes, modifier letters (ʻokina, ʿayn), geresh, punt volat. */
const APOSTROPHES = /[’‘‛`´ʹʻʼʽʾʿˈ′׳״·]/gu
/** Persian writes a zero-width non-joiner between the parts of a word: علی‌رضا, also written علیرضا. */
const PERSIAN_GAP = /(\p{Script=Arabic})\u200c/gu
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu
/** Marks that a reader of these scripts leaves out when searching. Indic vowel signs and Thai marks are kept. */
const MARKED =
  /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}])\p{M}+/gu

/** Letters that no Unicode form takes apart: to their base letter, or as ICAO Doc 9303 writes them. */
const LETTERS: Record<string, string> = {
  ...{ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ɖ: 'd', ɗ: 'd', þ: 'th', æ: 'ae', œ: 'oe', ħ: 'h', ŧ: 't' },
  ...{ ŋ: 'n', ĸ: 'k', ƙ: 'k', ə: 'e', ɛ: 'e', ɔ: 'o', ɓ: 'b', ƴ: 'y', ς: 'σ' },
  // Arabic: alef wasla; alef maksura and the Persian, Pashto yeh; keheh; teh marbuta and the other hehs; tatweel
  ...{ ٱ: 'ا', ى: 'ي', ی: 'ي', ې: 'ي', ۍ: 'ي', ک: 'ك', ة: 'ه', ۃ: 'ه', ہ: 'ه', ھ: 'ه', ە: 'ه', ـ: '' },
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu')

/**
 * One form for all spellings of a text that a search or an order should take as the same: compatibility forms
 * (NFKC), case, width, digits, marks of Latin, Greek, Cyrillic, Hebrew and Arabic letters, katakana as hiragana.
 * ä becomes a (not ae), ø o, ß ss, æ ae. Idempotent; never for display.
 */
export function foldText(value: string): string {
  if (/^[ -_a-~]*$/.test(value)) return value.toLowerCase()
  const quoted = value.normalize('NFC').replace(PERSIAN_GAP, "$1'").replace(APOSTROPHES, "'")
  const plain = quoted.normalize('NFKC')
  const cased = plain.replace(APOSTROPHES, "'").toUpperCase().toLowerCase()
  const bare = cased.normalize('NFD').replace(IGNORABLE, '').replace(MARKED, '$1')
  const letters = bare.replace(LETTER, (letter) => LETTERS[letter] ?? letter).normalize('NFC')
  return foldDigits(letters.replace(/[\u30a1-\u30f6\u30fd\u30fe]/gu, hiragana))
}

function hiragana(katakana: string): string {
  return String.fromCharCode(katakana.charCodeAt(0) - 0x60)
}
