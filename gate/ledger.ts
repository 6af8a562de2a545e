import { linkTree } from '../core/ledger.ts'
import { Problem } from '../core/errors.ts'
import { Batches } from './batches.ts'
import { newId, randomBytes, sha256 } from './bytes.ts'
import type { Database } from './database.ts'
import { asProblem } from './refusals.ts'
import type { Actor, Mint } from './token.ts'

/** What a read is about to open, for the line that is kept before any key is used. */
export interface Reading {
  readonly actor: Actor
  readonly purpose: string
  readonly kind: string
  readonly fields: readonly string[]
  /** Everyone of whom something will be opened. */
  readonly people: readonly string[]
  /** Lists add no second link for the same staff, person and purpose within an hour. */
  readonly listed: boolean
}

/** An event's links, salted and hashed, as the doors take them. */
export interface EventLinks {
  readonly event: string
  readonly people: readonly string[]
  readonly salts: readonly Buffer[]
  readonly places: readonly number[]
  readonly hashes: Buffer
  readonly root: Buffer
}

interface Waiting extends EventLinks {
  readonly reading: Reading
  readonly done: (gone: Set<string>) => void
  readonly failed: (error: unknown) => void
}

const LIMITS = { most: 128, atOnce: 2 }

/** Salts and hashes the links of a new event (design, "Ledger"). */
export function linksOf(people: readonly string[]): EventLinks {
  const salts = people.map(() => randomBytes(16))
  const tree = linkTree(
    sha256,
    people.map((personId, i) => ({ personId, salt: salts[i]! })),
  )
  return {
    event: newId(),
    people,
    salts,
    places: tree.places,
    hashes: Buffer.concat(tree.hashes),
    root: Buffer.from(tree.root),
  }
}

/**
 * Log before key: the line that says who opens what is committed here, on connections of the gate's own, before a key
 * is used. Lines of concurrent reads share a commit. The same statement asks standing again in a fresh snapshot.
 */
export class ReadLedger {
  readonly #database: Database
  readonly #mint: Mint
  readonly #recent: RecentLinks
  readonly #batches = new Batches<Waiting>(LIMITS, (batch) => this.#write(batch))

  constructor(database: Database, mint: Mint, recent: RecentLinks) {
    this.#database = database
    this.#mint = mint
    this.#recent = recent
  }

  /** Commits the line; resolves with those people of whom nothing may be opened any more. */
  log(reading: Reading): Promise<Set<string>> {
    const linked = reading.listed ? this.#recent.fresh(reading) : reading.people
    const links = linksOf(linked)
    return new Promise((done, failed) => this.#batches.add('', { ...links, reading, done, failed }))
  }

  /**
   * A line with the reason that somebody gave, committed on a connection of our own before anything is opened.
   * @param sealedReason sealed under the person's key
   * @param standing whether the person's standing is asked once more: then the answer tells that it is gone
   */
  async recordReason(
    line: { actor: Actor; purpose: string; kind: string; fields: string; person: string },
    links: EventLinks,
    sealedReason: Buffer,
    standing = true,
  ): Promise<boolean> {
    const { actor, purpose, kind, fields, person } = line
    try {
      return await this.#database.on('ledger', async ({ client, pid }) => {
        const token = this.#mint.token(actor, purpose, 'conn', pid, this.#database.moment())
        const { rows } = await client.query(
          'select event from gate.append($1,$2::uuid[],$3,$4,$5,$6,$7,$8::uuid[],$9,$10,$11,$12::integer[],$13::uuid[])',
          [
            [token],
            [links.event],
            [kind],
            [fields],
            [links.hashes],
            [links.root],
            [1],
            [person],
            links.places,
            links.salts,
            [sealedReason],
            standing ? [1] : [],
            standing ? [person] : [],
          ],
        )
        return rows.length > 0
      })
    } catch (error) {
      throw new Problem('ledger_unreachable', { cause: error })
    }
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      const gone = await this.#append(batch)
      for (const [i, waiting] of batch.entries()) {
        if (waiting.reading.listed) this.#recent.remember(waiting.reading, waiting.people)
        waiting.done(gone.get(i) ?? NOBODY)
      }
    } catch (error) {
      const problem = asProblem(error)
      const known =
        problem instanceof Problem &&
        problem.code !== 'database_refused' &&
        problem.code !== 'database_unreachable'
      for (const waiting of batch)
        waiting.failed(known ? problem : new Problem('ledger_unreachable', { cause: error }))
    }
  }

  #append(batch: readonly Waiting[]): Promise<Map<number, Set<string>>> {
    return this.#database.on('ledger', async ({ client, pid }) => {
      const moment = this.#database.moment()
      const links = batch.flatMap((w, i) =>
        w.people.map((person, l) => [i + 1, person, w.places[l]!, w.salts[l]!] as const),
      )
      const asked = batch.flatMap((w, i) => w.reading.people.map((person) => [i + 1, person] as const))
      const { rows } = await client.query<{ event: number; person: string }>({
        name: 'append',
        text: 'select event, person from gate.append($1,$2::uuid[],$3,$4,$5,$6,$7,$8::uuid[],$9,$10,null,$11,$12::uuid[])',
        values: [
          batch.map((w) => this.#mint.token(w.reading.actor, w.reading.purpose, 'conn', pid, moment)),
          batch.map((w) => w.event),
          batch.map((w) => w.reading.kind),
          batch.map((w) => w.reading.fields.join(',')),
          batch.map((w) => w.hashes),
          batch.map((w) => w.root),
          links.map((l) => l[0]),
          links.map((l) => l[1]),
          links.map((l) => l[2]),
          links.map((l) => l[3]),
          asked.map((a) => a[0]),
          asked.map((a) => a[1]),
        ],
      })
      const gone = new Map<number, Set<string>>()
      for (const row of rows) gone.set(row.event - 1, (gone.get(row.event - 1) ?? new Set()).add(row.person))
      return gone
    })
  }
}

const NOBODY: Set<string> = new Set()
const HALF_HOUR = 30 * 60_000
const MOST_REMEMBERED = 100_000
const MOST_PAGES = 1_000
const MOST_LIKELY = 200

/** Who lists for what; those who list the same fields for it again write no second link. */
type Listing = Pick<Reading, 'actor' | 'purpose' | 'fields'>

/** Who was listed by whom within the hour: two generations of half an hour, bounded; losing one only adds links. */
export class RecentLinks {
  #young = new Map<string, Map<string, string>>()
  #old = new Map<string, Map<string, string>>()
  /** Guesses at who comes again, checked against the above. */
  readonly #pages = new Map<string, readonly string[]>()
  readonly #last = new Map<string, readonly string[]>()
  #count = 0
  #turned = Date.now()

  /** Those of the people to be listed who were not listed so within the hour. */
  fresh(reading: Reading): string[] {
    this.#turn()
    const young = this.#young.get(keyOf(reading))
    const old = this.#old.get(keyOf(reading))
    return reading.people.filter((person) => !young?.has(person) && !old?.has(person))
  }

  remember(reading: Reading, people: readonly string[]): void {
    for (const person of people) this.#keep(keyOf(reading), person, person)
  }

  /** Who was found under this token within the hour, in the same way. */
  foundBy(look: Listing, word: string): string | undefined {
    this.#turn()
    const key = keyOf(look)
    return this.#young.get(key)?.get(word) ?? this.#old.get(key)?.get(word)
  }

  keepFound(look: Listing, word: string, person: string): void {
    this.#keep(keyOf(look), word, person)
  }

  #keep(key: string, what: string, person: string): void {
    let known = this.#young.get(key)
    if (!known) this.#young.set(key, (known = new Map()))
    known.set(what, person)
    this.#count++
  }

  /** Who of a page needs no link: of those it had when it was last asked for, or of those listed last. */
  listedBy(listing: Listing, page: string): string[] {
    this.#turn()
    const key = keyOf(listing)
    const young = this.#young.get(key)
    const old = this.#old.get(key)
    const likely = this.#pages.get(`${key}|${page}`) ?? this.#last.get(key) ?? []
    return likely.filter((person) => young?.has(person) || old?.has(person))
  }

  keepListed(listing: Listing, page: string, people: readonly string[], linked: readonly string[]): void {
    const key = keyOf(listing)
    const known = new Set(linked)
    const fresh = people.filter((person) => !known.has(person))
    for (const person of fresh) this.#keep(key, person, person)
    if (fresh.length > 0)
      this.#last.set(key, [...fresh, ...(this.#last.get(key) ?? [])].slice(0, MOST_LIKELY))
    if (this.#pages.size >= MOST_PAGES) this.#pages.clear()
    this.#pages.set(`${key}|${page}`, people)
  }

  #turn(): void {
    if (Date.now() - this.#turned < HALF_HOUR && this.#count < MOST_REMEMBERED) return
    this.#old = this.#young
    this.#young = new Map()
    this.#pages.clear()
    this.#last.clear()
    this.#count = 0
    this.#turned = Date.now()
  }
}

function keyOf({ actor, purpose, fields }: Listing): string {
  return `${actor.id}|${purpose}|${fields.join(',')}`
}
