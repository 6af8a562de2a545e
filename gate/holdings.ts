import { Problem } from '../core/errors.ts'

/**
 * How a column is held (design, section 5 "class"). `none`: not about anyone. `id`: tells rows of one person apart.
 * `key`: names a key. `open`, `personal`, `protective`, `secret`: as in the design. `blind`: keyed hashes for search.
 * `trace`: what the ledger keeps.
 */
export type ColumnClass =
  'none' | 'id' | 'key' | 'open' | 'personal' | 'protective' | 'secret' | 'blind' | 'trace' | 'staff'

/** What becomes of a person's rows at their erasure. */
export type Fate = 'destroyed' | 'unlinked' | 'kept' | 'not_personal'

/** A table with every column it has; nothing is held that is not named here. */
export interface Holding {
  readonly table: string
  /** For people: "What we hold: …". */
  readonly title: string
  /** The column that leads to the person; null where a table holds nobody's data. */
  readonly person: string | null
  readonly fate: Fate
  /** Why it is held: a purpose, or 'house' for what runs the system. */
  readonly purpose: string
  /** How long, in words that a record of processing can print. */
  readonly retention: string
  readonly columns: Readonly<Record<string, ColumnClass>>
  /**
   * Which purposes open what is sealed here: those that list a compartment, those that show the person at all, those
   * for which whole secrets are opened, or these alone.
   */
  readonly opened?: 'compartments' | 'shown' | 'secrets' | readonly string[]
}

/** A column of the live schema. */
export interface LiveColumn {
  readonly table: string
  readonly column: string
}

/**
 * Holds the holdings against the live schema, both ways: a column that no holding names, or a holding without its
 * column, stops the migration.
 * @throws Problem `not_configured` that names the columns
 */
export function checkHoldings(holdings: readonly Holding[], live: readonly LiveColumn[]): void {
  const named = new Set(
    holdings.flatMap((h) => Object.keys(h.columns).map((column) => `${h.table}.${column}`)),
  )
  const there = new Set(live.map(({ table, column }) => `${table}.${column}`))
  const unnamed = [...there].filter((column) => !named.has(column))
  const missing = [...named].filter((column) => !there.has(column))
  const twice = holdings.map((h) => h.table).filter((table, i, all) => all.indexOf(table) !== i)
  const headless = holdings
    .filter((h) => h.person !== null && !Object.hasOwn(h.columns, h.person))
    .map((h) => h.table)
  const wrong = [
    unnamed.length > 0 && `no holding names ${unnamed.join(', ')}`,
    missing.length > 0 && `holdings name what is not there: ${missing.join(', ')}`,
    twice.length > 0 && `named twice: ${twice.join(', ')}`,
    headless.length > 0 && `no way to the person: ${headless.join(', ')}`,
  ].filter((line) => line !== false)
  if (wrong.length > 0) throw new Problem('not_configured', { detail: wrong.join('; ') })
}
