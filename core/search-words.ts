import { foldText } from './fold.ts'

/** Longest prefix that gets a token of its own, in code points: what follows hardly narrows a search of names. */
const LONGEST = 12
const TERM = /[\p{L}\p{M}\p{N}'\p{Pd}−・]+/gu
const HYPHEN = /[\p{Pd}−・]+/u
/**
 * Scripts that write words without spaces between them, and Hangul: its syllable is two or three letters already,
 * and a Korean name is three syllables.
 */
const UNSPACED =
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u
const EAST_ASIAN = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]+$/u
const HAN_OR_HANGUL = /^[\p{Script=Han}\p{Script=Hangul}]/u
/** Family names in Han and Hangul have one to three characters (李, 欧阳, 長谷川): the given name starts after them. */
const LONGEST_FAMILY_NAME = 3

/**
 * The words of a text as a query has them, folded (`fold.ts`), in their order: split at spaces, punctuation and
 * hyphens, joined at apostrophes (O'Brien → obrien).
 */
export function searchWords(value: string): string[] {
  return terms(value).flatMap((term) => term.map((parts) => parts.join('')))
}

/**
 * Every token under which a name is found: the prefixes of its words from three letters (from one in scripts
 * without spaces) to twelve; a word shorter than three letters whole. A longer word has no token of its own,
 * since a query for it asks for its first twelve letters. Besides its plain words a name is found by
 *
 * - the parts at an apostrophe (brien as well as obrien) and a hyphenated name written together (annalena);
 * - Han, Hangul and kana words written together (李 小明 → 李小明), and the given name inside one (小明).
 *
 * Give the family name before the given one, so that a Han name written in two fields is found written together.
 */
export function prefixTokens(value: string): string[] {
  const tokens = new Set<string>()
  for (const word of indexedWords(value)) {
    const letters = [...word]
    const shortest = Math.min(shortestPrefix(word), letters.length)
    for (let n = shortest; n <= Math.min(letters.length, LONGEST); n++)
      tokens.add(letters.slice(0, n).join(''))
  }
  return [...tokens]
}

/**
 * The tokens to intersect for a search as it is typed: one per word, a longer word cut to its first twelve
 * letters, so that typing on never loses the person. A word of one or two letters finds only that whole word.
 */
export function queryTokens(query: string): string[] {
  return [...new Set(searchWords(query).map((word) => [...word].slice(0, LONGEST).join('')))]
}

function shortestPrefix(word: string): number {
  return UNSPACED.test(word) ? 1 : 3
}

/** Terms between spaces, each as its words between hyphens, each as its parts between apostrophes. */
function terms(value: string): string[][][] {
  return (foldText(value).match(TERM) ?? [])
    .map((term) => term.split(HYPHEN).map(partsOf).filter(isFilled))
    .filter(isFilled)
}

function partsOf(word: string): string[] {
  return word.split("'").filter((part) => part !== '')
}

function isFilled(list: readonly unknown[]): boolean {
  return list.length > 0
}

function indexedWords(value: string): string[] {
  const found = terms(value)
  const words = found.flatMap((term) => term.map((parts) => parts.join('')))
  const parts = found.flat(2)
  const together = found.map((term) => term.flat().join(''))
  const all = [...words, ...parts, ...together, ...eastAsianRuns(words)]
  return [...all, ...all.filter((word) => HAN_OR_HANGUL.test(word)).flatMap(tails)]
}

function eastAsianRuns(words: readonly string[]): string[] {
  const runs: string[] = []
  let run = ''
  for (const word of words) {
    if (EAST_ASIAN.test(word)) run += word
    else {
      runs.push(run)
      run = ''
    }
  }
  return [...runs, run].filter((joined) => joined !== '')
}

function tails(word: string): string[] {
  const letters = [...word]
  const starts = Math.min(LONGEST_FAMILY_NAME, letters.length - 1)
  return Array.from({ length: starts }, (_, start) => letters.slice(start + 1).join(''))
}
