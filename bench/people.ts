/**
 * Invented people, the same for the same seed and number on every machine, so that both servers hold the same data and
 * each process of a run can name any person without a list of them.
 */
import { STOCK, type NameStock } from './names.ts'

export interface Invented {
  readonly given_name: string
  readonly family_name: string
  readonly email: string
  /** E.164, from ranges that regulators keep for fiction; some people have none. */
  readonly phone: string | null
  readonly birth_date: string
  readonly street: string
  readonly postcode: string
  readonly city: string
  readonly country: string
  readonly language: string
}

/** Numbers in [0, 1), a stream of its own for each seed: mulberry32, public domain. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The person with this number. E-mail addresses are unique by number; names and telephone lines are shared. */
export function personAt(number: number, seed = 1): Invented {
  const random = randomFrom(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b))
  const stock = stockFor(random())
  const mailbox = `${MAILBOXES[Math.floor(random() * MAILBOXES.length)]}.${number.toString(36)}`
  return {
    given_name: unevenly(stock.given, random),
    family_name: familyName(stock, random),
    email: `${mailbox}${seed === 1 ? '' : `-${seed}`}@example.org`,
    phone: random() < 0.85 ? phoneAt(number) : null,
    birth_date: dateBetween(1935, 2007, random),
    street: `${stock.street} ${1 + Math.floor(random() * 180)}`,
    postcode: String(10_000 + Math.floor(random() * 89_999)),
    city: unevenly(stock.cities, random),
    country: stock.country,
    language: stock.language,
  }
}

/**
 * What someone types to find this person: the start of the name's first word, of three to five letters (one or two in
 * scripts without spaces), for three of ten with the start of the other name as well.
 */
export function searchFor(person: Invented, random: () => number): string {
  const family = startOf(person.family_name, random)
  const given = startOf(person.given_name, random)
  if (!family || !given) return family ?? given ?? person.given_name
  return random() < 0.3 ? `${given} ${family}` : random() < 0.5 ? family : given
}

/** Undefined for a name that begins with a short word (De Luca, Lê): typed alone it would be no prefix. */
function startOf(name: string, random: () => number): string | undefined {
  // İ becomes an i with a dot above it; nobody types the dot
  const lower = name.toLowerCase().replaceAll('\u0307', '')
  const word = [...lower.split(/[\s'-]/u)[0]!]
  const roll = random()
  if (UNSPACED.test(name)) return word.slice(0, 2).join('')
  return word.length < 3 ? undefined : word.slice(0, roll < 0.5 ? 3 : roll < 0.8 ? 4 : 5).join('')
}

const UNSPACED = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u
const MAILBOXES = ['mail', 'post', 'hello', 'info', 'home', 'family', 'office', 'me', 'private', 'letters']
const WEIGHT = STOCK.reduce((sum, stock) => sum + stock.weight, 0)

function stockFor(share: number): NameStock {
  let rest = share * WEIGHT
  return STOCK.find((stock) => (rest -= stock.weight) < 0) ?? STOCK[0]!
}

/** The first of a list most often, as with real names. */
function unevenly(list: readonly string[], random: () => number): string {
  return list[Math.floor(random() ** 1.5 * list.length)]!
}

/** A third of people share the common names, the others carry one of thousands. */
function familyName(stock: NameStock, random: () => number): string {
  const [first, second] = stock.parts
  if (first.length === 0 || random() < 0.33) return unevenly(stock.family, random)
  return first[Math.floor(random() * first.length)]! + second[Math.floor(random() * second.length)]!
}

function dateBetween(first: number, last: number, random: () => number): string {
  const from = Date.UTC(first, 0, 1)
  const to = Date.UTC(last, 11, 31)
  return new Date(from + random() * (to - from)).toISOString().slice(0, 10)
}

/** Ranges kept for films and books, ten thousand numbers each: Arcep in France, ACMA in Australia. */
const FICTION = [
  ...['199 00', '261 91', '353 01', '465 71', '536 49'].map((start) => `+33${start}`),
  ...['2 5550', '2 7010', '3 5550', '3 7010', '7 5550', '7 7010', '8 5550', '8 7010'].map((s) => `+61${s}`),
].map((start) => start.replaceAll(' ', ''))

function phoneAt(number: number): string {
  const line = Math.imul(number, 7919) >>> 0
  return `${FICTION[number % FICTION.length]}${String(line % 10_000).padStart(4, '0')}`
}
