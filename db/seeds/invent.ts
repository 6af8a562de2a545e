/**
 * The people of the demo organisation, Harbour Bank: invented, and the same for the same seed on every machine. Pure:
 * `server/demo.ts` brings them in through the gate. Addresses end in `.example` (RFC 2606), telephone numbers are from
 * ranges that are kept for fiction, grants and sources are such as the bank would have.
 */
import type { FieldName } from '../../core/fields.ts'
import type { SourceKind } from '../../core/sources.ts'
import { inventGrants, type InventedGrant, type Part } from './grants.ts'
import { HOME_PLACES, STOCKS, type NameStock, type Place } from './names.ts'
import { Seeded } from './random.ts'

/** The colleagues of the demo, by what they are called. */
export type Colleague = 'Jo' | 'Mila' | 'Ines' | 'Tarek' | 'Ada' | 'Sam'

export interface InventedPerson {
  readonly id: string
  readonly part: Part
  readonly fields: Readonly<Partial<Record<FieldName, string>>>
  readonly source: { readonly kind: SourceKind; readonly detail: string; readonly collected_at: string }
  /** Who brought them in; null for the system. */
  readonly by: Colleague | null
  readonly grants: readonly InventedGrant[]
  /** Told where their data came from, where it did not come from them. */
  readonly told: boolean
  readonly moves: (Place & { readonly by: Colleague | null }) | null
  /** Colleagues who look at their record. */
  readonly looked: readonly Colleague[]
  /** They leave once everyone is in: everything about them is destroyed, and a receipt remains. */
  readonly leaves: boolean
}

export interface Invention {
  readonly seed: number
  readonly count: number
  /** Nothing lies after it. */
  readonly today: Date
}

const DAY = 86_400_000
/** The time in every id: before anybody real. A second lies between two people, so that they have an order. */
const BEGUN = Date.UTC(2025, 0, 6, 8)
const LEAVE = new Set([5, 23])

/** The people, in the order in which they came. */
export function inventPeople({ seed, count, today }: Invention): InventedPerson[] {
  const mailboxes = new Set<string>()
  return Array.from({ length: count }, (_, number) => {
    const random = new Seeded(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b))
    return inventPerson(random, number, today, mailboxes)
  })
}

function inventPerson(random: Seeded, number: number, today: Date, mailboxes: Set<string>): InventedPerson {
  const at = BEGUN + number * 1000
  const id = random.id(at)
  const part = partOf(number)
  const day = new Date(today.getTime() - random.whole(2, 6 * 365) * DAY - random.whole(0, 9) * 3_600_000)
  const came = day.toISOString().slice(0, 16) + ':00Z'
  const fields = inventFields(random, number, part, today, mailboxes)
  const { by, ...source } = sourceOf(random, part, came)
  const moves = part === 'holder' && random.chance(0.06)
  return {
    id,
    part,
    fields,
    source,
    by,
    grants: inventGrants(random, { part, by, day: came, at }),
    told: source.kind !== 'person',
    moves: moves ? { ...placeAt(random, HOME_PLACES), by: random.one(['Jo', 'Mila', null] as const) } : null,
    looked: part === 'holder' && random.chance(0.18) ? lookers(random) : [],
    leaves: LEAVE.has(number),
  }
}

/** Of a hundred and fifty people, two ask about buying, one reads the news, and one has closed the account. */
function partOf(number: number): Part {
  switch (number % 150) {
    case 17:
    case 59:
      return 'asking'
    case 38:
      return 'reader'
    case 71:
      return 'former'
    default:
      return 'holder'
  }
}

/** A few whole shapes, so that many people share a line of the ledger that is true of each of them. */
function inventFields(
  random: Seeded,
  number: number,
  part: Part,
  today: Date,
  mailboxes: Set<string>,
): Partial<Record<FieldName, string>> {
  const stock = stockOf(random)
  const abroad = stock.country !== 'DE' && random.chance(0.12)
  const given_name = random.one(stock.given)
  const family_name = random.one(stock.family)
  const language = abroad || random.chance(0.35) ? stock.language : 'de'
  const email = mailboxOf(random, number, given_name, family_name, mailboxes)
  if (part === 'reader') return { given_name, family_name, language, email }
  const phone = phoneOf(random, number)
  if (part === 'asking') return { given_name, family_name, language, email, phone }
  const shape = random.share()
  return {
    ...(shape > 0.96 ? { title: random.one(['Dr.', 'Prof.']) } : {}),
    given_name,
    family_name,
    language,
    customer_number: `HB-${String(4_000_017 + number * 13)}`,
    ...(shape < 0.06 ? {} : { email }),
    ...(shape > 0.06 && shape < 0.14 ? {} : { phone }),
    ...placeAt(random, abroad ? stock.places : HOME_PLACES),
    country: abroad ? stock.country : 'DE',
    birth_date: birthOf(random, today),
    ...(shape > 0.8 && shape < 0.96 ? { household: random.one(HOUSEHOLDS) } : {}),
  }
}

const HOUSEHOLDS = [
  'lives alone',
  'a couple',
  'two adults, one child',
  'two adults, three children',
  'a shared flat',
]

function stockOf(random: Seeded): NameStock {
  let rest = random.share() * STOCKS.reduce((sum, { weight }) => sum + weight, 0)
  return STOCKS.find(({ weight }) => (rest -= weight) < 0) ?? STOCKS[0]!
}

function placeAt(random: Seeded, places: readonly Place[]): Place {
  const { city, postcode, street } = random.one(places)
  return { street: `${street} ${random.whole(1, 96)}`, postcode, city }
}

/** Grown up. */
function birthOf(random: Seeded, today: Date): string {
  return new Date(today.getTime() - random.whole(19 * 366, 91 * 365) * DAY).toISOString().slice(0, 10)
}

const HOSTS = ['post', 'kai', 'elbe', 'hafenpost', 'briefkasten', 'leuchtturm', 'correio', 'poczta', 'anker']
const BOXES = ['hallo', 'post', 'mein', 'familie', 'tag', 'lotse', 'boje', 'kajuete', 'moewe']

/** No two share a mailbox. A name in another script has a mailbox in this one. */
function mailboxOf(
  random: Seeded,
  number: number,
  given: string,
  family: string,
  taken: Set<string>,
): string {
  const name = `${plain(given)}.${plain(family)}`
  const box = /^[a-z-]+\.[a-z-]+$/.test(name) ? name : `${random.one(BOXES)}.${number.toString(36)}`
  const host = random.one(HOSTS)
  const wanted = `${box}@${host}.example`
  const found = taken.has(wanted) ? `${box}.${number}@${host}.example` : wanted
  taken.add(found)
  return found
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\p{M}\s'’]/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/ð/g, 'd')
    .replace(/þ/g, 'th')
    .replace(/æ/g, 'ae')
    .replace(/ø/g, 'oe')
    .replace(/ı/g, 'i')
}

/**
 * Kept for fiction: 555-01xx in North America, the "drama numbers" of Germany's regulator in Hamburg, Berlin, Cologne and
 * Munich, and the line of the pictures.
 */
const LINES: readonly ((digits: (count: number) => string) => string)[] = [
  (digits) => `+49 40 66969${digits(3)}`,
  (digits) => `+49 30 23125${digits(3)}`,
  (digits) => `+49 221 4710${digits(3)}`,
  (digits) => `+49 89 99998${digits(3)}`,
  (digits) => `+49 30 5550${digits(3)}`,
]

function phoneOf(random: Seeded, number: number): string {
  const digits = (count: number) => String(random.whole(0, 10 ** count - 1)).padStart(count, '0')
  if (number % 25 === 0) return `+1 ${random.one(['212', '415', '617', '604'])} 555 01${digits(2)}`
  return random.one(LINES)(digits)
}

function sourceOf(
  random: Seeded,
  part: Part,
  collected_at: string,
): InventedPerson['source'] & Pick<InventedPerson, 'by'> {
  const from = (kind: SourceKind, detail: string, by: Colleague | null) => ({
    kind,
    detail,
    collected_at,
    by,
  })
  if (part === 'asking') return from('person', 'e-mail to the mortgage desk', 'Tarek')
  if (part === 'reader') return from('person', 'the form “News from the quay”, version 2', 'Ines')
  const roll = random.share()
  const branch = random.one(['Kaispeicher', 'Reepergang', 'Salzspeicher', 'Fördeblick'])
  if (roll < 0.5) return from('person', 'the form “Open an account”, version 4', 'Jo')
  if (roll < 0.66) return from('person', `told to us at the branch ${branch}`, 'Mila')
  if (roll < 0.74) return from('person', 'phone call to the service line', 'Jo')
  if (roll < 0.9) return from('migration', 'moved from the old system KONTO/2, run 3', null)
  if (roll < 0.95) return from('partner', 'brokers at the old customs house, agreement of 2024', 'Mila')
  if (roll < 0.98) return from('company', 'stated by their employer for a salary account', 'Jo')
  return from('public_register', 'commercial register, sole traders', 'Mila')
}

function lookers(random: Seeded): Colleague[] {
  return Array.from({ length: random.whole(1, 3) }, () =>
    random.one(['Jo', 'Mila', 'Sam', 'Ada', 'Jo'] as const),
  )
}
