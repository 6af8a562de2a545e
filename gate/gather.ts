import { Problem } from '../core/errors.ts'
import { Batches } from './batches.ts'
import type { Database } from './database.ts'
import type { Actor, Mint } from './token.ts'

/** Arrays of one call, in the order of the door's arguments after the token. */
export type Columns = readonly (readonly unknown[])[]

interface Waiting {
  readonly actor: Actor
  readonly purpose: string
  readonly columns: Columns
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

const LIMITS = { most: 32, atOnce: 2 }

/**
 * Calls of one actor and purpose to a door that takes lists: those that come at the same time share a statement and its
 * commit. Where it is refused, each is asked alone, so that nobody is refused for what another sent; where the database
 * was lost it may have been done, and is not asked again.
 */
export class Gather {
  readonly #database: Database
  readonly #mint: Mint
  readonly #door: { readonly name: string; readonly text: string }
  readonly #batches = new Batches<Waiting>(LIMITS, (batch) => this.#answer(batch))

  constructor(database: Database, mint: Mint, door: { readonly name: string; readonly text: string }) {
    this.#database = database
    this.#mint = mint
    this.#door = door
  }

  /** Resolves when it is committed; rejects with the database's error. */
  add(actor: Actor, purpose: string, columns: Columns): Promise<void> {
    const key = `${actor.kind} ${actor.id} ${purpose}`
    return new Promise((done, failed) => this.#batches.add(key, { actor, purpose, columns, done, failed }))
  }

  async #answer(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#ask(batch)
      for (const { done } of batch) done()
    } catch (error) {
      const lost = error instanceof Problem && error.code === 'database_unreachable'
      if (lost || batch.length === 1) for (const { failed } of batch) failed(error)
      else for (const each of batch) await this.#ask([each]).then(each.done, each.failed)
    }
  }

  #ask(batch: readonly Waiting[]): Promise<void> {
    const { actor, purpose } = batch[0]!
    return this.#database.on(`for ${purpose}`, async ({ client, pid }) => {
      const token = this.#mint.token(actor, purpose, 'conn', pid, this.#database.moment())
      const columns = batch[0]!.columns.map((_, i) => batch.flatMap((each) => each.columns[i]!))
      await client.query({ ...this.#door, values: [token, ...columns] })
    })
  }
}
