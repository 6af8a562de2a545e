/** How an interval is divided among `size` symbols: the sum of the shares before each, in any unit. */
export interface Shares {
  readonly size: number
  /** Share of all symbols before this one; of all there are at `size`. */
  before(index: number): number
}

interface LetterClass {
  readonly from: number
  readonly to: number
  /** How often a word begins in this class, per mille of all words. */
  readonly initial: number
  /** The letters in daily use within the range, first and last. */
  readonly core?: readonly [from: number, to: number]
  /** Letters that make up most of a name. */
  readonly frequent?: string
}

/** The classes of symbols in the order they sort. The first two are no letters: the given name begins; a gap. */
export const CLASSES: readonly LetterClass[] = [
  { from: 0, to: 0, initial: 0.5 },
  { from: 0, to: 0, initial: 0.5 },
  { from: 0x30, to: 0x39, initial: 4 }, // digits
  { from: 0x61, to: 0x7a, initial: 510 }, // Latin
  { from: 0x80, to: 0x36f, initial: 1 }, // Latin letters that fold to none of a to z
  { from: 0x370, to: 0x3ff, initial: 20, core: [0x3b1, 0x3c9], frequent: 'αοισερντκλγπ' }, // Greek
  { from: 0x400, to: 0x52f, initial: 70, core: [0x430, 0x45f], frequent: 'аоиенрвлктсму' }, // Cyrillic
  { from: 0x10d0, to: 0x10ff, initial: 4, frequent: 'აეიორსლნდბმვ' }, // Georgian
  { from: 0x530, to: 0x58f, initial: 4, core: [0x561, 0x586], frequent: 'աեինորսյլկտ' }, // Armenian
  { from: 0x590, to: 0x5ff, initial: 20, core: [0x5d0, 0x5ea], frequent: 'יולאהרמנבשתד' }, // Hebrew
  { from: 0x600, to: 0x6ff, initial: 60, core: [0x621, 0x64a], frequent: 'اليمنرهدسبحعف' }, // Arabic
  { from: 0x1200, to: 0x137f, initial: 4 }, // Ethiopic
  { from: 0x900, to: 0x97f, initial: 14, core: [0x905, 0x94d], frequent: 'ािी्रनकमलशसवत' }, // Devanagari
  { from: 0x980, to: 0x9ff, initial: 5, core: [0x985, 0x9cd], frequent: 'ািী্রনকমলশসবত' }, // Bengali
  { from: 0xa00, to: 0xa7f, initial: 2, core: [0xa05, 0xa4d] }, // Gurmukhi
  { from: 0xa80, to: 0xaff, initial: 3, core: [0xa85, 0xacd] }, // Gujarati
  { from: 0xb00, to: 0xb7f, initial: 2, core: [0xb05, 0xb4d] }, // Odia
  { from: 0xb80, to: 0xbff, initial: 4, core: [0xb85, 0xbcd] }, // Tamil
  { from: 0xc00, to: 0xc7f, initial: 4, core: [0xc05, 0xc4d] }, // Telugu
  { from: 0xc80, to: 0xcff, initial: 3, core: [0xc85, 0xccd] }, // Kannada
  { from: 0xd00, to: 0xd7f, initial: 3, core: [0xd05, 0xd4d] }, // Malayalam
  { from: 0xd80, to: 0xdff, initial: 2, core: [0xd85, 0xddf] }, // Sinhala
  { from: 0xe00, to: 0xe7f, initial: 20, core: [0xe01, 0xe4d], frequent: 'านรกสมวยชพิีั์' }, // Thai
  { from: 0xe80, to: 0xeff, initial: 2, core: [0xe81, 0xecd] }, // Lao
  { from: 0xf00, to: 0xfff, initial: 1, core: [0xf40, 0xfbc] }, // Tibetan
  { from: 0x1000, to: 0x109f, initial: 3, core: [0x1000, 0x103f] }, // Myanmar
  { from: 0x1780, to: 0x17ff, initial: 3, core: [0x1780, 0x17d2] }, // Khmer
  { from: 0, to: 0x10ffff, initial: 4 }, // every other script
  { from: 0x3041, to: 0x30ff, initial: 30, core: [0x3042, 0x3093] }, // kana
  { from: 0xac00, to: 0xd7a3, initial: 50 }, // Hangul
  { from: 0x3400, to: 0x4dbf, initial: 1 }, // Han, rare
  { from: 0x4e00, to: 0x9fff, initial: 150 }, // Han
  { from: 0x20000, to: 0x3ffff, initial: 1 }, // Han, rare
]

/** The symbol between family and given name, and that between two words: before every letter. */
export const GIVEN = 0
export const GAP = 1
const LATIN = 3
const OTHER = CLASSES.findIndex(({ to }) => to === 0x10ffff)

/**
 * How often a Latin letter begins a word, and (a row for each letter before) how often it follows: a digit d in base
 * 36 for every letter from a to z, meaning 1.5 to the power of d. From names in 200 European languages, German and
 * English ones counted more often.
 */
const LATIN_INITIAL = 'baa8899a7aa9b77919c747a256'
const LATIN_AFTER = `
  68994577948bae450daa975465 d804f008b60612a00c51a00040 c060b00f90a902c03646700060 d410d006c00516b00ca990a066
  88787575a55c8b670eaa577576 c121cc93b01ba4b00c62900000 d510e06ba40778900c29c00000 e000d000b308aab00a79b05060
  c6b9b690567cac6639ca560446 f671b013601626e00432c00000 e410d008b47a17c00b81a06000 c728d852d07d83b00377950077
  f603c004d03191b80480903030 d46bc0b4b5943ca008aa520028 7a686879726cad990ca98a9465 c811d81d901783b90aa2500080
  b777a578a5798ac60a98e56154 c369c290d28879b4099a853076 c0d4c009a07773c201ac952054 b060d03cc00672c00a9b800557
  8899a589849cab100cd8005348 e122c013e01434c00843800000 e151d018e01328c00982500000 e565b457e45878a40886a34033
  d34be134913a4cb20658912071 e333d134e13885920884912010`

const initialClasses = cumulated(CLASSES.map(({ initial }) => initial))
const laterClasses = new Map<number, Shares>()
const latinInitial = latinShares(LATIN_INITIAL)
const latinAfter = LATIN_AFTER.trim().split(/\s+/).map(latinShares)
const ranges = CLASSES.map(rangeShares)

/** What stands before a symbol, as far as it tells what may follow. */
export interface Context {
  /** Class and letter of the symbol before; none at the beginning and after a gap. */
  readonly kind?: number
  readonly letter?: number
  /** Letters of the family name so far; none once the given name has begun. */
  readonly familyLetters?: number
}

/** The class of a folded letter, a digit or a mark, by its code point. */
export function classOf(point: number): number {
  if (point >= 0x61 && point <= 0x7a) return LATIN
  const kind = CLASSES.findIndex(
    ({ from, to }, at) => at > GAP && at !== OTHER && point >= from && point <= to,
  )
  return kind < 0 ? OTHER : kind
}

/** How likely each class is. */
export function classShares({ kind, familyLetters }: Context): Shares {
  if (kind === undefined) return initialClasses
  const letters = familyLetters === undefined ? 0 : Math.min(familyLetters, LONG_NAME)
  const key = kind * (LONG_NAME + 1) + letters
  const known = laterClasses.get(key)
  if (known !== undefined) return known
  const shares = cumulated(CLASSES.map((_, next) => laterShare(kind, letters, next)))
  laterClasses.set(key, shares)
  return shares
}

/** How likely each letter of a class is. */
export function letterShares(kind: number, context: Context): Shares {
  const shares = kind === LATIN ? latinInitial : ranges[kind]
  const follows = kind === LATIN && context.kind === LATIN ? latinAfter[context.letter ?? 0] : undefined
  return follows ?? shares ?? initialClasses
}

/** Per mille, that a family name ends after its first, second … letter; longer ones as the last. */
const ENDS = [0, 10, 30, 50, 90, 160, 220, 250]
const LONG_NAME = ENDS.length - 1

/** A word goes on in its script until the given name begins; Han and Hangul family names are of one or two letters. */
function laterShare(kind: number, familyLetters: number, next: number): number {
  const range = CLASSES[kind]
  const isBrief = kind !== OTHER && range !== undefined && range.to - range.from > 5000
  if (next === GIVEN) return isBrief && familyLetters > 0 ? 500 : (ENDS[familyLetters] ?? 0)
  if (next === GAP) return isBrief ? 10 : 30
  return next === kind ? 800 : (CLASSES[next]?.initial ?? 0) / 50
}

function cumulated(shares: readonly number[]): Shares {
  const sums = [0]
  for (const share of shares) sums.push((sums.at(-1) ?? 0) + share)
  return { size: shares.length, before: (index) => sums[index] ?? 0 }
}

function latinShares(digits: string): Shares {
  return cumulated([...digits].map((digit) => 1.5 ** Number.parseInt(digit, 36)))
}

/** A frequent letter is as likely as five others in daily use, and one of those as thirty of the rest. */
function rangeShares({ from, to, core, frequent = '' }: LetterClass): Shares {
  const size = to - from + 1
  const [first, last] = core ?? [from, to]
  if (core === undefined && frequent === '') return { size, before: (index) => index }
  const points = Array.from({ length: size }, (_, index) => from + index)
  return cumulated(
    points.map((point) => {
      if (frequent.includes(String.fromCodePoint(point))) return 150
      return point >= first && point <= last ? 30 : 1
    }),
  )
}
