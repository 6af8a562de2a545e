import { foldText } from './fold.ts'
import { noiseAlong, type Prf } from './order-noise.ts'
import {
  CLASSES,
  GAP,
  GIVEN,
  classOf,
  classShares,
  letterShares,
  type Context,
  type Shares,
} from './order-shares.ts'

/**
 * A keyed code that sorts as the name does, for a plain column of four bytes (design, "Order and search").
 *
 * The interval of 32 bits is divided among the first symbols of a name by how often names begin so, then among the
 * second ones, until nothing is left: arithmetic coding (Rissanen 1976) kept in order, with each boundary moved by
 * a keyed function of what stands before it. Order holds for every key by construction: where symbols are less,
 * the code is less or equal. About seven or eight Latin letters are told apart (all but like family names, and a
 * letter or two of the given name), five or six in other alphabets, one character and half of the next in Han.
 *
 * What the column tells to whoever holds the database without the key: the order of all people by name; which of
 * them have the same name or one that begins alike; and from a code's place in the range about the first letter or
 * two, since a boundary moves by at most two fifths of its smaller neighbour. Whoever also knows how common names
 * are can match the order against that and often tell a frequent family name. The key keeps them from computing
 * the code of a name they look for, and from comparing with another installation. So the column goes with the
 * person and into no backup.
 */
export interface OrderName {
  readonly family_name?: string | null
  readonly given_name?: string | null
}

/** Beyond this interval no symbol is told apart. */
const SMALLEST = 2

/**
 * The order code of a name: a whole number from -2147483648 to 2147483647 (int4). A name without family name sorts
 * by the given one.
 *
 * @param prf a keyed pseudo-random function of at least 16 bytes, such as keyed BLAKE2b; give the same function
 *   for the same key, what it answered for beginnings of names is remembered with it
 */
export function orderCode(name: OrderName, prf: Prf): number {
  const symbols = orderSymbols(name)
  const noise = noiseAlong(prf, symbols)
  let low = 0
  let width = 2 ** 32
  let context: Context = { familyLetters: 0 }
  for (let depth = 0; depth < symbols.length && width >= SMALLEST; depth++) {
    const symbol = symbols[depth] ?? 0
    for (const { shares, index, salt } of stagesOf(symbol, context)) {
      const from = Math.floor(width * boundary(shares, index, noise(depth, index + salt)))
      const to = Math.floor(width * boundary(shares, index + 1, noise(depth, index + 1 + salt)))
      low += from
      width = to - from
    }
    context = contextAfter(symbol, context)
  }
  return low - 2 ** 31
}

/**
 * The symbols that the order goes by, each a whole number: comparing them one by one is the order of names. Family
 * name before given name; a shorter name first; then digits, Latin, Greek, Cyrillic, Hebrew, Arabic, the Indic
 * scripts, Thai and its neighbours, the other scripts, kana, Hangul, Han by code point. Case, marks and
 * apostrophes do not count (`fold.ts`); a space or hyphen sorts before every letter.
 */
export function orderSymbols(name: OrderName): number[] {
  const family = lettersOf(name.family_name)
  const given = lettersOf(name.given_name)
  return family.length > 0 && given.length > 0
    ? [...family, symbolOf(GIVEN, 0), ...given]
    : [...family, ...given]
}

function lettersOf(text: string | null | undefined): number[] {
  const symbols: number[] = []
  let gap = false
  for (const letter of foldText(text ?? '').replaceAll("'", '')) {
    const isLetter = /[\p{L}\p{M}\p{N}]/u.test(letter)
    if (isLetter && gap) symbols.push(symbolOf(GAP, 0))
    if (isLetter) symbols.push(letterSymbol(letter.codePointAt(0) ?? 0))
    gap = !isLetter && symbols.length > 0
  }
  return symbols
}

function letterSymbol(point: number): number {
  const kind = classOf(point)
  return symbolOf(kind, point - (CLASSES[kind]?.from ?? 0))
}

interface Stage {
  readonly shares: Shares
  readonly index: number
  /** Keeps the boundaries of the stages of one symbol apart. */
  readonly salt: number
}

/** A symbol divides the interval twice: among the classes, then among the letters of its class. */
function stagesOf(symbol: number, context: Context): readonly Stage[] {
  const kind = classIn(symbol)
  return [
    { shares: classShares(context), index: kind, salt: 0 },
    { shares: letterShares(kind, context), index: letterIn(symbol), salt: 7 * (kind + 1) },
  ]
}

function contextAfter(symbol: number, { familyLetters }: Context): Context {
  const kind = classIn(symbol)
  if (kind === GIVEN) return {}
  if (kind === GAP) return { familyLetters }
  const letters = familyLetters === undefined ? undefined : familyLetters + 1
  return { kind, letter: letterIn(symbol), familyLetters: letters }
}

/** Where a symbol's part of its interval begins, from 0 to 1: the same number as where the one before it ends. */
function boundary(shares: Shares, index: number, noise: number): number {
  if (index <= 0) return 0
  if (index >= shares.size) return 1
  const here = shares.before(index)
  const room = Math.min(here - shares.before(index - 1), shares.before(index + 1) - here)
  return (here + 0.4 * room * noise) / shares.before(shares.size)
}

const LETTERS_PER_CLASS = 0x200000

function symbolOf(kind: number, letter: number): number {
  return kind * LETTERS_PER_CLASS + letter
}

function classIn(symbol: number): number {
  return Math.floor(symbol / LETTERS_PER_CLASS)
}

function letterIn(symbol: number): number {
  return symbol % LETTERS_PER_CLASS
}
