import { v4 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import { maskText } from '../core/interceptor.ts'
import type { Caller, House } from './caller.ts'
import { eventValues } from './grants.ts'
import { copiesFor, copyValues, keptPlace, openCopy, type KeptFields } from './kept-copy.ts'
import { keyHash } from './keyring.ts'
import { linksOf } from './ledger.ts'
import { asProblem } from './refusals.ts'
import { sealBytes } from './seal.ts'
import { SYSTEM, type Actor } from './token.ts'

/** What stays, under which law or contract, until when; nothing sealed. Times are RFC 3339; null: no end is known yet. */
export interface Stays {
  readonly holding: string
  readonly basis: 'law' | 'contract'
  readonly law: string
  readonly article: string
  readonly country: string
  readonly fields: readonly string[]
  readonly until: string | null
  readonly destroyed_at?: string
}

/** A contract that stands. */
export interface Standing {
  readonly purpose: string
  readonly until: string | null
}

/** What stays of a person, what would end at once if they left, and whether they have. */
export interface KeptAbout {
  readonly kept: readonly Stays[]
  readonly contracts: readonly Standing[]
  readonly ends: readonly string[]
  readonly leaving: { readonly erasure: string; readonly asked_at: Date } | null
}

/** A copy as the privacy officer sees it. */
export interface OpenedCopy {
  readonly id: string
  readonly law: string
  readonly article: string
  readonly made_at: Date
  readonly until: Date | null
  readonly erasure: string | null
  readonly fields: KeptFields
}

/** By what a copy is found: the person, the id of an erasure, or birth date and family name. */
export interface KeptQuery {
  readonly person?: string
  readonly erasure?: string
  readonly birth_date?: string
  readonly family_name?: string
}

interface CopyRow {
  kept_id: string
  person_id: string | null
  key_id: string
  law_id: string
  version: number
  held: string
  sealed: Buffer
  made_at: Date
  until: Date | number
  erasure_id: string | null
  law: string
  article: string
}

/** What a law keeps, told to whoever may see the person. */
export class Kept {
  readonly #caller: Caller

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /** Throws `not_found`. */
  async about(person: string): Promise<KeptAbout> {
    const [row] = await this.#caller.door<{
      kept: (Stays & { kept_id: string })[]
      contracts: Standing[] | null
      ends: string[]
      leaving_id: string | null
      left_at: Date | null
    }>('kept_about', 'select * from gate.kept_about($1,$2::uuid)', [person])
    if (!row) throw new Problem('not_found')
    return {
      kept: row.kept.map(staysOf),
      contracts: row.contracts ?? [],
      ends: row.ends,
      leaving: row.leaving_id && row.left_at ? { erasure: row.leaving_id, asked_at: row.left_at } : null,
    }
  }
}

/** What is told of a copy; its own id is for the officer alone. */
export function staysOf({
  holding,
  basis,
  law,
  article,
  country,
  fields,
  until,
  destroyed_at,
}: Stays): Stays {
  const rfc3339 = (at: string) => new Date(at).toISOString()
  return {
    ...{ holding, basis, law, article, country, fields, until: until === null ? null : rfc3339(until) },
    ...(destroyed_at === undefined ? {} : { destroyed_at: rfc3339(destroyed_at) }),
  }
}

/** Copies for the privacy officer, and for their dates. */
export class KeptCopies {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /**
   * Opens what a law keeps, for the privacy officer under `legal.retention`. The line is committed before a key is used.
   * @throws Problem `purpose_not_for_call` for everyone else
   */
  async open(actor: Actor, query: KeptQuery, reason: string): Promise<OpenedCopy[]> {
    const opened: OpenedCopy[] = []
    for (const row of await this.#find(actor, query)) {
      await this.#note(actor, row, 'open_kept', reason)
      const fields = await this.#house.keyring.with([row.key_id], (keyOf) => openCopy(row, keyOf(row.key_id)))
      if (!fields) continue
      const until = row.until instanceof Date ? row.until : null
      const { law, article, made_at } = row
      opened.push({ id: row.kept_id, law, article, made_at, until, erasure: row.erasure_id, fields })
    }
    return opened
  }

  /**
   * The contract was a mistake, so that no law keeps its copy: destroyed at once.
   * @throws Problem `not_found`, `contract_stands`, `second_person_needed`
   */
  async mistaken(actor: Actor, query: KeptQuery, id: string, reason: string): Promise<void> {
    const row = (await this.#find(actor, query)).find((each) => each.kept_id === id)
    if (!row) throw new Problem('not_found')
    await this.#note(actor, row, 'end_kept', reason)
    await this.sweep()
  }

  /** Destroys copies whose date has come: key, row, a line. Safe to repeat, and goes on after a crash. Returns how many. */
  async sweep(most = 100): Promise<number> {
    const due = await this.#asSystem<Pick<CopyRow, 'kept_id' | 'key_id' | 'person_id'>>(
      'select * from gate.due_kept($1,$2)',
      [most],
    )
    for (const { kept_id, key_id, person_id } of due) {
      const hash = keyHash(key_id)
      await this.#house.keyring.destroy([key_id])
      await this.#house.keyring.tell([hash])
      const links = linksOf(person_id === null ? [] : [person_id])
      await this.#asSystem('select gate.drop_kept($1,$2::uuid,$3::uuid,$4,$5::uuid,$6,$7,$8,$9)', [
        ...[kept_id, person_id, hash],
        ...eventValues(links),
      ]).catch((error: unknown) => {
        // another gate came to its end first
        if (!(error instanceof Problem && error.code === 'version_conflict')) throw error
      })
    }
    return due.length
  }

  /** Copies for contracts that were made before their law was signed. Returns how many people had some made. */
  async catchUp(most = 200): Promise<number> {
    const laws = await this.#asSystem<{ law_id: string; settled: boolean }>(
      `select l.law_id, l.signed_at < gate.now() - interval '1 minute' as settled from goodfaith.laws l
       where $1::text is not null and l.signed_at is not null and l.ended_at is null and l.caught_up_at is null`,
      [],
    )
    let people = 0
    for (const law of laws) {
      const done = await this.#catchUp(law.law_id, most)
      people += done
      // a gate may not have heard of it yet while it is new
      if (law.settled) await this.#asSystem('select gate.law_caught_up($1,$2::uuid)', [law.law_id])
    }
    return people
  }

  async #catchUp(id: string, most: number): Promise<number> {
    await this.#house.registry.refresh()
    const registered = await this.#house.registry.now()
    const purpose = await this.#house.registry.purpose(PURPOSE)
    const laws = registered.laws.filter((law) => law.id === id)
    const door: Caller['door'] = (_name, text, values) => this.#asSystem(text, values)
    const afterwards: Caller['afterwards'] = () => undefined
    const caller: Caller = { house: this.#house, actor: SYSTEM, purpose, registered, door, afterwards }
    let people = 0
    for (let after: string | null = null; ;) {
      const page: { person_id: string }[] = await this.#asSystem(
        'select * from gate.kept_wanting($1,$2::uuid,$3::uuid,$4)',
        [id, after, most],
      )
      if (page.length === 0 || laws.length === 0) return people
      const ids = page.map((row) => row.person_id)
      const gone = await this.#house.ledger.log({
        ...{ actor: SYSTEM, purpose: PURPOSE, kind: 'kept_copied', listed: false },
        ...{ fields: laws[0]!.fields, people: ids },
      })
      for (const person of ids.filter((each) => !gone.has(each))) {
        const copies = await copiesFor(caller, person, laws, true)
        if (copies.length > 0) await door('put_kept', PUT, copyValues(copies))
        people++
      }
      after = ids.at(-1)!
    }
  }

  #find(actor: Actor, { person, erasure, birth_date, family_name }: KeptQuery): Promise<CopyRow[]> {
    const { blind } = this.#house
    const words = birth_date && family_name ? blind.keptAny(birth_date, family_name) : []
    return this.#asked(actor, 'select * from gate.find_kept($1,$2::uuid,$3::uuid,$4)', [
      ...[person ?? null, erasure ?? null, words],
    ])
  }

  /** Who looked, and why: the reason goes with the copy, under its own key. */
  async #note(actor: Actor, row: CopyRow, door: 'open_kept' | 'end_kept', reason: string): Promise<void> {
    const read = uuid()
    const place = { ...keptPlace(row.kept_id, row.law_id, row.key_id, 1), table: 'kept_reads' }
    const sealed = await this.#house.keyring.with([row.key_id], (keyOf) => {
      const key = keyOf(row.key_id)
      if (!key) throw new Problem('not_found')
      return sealBytes(Buffer.from(maskText(reason), 'utf8'), { ...place, row: read }, key)
    })
    const links = linksOf(row.person_id === null ? [] : [row.person_id])
    await this.#asked(actor, `select gate.${door}($1,$2::uuid,$3::uuid,$4::uuid,$5,$6::uuid,$7,$8,$9,$10)`, [
      row.kept_id,
      row.person_id,
      read,
      sealed,
      ...eventValues(links),
    ])
  }

  #asked<Row>(actor: Actor, text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.#as(actor, 'legal.retention', text, values)
  }

  #asSystem<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.#as(SYSTEM, PURPOSE, text, values)
  }

  async #as<Row>(actor: Actor, purpose: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    const { database, mint } = this.#house
    try {
      return await database.on('kept', async ({ client, pid }) => {
        const token = mint.token(actor, purpose, 'conn', pid, database.moment())
        return (await client.query(text, [token, ...values])).rows as Row[]
      })
    } catch (error) {
      throw asProblem(error)
    }
  }
}

const PURPOSE = 'rights.request'
const PUT = 'select gate.put_kept($1,$2::uuid[],$3::uuid[],$4::uuid[],$5::uuid[],$6,$7,$8,$9)'
