import { SignJWT, importJWK } from 'jose'
import { v4 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import { addDays } from '../core/retention.ts'
import { randomBytes, sha256, uuidBytes } from './bytes.ts'
import { Blob } from './blob.ts'
import type { Caller, House } from './caller.ts'
import { eventValues } from './grants.ts'
import { Kept, KeptCopies, staysOf, type KeptAbout, type Standing, type Stays } from './kept.ts'
import { keyHash } from './keyring.ts'
import { linksOf } from './ledger.ts'
import { together } from './person-rows.ts'
import { sealReason } from './reason.ts'
import { asProblem } from './refusals.ts'
import { publicJwk, secretJwk } from './signing.ts'
import { SYSTEM } from './token.ts'

/** A holding's part in an erasure: rows by name, count and what became of them. */
export interface Destroyed {
  readonly holding: string
  /** What it is called to people. */
  readonly title: string
  readonly count: number
  readonly fate: string
}

export interface ErasurePlan {
  readonly id: string
  /** To be typed by whoever confirms. */
  readonly code: string
  readonly holdings: readonly Destroyed[]
  /** What stays, what ends at once, and the contracts that keep the rest. */
  readonly about: KeptAbout
  /** After this day no old copy of the keyring opens; null while a contract keeps the key. */
  readonly key_epoch_ends: Date | null
}

export interface Erasure {
  readonly id: string
  readonly state: 'recorded' | 'running' | 'waiting_recipients' | 'done'
  readonly asked_at: Date
  readonly key_gone_at: Date | null
  readonly done_at: Date | null
  readonly holdings: readonly Destroyed[]
  /** What a law keeps, with its date, and with the day on which it was destroyed once that has come. */
  readonly kept: readonly Stays[]
  /** Contracts that stand: the rest goes when they end. */
  readonly contracts: readonly Standing[]
  /** JWS, compact; null until done. */
  readonly receipt: string | null
}

interface ErasureRow extends Omit<Erasure, 'id' | 'contracts'> {
  contracts: Standing[] | null
  erasure_id: string
  suppressed: Buffer[]
  key_hashes: Buffer[]
  salt: Buffer
  commitment: Buffer
}

interface OpenErasure {
  erasure_id: string
  key_id: string | null
  key_gone_at: Date | null
  rows_gone_at: Date | null
}

/** Days after which dead rows and old log files of an erasure are gone (see `sweep` in gate/migrate.ts). */
export const SWEPT_WITHIN_DAYS = 1

/** Asks for an erasure, on behalf of someone who may see the person or is the person. */
export class ErasureRequests {
  readonly #caller: Caller

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /** What would be destroyed, with the id and the code that are shown before it is. */
  async plan(person: string): Promise<ErasurePlan> {
    const id = uuid()
    const code = [...randomBytes(5)].map((byte) => CODE[byte % CODE.length]).join('')
    const rows = await this.#caller.door<{
      erasure_id: string
      shown: string
      holding: string
      title: string
      fate: string
      count: string
    }>('plan_erasure', 'select * from gate.plan_erasure($1,$2::uuid,$3::uuid,$4)', [person, id, code])
    const about = await this.about(person)
    const epoch = await this.#caller.house.keyring.epoch()
    return {
      id: rows[0]!.erasure_id,
      code: rows[0]!.shown,
      holdings: rows.map(({ holding, title, fate, count }) => ({
        holding,
        title,
        fate,
        count: Number(count),
      })),
      about,
      key_epoch_ends: about.contracts.length > 0 ? null : epoch.endsAt,
    }
  }

  /** What stays of the person whatever they do, and until when. Throws `not_found`. */
  about(person: string): Promise<KeptAbout> {
    return new Kept(this.#caller).about(person)
  }

  /**
   * Records the erasure. When this returns and its transaction commits, nobody sees the person any more.
   * @param code as it was shown with a plan; null for a request that no plan was shown for
   * @throws Problem `not_found`, `confirmation_wrong`, `erasure_under_way`
   */
  async begin(person: string, reason: string, code: string | null): Promise<string> {
    const { house } = this.#caller
    const rows = await this.#caller.door<Parameters<typeof together>[0][number]>(
      'erasure_facts',
      'select * from gate.erasure_facts($1,$2::uuid)',
      [person],
    )
    const [closed] = together(rows)
    if (!closed) throw new Problem('not_found')
    const links = linksOf([person])
    const { keyId } = closed
    const { suppressing, sealed } = await house.keyring.with([keyId], (keyOf) => {
      const key = keyOf(keyId)
      const plain = key && closed.sealed.get('contact')?.openWith(key)
      const blob = plain ? Blob.read(plain) : Blob.empty()
      return {
        suppressing: (['email', 'phone'] as const).flatMap((field) => {
          const value = blob.value(field)
          return value ? [house.blind.suppression(field, value)] : []
        }),
        sealed: reason ? sealReason(reason, person, links.event, keyId, key) : null,
      }
    })
    const salt = randomBytes(16)
    const commitment = sha256(Buffer.concat([salt, uuidBytes(person)]))
    const [row] = await this.#caller.door<{ id: string }>(
      'begin_erasure',
      'select gate.begin_erasure($1,$2::uuid,$3::uuid,$4,$5,$6,$7,$8,$9::uuid,$10,$11,$12,$13,$14) as id',
      [person, uuid(), code, suppressing, keyHash(keyId), salt, commitment, ...eventValues(links), sealed],
    )
    house.counts.clear()
    return row!.id
  }
}

/** Letters and digits that nobody mistakes for one another. */
const CODE = 'ACDEFHJKLMNPQRTUVWXY3479'

/**
 * Carries erasures out: key, rows, receipt. Every step is safe to repeat, so that a crash at any line is mended by
 * going on.
 */
export class Erasures {
  readonly #house: House
  readonly #running = new Map<string, Promise<void>>()

  constructor(house: House) {
    this.#house = house
  }

  /** Goes on with every erasure that is not done, and with whose contract has ended. Returns how many were. */
  async goOn(): Promise<number> {
    await this.#asSystem('select gate.release_leavings($1)', [])
    const open = await this.#asSystem<OpenErasure>('select * from gate.open_erasures($1)', [])
    const failed: unknown[] = []
    for (const erasure of open) await this.#carryOut(erasure).catch((error: unknown) => failed.push(error))
    // one that cannot be finished keeps nobody else waiting
    if (failed.length > 0) throw failed[0]
    return open.length
  }

  /** What laws keep: made where a law came after the contract, destroyed where the date has come. Returns how many went. */
  async keepLaws(): Promise<number> {
    const copies = new KeptCopies(this.#house)
    await copies.catchUp()
    return copies.sweep()
  }

  /** Carries one out to its end; resolves when it is done. */
  async carryOut(id: string): Promise<void> {
    let running = this.#running.get(id)
    if (!running) {
      running = this.#find(id).finally(() => this.#running.delete(id))
      this.#running.set(id, running)
    }
    return running
  }

  /** Carries one out without being waited for; a failure is tried again by the next sweep. */
  goOnSoon(id: string): void {
    void this.carryOut(id).catch(() => undefined)
  }

  /** What is said of it to whoever holds the id; throws `not_found`. */
  async read(id: string): Promise<Erasure> {
    const row = await this.#row(id)
    const { erasure_id, state, asked_at, key_gone_at, done_at, holdings, receipt } = row
    const kept = row.kept.map(staysOf)
    const contracts = row.contracts ?? []
    return { id: erasure_id, state, asked_at, key_gone_at, done_at, holdings, kept, contracts, receipt }
  }

  /** People whom nothing keeps any more: recorded for erasure one by one. Returns how many. */
  async sweepUnkept(most = 100): Promise<number> {
    const people = await this.#asSystem<{ person_id: string }>('select * from gate.unkept_people($1,$2)', [
      most,
    ])
    for (const { person_id } of people) {
      const id = await this.#requests().begin(person_id, 'no purpose keeps this any longer', null)
      await this.carryOut(id)
    }
    return people.length
  }

  async #find(id: string): Promise<void> {
    const open = await this.#asSystem<OpenErasure>('select * from gate.open_erasures($1)', [])
    const erasure = open.find((each) => each.erasure_id === id)
    if (erasure) await this.#carryOut(erasure)
  }

  async #carryOut({ erasure_id, key_id, key_gone_at, rows_gone_at }: OpenErasure): Promise<void> {
    if (!rows_gone_at) {
      const own = await this.#asSystem<{ key_id: string }>(
        'select * from gate.take_secret_keys($1,$2::uuid)',
        [erasure_id],
      )
      const keys = [...(key_id ? [key_id] : []), ...own.map((secret) => secret.key_id)]
      if (keys.length > 0) await this.#house.keyring.destroy(keys)
      if (!key_gone_at) await this.#asSystem('select gate.mark_key_gone($1,$2::uuid)', [erasure_id])
      await this.#asSystem('select gate.forget_rows($1,$2::uuid)', [erasure_id])
    }
    const row = await this.#row(erasure_id)
    await this.#house.keyring.tell(row.key_hashes)
    const done = new Date()
    const receipt = await this.#receipt(row, done)
    await this.#asSystem('select gate.finish_erasure($1,$2::uuid,$3,$4::timestamptz)', [
      erasure_id,
      receipt,
      done,
    ])
  }

  /** A compact JWS (RFC 7515, EdDSA of RFC 8037) that names holdings and counts, and never the person. */
  async #receipt(row: ErasureRow, done: Date): Promise<string> {
    const { keyring, registry } = this.#house
    const epoch = await keyring.epoch()
    const seed = keyring.named('receipt')
    const claims = {
      erasure: row.erasure_id,
      organisation: (await registry.now()).organisation?.name ?? null,
      asked_at: row.asked_at.toISOString(),
      key_destroyed_at: row.key_gone_at?.toISOString() ?? null,
      done_at: done.toISOString(),
      holdings: row.holdings,
      kept: row.kept.map(staysOf),
      recipients: [],
      suppressions: row.suppressed.map((token) => token.toString('hex')),
      keys: row.key_hashes.map((hash) => hash.toString('hex')),
      key_copies_end: epoch.endsAt.toISOString(),
      swept_by: new Date(addDays(done.getTime(), SWEPT_WITHIN_DAYS)).toISOString(),
      salt: row.salt.toString('hex'),
      commitment: row.commitment.toString('hex'),
    }
    const key = await importJWK(secretJwk(seed), 'EdDSA')
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'erasure-receipt+jwt', kid: publicJwk(seed).kid })
      .setIssuedAt(done)
      .sign(key)
  }

  async #row(id: string): Promise<ErasureRow> {
    const [row] = await this.#house.database.on('erasures', async ({ client }) => {
      const answer = await client.query<ErasureRow>('select * from gate.read_erasure($1::uuid)', [id])
      return answer.rows
    })
    if (!row) throw new Problem('not_found')
    return row
  }

  #requests(): ErasureRequests {
    const house = this.#house
    return new ErasureRequests({
      house,
      actor: SYSTEM,
      door: (_name, text, values) => this.#asSystem(text, values),
    } as Caller)
  }

  async #asSystem<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const { database, mint } = this.#house
    try {
      return await database.on('erasures', async ({ client, pid }) => {
        const token = mint.token(SYSTEM, 'rights.request', 'conn', pid, database.moment())
        return (await client.query(text, [token, ...values])).rows as Row[]
      })
    } catch (error) {
      throw asProblem(error)
    }
  }
}
