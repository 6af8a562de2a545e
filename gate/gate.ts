import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import { Problem } from '../core/errors.ts'
import type { Purpose } from '../core/purposes.ts'
import { Approvals } from './approvals.ts'
import { Blind } from './blind.ts'
import { followTokens, tokenState, turnTokens, type TurnOptions } from './token-turn.ts'
import type { Caller, House } from './caller.ts'
import { Confirmations } from './confirmations.ts'
import { builderOn, Database } from './database.ts'
import { ErasureRequests, Erasures } from './erasures.ts'
import { Grants } from './grants.ts'
import { SealedFiles } from './files.ts'
import { Gather } from './gather.ts'
import { ImportUndos } from './import-undo.ts'
import { Imports } from './imports.ts'
import { Jobs, putJob, type JobIds } from './jobs.ts'
import { KeptCopies } from './kept.ts'
import { Keyring, type KeyringOptions } from './keyring.ts'
import { ReadLedger, RecentLinks } from './ledger.ts'
import { LedgerBook, LedgerLines } from './ledger-read.ts'
import { ledgerFindings, verifyLedger, type LedgerReport } from './ledger-verify.ts'
import { Looks } from './looks.ts'
import { Pages } from './pages.ts'
import { Mailroom, Outbox } from './outbox.ts'
import { PeopleReader } from './people-read.ts'
import { Presence } from './presence.ts'
import { CREATE_EACH, People } from './people-write.ts'
import { asProblem } from './refusals.ts'
import { tidyKeys, verifyHouse, type Finding } from './verify.ts'
import { keepIn, Repeats, type Repeat } from './repeats.ts'
import { Registries } from './registries.ts'
import { Registry, type Registered } from './registry.ts'
import type { Schema } from './schema.ts'
import { Sequencer } from './sequencer.ts'
import { Sessions } from './sessions.ts'
import { publicJwk, type PublicJwk } from './signing.ts'
import { Staff } from './staff.ts'
import { SYSTEM, type Actor, type Mint } from './token.ts'
import { Vault } from './vault.ts'
import { makeBackup, type Progress } from './backup/make.ts'

/** Who calls, and why. There is no call without a purpose. */
export interface Errand {
  readonly actor: Actor
  /** A purpose of the registry. */
  readonly purpose: string
}

/** What a command may do while reading: each call one round trip, each logged before a key is used. */
export interface Reading {
  readonly purpose: Purpose
  /** Purposes, notices and balancing tests of this database. */
  readonly registered: Registered
  readonly people: PeopleReader
}

/** What a command may do with a single statement. */
export type Single = Pick<Transaction, 'purpose' | 'registered' | 'people' | 'grants' | 'erasures' | 'staff'>

/** What a command may do in a transaction. */
export interface Transaction {
  readonly purpose: Purpose
  readonly registered: Registered
  /** A typed query builder over registries, and over personal tables as `seen` shows them for the purpose. */
  readonly db: Kysely<Schema>
  readonly people: People
  readonly grants: Grants
  readonly erasures: ErasureRequests
  readonly registries: Registries
  /** Claims that people are asked about. */
  readonly confirmations: Confirmations
  readonly imports: Imports
  /** The people who work here, for the names beside their deeds. */
  readonly staff: Staff
  /** Lines of the ledger about people, and proofs of them for the person they are about. */
  readonly lines: LedgerLines
  /** Mail that is told with this transaction, or not at all. */
  readonly outbox: Outbox
  /** Notes under an Idempotency-Key what this transaction does, as its last statement (gate/repeats.ts). */
  readonly keepRepeat: (repeat: Repeat, status: number, answer: unknown) => Promise<void>
  /** A job that is there with this transaction, or not at all; it holds ids alone. */
  readonly enqueue: (name: string, ids: JobIds, at?: Date) => Promise<string>
}

export interface GateOptions {
  /** The working login, which owns nothing. */
  readonly databaseUrl: string
  readonly keyring: KeyringOptions
  /** Made by `migrate`, which alone can tell the database its key. */
  readonly mint: Mint
  /** Where sealed files lie; `files` beside the keyring's folder unless told. */
  readonly filesFolder?: string
  /** Connections per purpose for reads, and for transactions. */
  readonly connections?: number
}

/** The only door to personal data (design, section 4). */
export class Gate {
  readonly #house: House
  readonly #presence: Presence
  #closed: Promise<void> | undefined
  readonly #following: NodeJS.Timeout
  /** The people who work here. */
  readonly staff: Staff
  /** Who is signed in. */
  readonly sessions: Sessions
  /** Writes that may be asked for twice. */
  readonly repeats: Repeats
  /** The outbox, for those who look after it. */
  readonly mailroom: Mailroom
  /** The queue, for its workers. */
  readonly jobs: Jobs
  /** Writes what happened into the tree. */
  readonly sequencer: Sequencer
  /** The tree's head and hashes, for anybody. */
  readonly ledgerBook: LedgerBook
  /** Files to be imported, sealed under keys of their own, until their import has ended. */
  readonly uploads: SealedFiles
  /** Whole secrets, for those who may open them. */
  readonly vault: Vault
  /** A second person's word for opening many. */
  readonly approvals: Approvals
  /** Carries out what was asked for by `erasures.begin`. */
  readonly erasures: Erasures
  /** Carries out what was asked for by `imports.askUndo`. */
  readonly undos: ImportUndos
  /** What laws keep, for the privacy officer. */
  readonly kept: KeptCopies

  private constructor(house: House, presence: Presence, filesFolder: string) {
    this.#house = house
    this.#presence = presence
    this.staff = new Staff(house)
    this.sessions = new Sessions(house)
    this.repeats = new Repeats(house)
    this.mailroom = new Mailroom(house)
    this.jobs = new Jobs(house)
    this.sequencer = new Sequencer(house)
    this.ledgerBook = new LedgerBook(house)
    this.vault = new Vault(house)
    this.approvals = new Approvals(house, this.vault)
    this.erasures = new Erasures(house)
    this.undos = new ImportUndos(house, this.erasures)
    this.uploads = new SealedFiles(join(filesFolder, 'imports'), house.keyring)
    this.kept = new KeptCopies(house)
    this.#following = followTokens(house)
  }

  /** Opens keyring and database. Throws `keyring_unreachable` or `database_unreachable`: closed means closed. */
  static async open(options: GateOptions): Promise<Gate> {
    const database = new Database(options.databaseUrl, options.connections ?? 16)
    let keyring: Keyring | undefined
    let presence: Presence | undefined
    try {
      await database.setClock()
      presence = await Presence.announce(options.databaseUrl, options.mint.keyNo)
      keyring = await Keyring.open(options.keyring)
      const recent = new RecentLinks()
      const house: House = {
        database,
        keyring,
        mint: options.mint,
        ledger: new ReadLedger(database, options.mint, recent),
        collecting: new Gather(database, options.mint, CREATE_EACH),
        looks: new Looks(database, options.mint, recent),
        pages: new Pages(database, options.mint, recent),
        blind: await Blind.open(keyring, await tokenState(database)),
        registry: new Registry(database),
        counts: new Map(),
      }
      return new Gate(house, presence, options.filesFolder ?? join(options.keyring.folder, '..', 'files'))
    } catch (error) {
      await presence?.leave()
      await keyring?.close()
      await database.close()
      throw asProblem(error)
    }
  }

  /** Reads without a transaction: every statement carries a token of its own, bound to the purpose's connection. */
  async read<T>(errand: Errand, use: (reading: Reading) => Promise<T>): Promise<T> {
    const house = this.#house
    const purpose = await house.registry.purpose(errand.purpose)
    const registered = await house.registry.now()
    const door: Caller['door'] = (name, text, values) =>
      this.#connected(errand.actor, purpose, name, text, values)
    const { actor } = errand
    const look: Caller['look'] = (what) => house.looks.at({ ...what, actor, purpose: purpose.id })
    const page: Caller['page'] = (what) => house.pages.at({ ...what, actor, purpose: purpose.id })
    const caller: Caller = { house, actor, purpose, registered, door, afterwards: never, look, page }
    return use({ purpose, registered, people: new PeopleReader(caller) })
  }

  /**
   * One writing call whose single statement is its own transaction: a round trip instead of three. A second call in
   * the same errand is a mistake of ours and throws.
   */
  async once<T>(errand: Errand, use: (tx: Single) => Promise<T>): Promise<T> {
    const house = this.#house
    const purpose = await house.registry.purpose(errand.purpose)
    const registered = await house.registry.now()
    let used = false
    const once = (name: string) => {
      if (used) throw new TypeError(`a second statement (${name}) in an errand of one`)
      used = true
    }
    const { actor } = errand
    const door: Caller['door'] = (name, text, values) => {
      once(name)
      return this.#connected(actor, purpose, name, text, values)
    }
    const gather: Caller['gather'] = (columns) => {
      once(CREATE_EACH.name)
      return house.collecting.add(actor, purpose.id, columns)
    }
    const caller: Caller = { house, actor, purpose, registered, door, afterwards: never, gather }
    return use({
      purpose,
      registered,
      people: new People(caller),
      grants: new Grants(caller),
      erasures: new ErasureRequests(caller),
      staff: this.staff,
    })
  }

  /**
   * One transaction for one purpose: the token is bound to it and verified by the database at every statement.
   * All that `use` writes is kept with its ledger lines, or nothing is.
   */
  async run<T>(errand: Errand, use: (tx: Transaction) => Promise<T>): Promise<T> {
    const house = this.#house
    const purpose = await house.registry.purpose(errand.purpose)
    const registered = await house.registry.now()
    return house.database.on('work', async ({ client, pid }) => {
      try {
        const begun = (await client.query(BEGIN)) as unknown as pg.QueryResult<{ at: string }>[]
        const token = house.mint.token(errand.actor, purpose.id, 'tx', pid, BigInt(begun[1]!.rows[0]!.at))
        const entered = await client.query<{ purpose: string | null }>(ENTER, [token])
        if (entered.rows[0]?.purpose !== purpose.id) throw new Problem('purpose_not_for_role')
        const door: Caller['door'] = async (name, text, values) =>
          (await client.query({ name, text, values: [token, ...values] })).rows
        const later: (() => Promise<unknown>)[] = []
        const afterwards: Caller['afterwards'] = (work) => void later.push(work)
        const caller: Caller = { house, actor: errand.actor, purpose, registered, door, afterwards }
        const result = await use({
          purpose,
          registered,
          db: builderOn(client),
          people: new People(caller),
          grants: new Grants(caller),
          erasures: new ErasureRequests(caller),
          registries: new Registries(caller),
          confirmations: new Confirmations(caller),
          imports: new Imports(caller),
          staff: this.staff,
          lines: new LedgerLines(caller, client),
          outbox: new Outbox(caller),
          keepRepeat: (repeat, status, answer) => keepIn(client, repeat, status, answer),
          enqueue: (name, ids, at = new Date()) => putJob(caller, name, ids, at),
        })
        await client.query('commit')
        // what is left to do after the commit is mended by the next sweep where it fails
        for (const work of later) await work().catch(() => undefined)
        return result
      } catch (error) {
        await client.query('rollback').catch(() => undefined)
        throw asProblem(error)
      }
    })
  }

  /** Purposes, notices and tests as they stand; `anew` after one of them was changed. */
  async registered(anew = false): Promise<Registered> {
    if (anew) await this.#house.registry.refresh()
    return this.#house.registry.now()
  }

  /** The name of this organisation; only an administrator sets it. */
  async nameOrganisation(by: Actor, name: string): Promise<void> {
    const { database, mint } = this.#house
    await database.on('staff', async ({ client, pid }) => {
      const token = mint.token(by, 'analytics.aggregate', 'conn', pid, database.moment())
      await client.query('select gate.set_organisation($1,$2)', [token, name])
    })
    await this.#house.registry.refresh()
  }

  /** Whether anybody is held. */
  async anyPeople(): Promise<boolean> {
    return this.#house.database.on('staff', async ({ client }) => {
      const { rows } = await client.query<{ held: boolean }>('select gate.any_people() as held')
      return rows[0]!.held
    })
  }

  /** A new key for a file or an import; it is kept durably before this returns. */
  async newKey(): Promise<string> {
    const [key] = await this.#house.keyring.take(1)
    return key!
  }

  /** Imports that have not ended: whoever starts goes on with them. */
  async openImports(): Promise<Awaited<ReturnType<Imports['list']>>> {
    return this.run({ actor: SYSTEM, purpose: 'rights.request' }, (tx) => tx.imports.open())
  }

  /** Imports whose thirty days are over: their keys are destroyed, and files that no import needs. Returns how many. */
  async expireImports(): Promise<number> {
    const { database, mint, keyring } = this.#house
    const ended = await database.on('erasures', async ({ client, pid }) => {
      const token = mint.token(SYSTEM, 'rights.request', 'conn', pid, database.moment())
      const { rows } = await client.query<{ import_id: string; key_id: string }>(
        'select * from gate.expire_imports($1)',
        [token],
      )
      return rows
    })
    for (const { import_id } of ended) this.uploads.remove(import_id)
    if (ended.length > 0) await keyring.destroy(ended.map(({ key_id }) => key_id))
    this.uploads.tidy(new Set((await this.openImports()).map(({ import_id }) => import_id)))
    return ended.length
  }

  /** The public keys by which receipts and checkpoints can be checked. */
  publicKeys(): { receipt: PublicJwk; ledger: PublicJwk } {
    const { keyring } = this.#house
    return { receipt: publicJwk(keyring.named('receipt')), ledger: publicJwk(keyring.named('ledger')) }
  }

  /** Writes a backup to a file while everything goes on (gate/backup/make.ts). */
  backup(path: string, progress?: Progress): ReturnType<typeof makeBackup> {
    return makeBackup(this.#house, path, progress)
  }

  /** Keys in reserve stay; those that a server which was cut off left behind go. Returns how many went. */
  tidyKeys(): Promise<number> {
    return tidyKeys(this.#house)
  }

  /** Whether the house is as it says (gate/verify.ts). */
  async verify(): Promise<Finding[]> {
    return [...(await verifyHouse(this.#house)), ...ledgerFindings(await this.verifyLedger())]
  }

  /** Whether the ledger is whole: computed anew from its events (gate/ledger-verify.ts). */
  verifyLedger(): Promise<LedgerReport> {
    return verifyLedger(this.#house)
  }

  /** Turns the keys of tokens and order codes, or goes on with a turn (gate/token-turn.ts). */
  turnTokens(options?: TurnOptions): Promise<boolean> {
    return turnTokens(this.#house, options)
  }

  /** Safe to repeat. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  async #close(): Promise<void> {
    clearInterval(this.#following)
    await this.#house.database.close()
    await this.#house.keyring.close()
    await this.#presence.leave()
  }

  #connected<Row>(
    actor: Actor,
    purpose: Purpose,
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const { database, mint } = this.#house
    return database.on(`for ${purpose.id}`, async ({ client, pid }) => {
      const token = mint.token(actor, purpose.id, 'conn', pid, database.moment())
      return (await client.query({ name, text, values: [token, ...values] })).rows as Row[]
    })
  }
}

function never(): never {
  throw new TypeError('only a transaction has an afterwards')
}

const BEGIN = 'begin; select (extract(epoch from transaction_timestamp()) * 1000000)::bigint::text as at'
const ENTER = "select set_config('goodfaith.token', $1, true), gate.purpose() as purpose"
