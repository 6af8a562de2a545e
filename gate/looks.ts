import type { Compartment } from '../core/fields.ts'
import { Problem } from '../core/errors.ts'
import { Batches } from './batches.ts'
import { newId, randomBytes } from './bytes.ts'
import type { Database } from './database.ts'
import type { RecentLinks } from './ledger.ts'
import { packed, unpack } from './packed.ts'
import type { PersonRow } from './person-rows.ts'
import { asProblem } from './refusals.ts'
import type { Actor, Mint } from './token.ts'

/** One person to look at: by id, or by the blind token of an exact identifier. */
export interface Look {
  readonly actor: Actor
  readonly purpose: string
  readonly kind: string
  readonly id?: string
  readonly word?: Buffer
  /** Compartments to bring along, in the purpose's order. */
  readonly wanted: readonly Compartment[]
  /** Names of the fields that the purpose opens and that are asked for; the held ones go into the line. */
  readonly fields: readonly string[]
}

/** The person's rows, whose line is committed; none when there is nobody; `several` who carry the token, and no line. */
export type Seen = readonly PersonRow[] | 'several'

interface Waiting {
  readonly look: Look
  /** Who was found so by the same staff within the hour. */
  readonly linked: string | undefined
  readonly done: (seen: Seen) => void
  readonly failed: (error: unknown) => void
}

interface LookRow extends PersonRow {
  asked: number
  hits: number
}

const COLUMNS = [
  'asked',
  'hits',
  'person_id',
  'key_id',
  'version',
  'country',
  'created_at',
  'changed_at',
  'compartment',
  'sealed_version',
  'held',
  'sealed',
] as const satisfies readonly (keyof LookRow)[]

/** Two statements: while one is in the database, the people of the other are opened. */
const LIMITS = { most: 64, atOnce: 2 }
const TEXT = packed(
  'gate.look($1,$2,$3,$4::integer[],$5::uuid[],$6::bytea[],$7::uuid[],$8::text[],$9::bytea[],$10::uuid[])',
)

/**
 * Looks at single people. Those of one purpose that are asked for at the same time share a statement and its commit:
 * it verifies each token, reads, and writes each line; what it gives is committed when it is here.
 */
export class Looks {
  readonly #database: Database
  readonly #mint: Mint
  readonly #recent: RecentLinks
  readonly #batches = new Batches<Waiting>(LIMITS, (batch) => this.#answer(batch))

  constructor(database: Database, mint: Mint, recent: RecentLinks) {
    this.#database = database
    this.#mint = mint
    this.#recent = recent
  }

  /** Throws `purpose_not_for_role` when this caller's own token is refused; a fault of the database meets all of a batch. */
  at(look: Look): Promise<Seen> {
    const key = `${look.purpose}|${look.wanted.join(',')}|${look.fields.join(',')}`
    const linked = look.word && this.#recent.foundBy(look, look.word.toString('base64'))
    return new Promise((done, failed) => this.#batches.add(key, { look, linked, done, failed }))
  }

  async #answer(batch: readonly Waiting[]): Promise<void> {
    try {
      const seen = await this.#ask(batch)
      for (const [i, waiting] of batch.entries()) this.#settle(waiting, seen.get(i + 1) ?? [])
    } catch (error) {
      const problem = asProblem(error)
      for (const { failed } of batch) failed(problem)
    }
  }

  #settle({ look, linked, done, failed }: Waiting, rows: readonly LookRow[]): void {
    const [first] = rows
    if (first?.hits === -1) failed(new Problem('purpose_not_for_role'))
    else if (first && first.hits > 1) done('several')
    else {
      if (look.word && first && first.person_id !== linked)
        this.#recent.keepFound(look, look.word.toString('base64'), first.person_id)
      done(rows)
    }
  }

  #ask(batch: readonly Waiting[]): Promise<Map<number, LookRow[]>> {
    const { purpose, wanted, fields } = batch[0]!.look
    return this.#database.on(`for ${purpose}`, async ({ client, pid }) => {
      const { tokens, places } = this.#mint.tokens(
        batch.map(({ look }) => look.actor),
        purpose,
        pid,
        this.#database.moment(),
      )
      const { rows } = await client.query<{ packed: Buffer | null }>({
        name: 'look',
        text: TEXT,
        values: [
          tokens,
          wanted,
          fields,
          places,
          batch.map(({ look }) => look.id ?? null),
          batch.map(({ look }) => look.word ?? null),
          batch.map(() => newId()),
          batch.map(({ look }) => look.kind),
          batch.map(() => randomBytes(16)),
          batch.map(({ linked }) => linked ?? null),
        ],
      })
      const seen = new Map<number, LookRow[]>()
      for (const row of unpack<LookRow>(rows[0]?.packed, COLUMNS)) {
        const rowsOf = seen.get(row.asked)
        if (rowsOf) rowsOf.push(row)
        else seen.set(row.asked, [row])
      }
      return seen
    })
  }
}
