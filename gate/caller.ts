import type { Purpose } from '../core/purposes.ts'
import type { Blind } from './blind.ts'
import type { Database } from './database.ts'
import type { Columns, Gather } from './gather.ts'
import type { Keyring } from './keyring.ts'
import type { Look, Looks, Seen } from './looks.ts'
import type { ReadLedger } from './ledger.ts'
import type { Page, Pages } from './pages.ts'
import type { PersonRow } from './person-rows.ts'
import type { Registered, Registry } from './registry.ts'
import type { Actor, Mint } from './token.ts'

/** What the rooms of the gate share. Nothing outside gate/ sees it. */
export interface House {
  readonly database: Database
  readonly keyring: Keyring
  readonly mint: Mint
  readonly ledger: ReadLedger
  readonly looks: Looks
  readonly pages: Pages
  /** People who are collected one at a time. */
  readonly collecting: Gather
  readonly blind: Blind
  readonly registry: Registry
  /** Counts of an unfiltered screen, per purpose, for half a minute. */
  readonly counts: Map<string, { at: number; shown: number; held: number }>
}

/** One caller: who, for which purpose, and a way to the doors with their token as first value. */
export interface Caller {
  readonly house: House
  readonly actor: Actor
  readonly purpose: Purpose
  readonly registered: Registered
  /** Does something once all of this is committed, and not where it is rolled back. */
  readonly afterwards: (work: () => Promise<unknown>) => void
  readonly door: <Row>(name: string, text: string, values: readonly unknown[]) => Promise<Row[]>
  /** Outside of transactions: a look that is read and logged in one statement, shared with others (gate/looks.ts). */
  readonly look?: (look: Omit<Look, 'actor' | 'purpose'>) => Promise<Seen>
  /** The same for a page of people (gate/pages.ts). */
  readonly page?: (page: Omit<Page, 'actor' | 'purpose'>) => Promise<PersonRow[]>
  /** For an errand of one statement: a new person beside others (gate/gather.ts). */
  readonly gather?: (columns: Columns) => Promise<void>
}
