import type { Compartment } from '../core/fields.ts'
import { Problem } from '../core/errors.ts'
import { Batches } from './batches.ts'
import { newId, randomBytes } from './bytes.ts'
import type { Database } from './database.ts'
import type { RecentLinks } from './ledger.ts'
import { unpack } from './packed.ts'
import { PAGE_COLUMNS, type PersonRow } from './person-rows.ts'
import { asProblem } from './refusals.ts'
import type { Actor, Mint } from './token.ts'

/** A page of people: by name, by arrival, or those who carry each of the words. */
export interface Page {
  readonly actor: Actor
  readonly purpose: string
  readonly how: 'name' | 'recent' | 'words'
  /** By name, from Z to A. */
  readonly backward: boolean
  readonly words: readonly Buffer[]
  /** After whom, by order code and id; null at the beginning. */
  readonly code: number | null
  readonly id: string | null
  /** One more than are shown: the last only tells that there are more, and no line is about them. */
  readonly most: number
  readonly kind: 'listed' | 'searched'
  /** Compartments to bring along, in the purpose's order. */
  readonly wanted: readonly Compartment[]
  /** Names of the fields that the purpose opens and that are asked for. */
  readonly fields: readonly string[]
}

interface Waiting {
  readonly page: Page
  readonly linked: readonly string[]
  readonly done: (rows: PersonRow[]) => void
  readonly failed: (error: unknown) => void
}

/** Few enough that the first of a statement need not wait long for the last. */
const LIMITS = { most: 8, atOnce: 2 }
const TEXT = `select asked, packed from gate.view_pages($1,$2,$3,$4,$5::integer[],$6::boolean[],$7::integer[],$8::bytea[],
  $9::integer[],$10::uuid[],$11::integer[],$12::text[],$13::uuid[],$14::integer[],$15::uuid[],$16)`

/**
 * Pages of people. Those of one purpose and kind that are asked for at the same time share a statement and its commit:
 * it verifies each token, reads, and writes each line; what it gives is committed when it is here.
 */
export class Pages {
  readonly #database: Database
  readonly #mint: Mint
  readonly #recent: RecentLinks
  readonly #batches = new Batches<Waiting>(LIMITS, (batch) => this.#answer(batch))

  constructor(database: Database, mint: Mint, recent: RecentLinks) {
    this.#database = database
    this.#mint = mint
    this.#recent = recent
  }

  /** The page's rows; throws `purpose_not_for_role` when this caller's own token is refused. */
  at(page: Page): Promise<PersonRow[]> {
    const key = `${page.purpose}|${page.how}|${page.wanted.join(',')}|${page.fields.join(',')}`
    const linked = this.#recent.listedBy(page, nameOf(page))
    return new Promise((done, failed) => this.#batches.add(key, { page, linked, done, failed }))
  }

  async #answer(batch: readonly Waiting[]): Promise<void> {
    try {
      const pages = await this.#ask(batch)
      for (const [i, waiting] of batch.entries()) this.#settle(waiting, pages.get(i + 1))
    } catch (error) {
      const problem = asProblem(error)
      const refused = problem instanceof Problem && problem.code === 'database_refused'
      // nothing was done; each alone, so that nobody is refused for what another asked
      if (refused && batch.length > 1) for (const each of batch) await this.#answer([each])
      else for (const { failed } of batch) failed(problem)
    }
  }

  #settle({ page, linked, done, failed }: Waiting, packed: Buffer | null | undefined): void {
    if (packed === null) return failed(new Problem('purpose_not_for_role'))
    const rows = unpack<PersonRow>(packed, PAGE_COLUMNS)
    const people = [...new Set(rows.map((row) => row.person_id))].slice(0, page.most - 1)
    this.#recent.keepListed(page, nameOf(page), people, linked)
    done(rows)
  }

  /** The page of each of the batch, by its place from 1; none for whom there is nobody. */
  #ask(batch: readonly Waiting[]): Promise<Map<number, Buffer | null>> {
    const { purpose, how, wanted, fields } = batch[0]!.page
    const pages = batch.map(({ page }) => page)
    return this.#database.on(`for ${purpose}`, async ({ client, pid }) => {
      const { tokens, places } = this.#mint.tokens(
        pages.map(({ actor }) => actor),
        purpose,
        pid,
        this.#database.moment(),
      )
      const { rows } = await client.query<{ asked: number; packed: Buffer | null }>({
        name: 'view_pages',
        text: TEXT,
        values: [
          tokens,
          wanted,
          fields,
          how,
          places,
          pages.map(({ backward }) => backward),
          pages.map(({ words }) => words.length),
          pages.flatMap(({ words }) => words),
          pages.map(({ code }) => code),
          pages.map(({ id }) => id),
          pages.map(({ most }) => most),
          pages.map(({ kind }) => kind),
          pages.map(() => newId()),
          batch.map(({ linked }) => linked.length),
          // as PostgreSQL spells them: ids need no quotes, and the driver looks for them in each
          `{${batch.flatMap(({ linked }) => linked).join()}}`,
          randomBytes(32),
        ],
      })
      return new Map(rows.map((row) => [row.asked, row.packed]))
    })
  }
}

function nameOf({ how, backward, words, code, id, most }: Page): string {
  return [how, backward, words.map((word) => word.toString('base64')).join(), code, id, most].join('|')
}
