import { setTimeout as sleep } from 'node:timers/promises'
import type { FieldName } from '../core/fields.ts'
import type { PlainFields, TokenState } from './blind.ts'
import { Blob } from './blob.ts'
import type { House } from './caller.ts'
import type { Database } from './database.ts'
import { openCopy } from './kept-copy.ts'
import { together, type ClosedPerson } from './person-rows.ts'
import { asProblem } from './refusals.ts'
import { Staff } from './staff.ts'
import { SYSTEM } from './token.ts'

export interface TurnOptions {
  /** Begins a turn where none is under way; else one is only gone on with. */
  readonly begin?: boolean
  /** Milliseconds until every other gate has heard of a phase and has done what it was at. */
  readonly settle?: number
  /** People at once. */
  readonly most?: number
}

interface State extends TokenState {
  people_after: string | null
  mark: Buffer | null
}

type Phase = TokenState['phase']
type Row = Parameters<typeof together>[0][number]

/** How often a gate asks which keys are looked up. */
const HEARD_EVERY = 2_000
const SETTLED = 5_000
const PURPOSE = 'rights.request'
/** Any fixed number: one turn at a time. */
const LOCK = 7_041_781
/** What every open gate holds (gate/presence.ts). */
const HOUSE_LOCK = 7_041_779

/** Which generation of keys is looked up now. */
export function tokenState(database: Database): Promise<State> {
  return database.on('clock', async ({ client }) => {
    const { rows } = await client.query<State>('select * from gate.token_state()')
    return rows[0]!
  })
}

/** Hears of a turn that another gate does. */
export function followTokens(house: House): NodeJS.Timeout {
  const follow = async () => house.blind.follow(await tokenState(house.database))
  return setInterval(() => void follow().catch(() => undefined), HEARD_EVERY).unref()
}

/**
 * Turns the keys of tokens and order codes: new keys; everyone's tokens made anew beside the old; the new looked up; the
 * old dropped, and their keys destroyed. Nobody is missed by a search meanwhile. Cut off at any line, it goes on.
 * @returns whether a turn came to its end
 */
export async function turnTokens(house: House, options: TurnOptions = {}): Promise<boolean> {
  return house.database.on('turn', async ({ client }) => {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK])
    if (!rows[0]!.mine) return false
    try {
      return await new Turn(house, options).all()
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK])
    }
  })
}

class Turn {
  readonly #house: House
  readonly #options: TurnOptions

  constructor(house: House, options: TurnOptions) {
    this.#house = house
    this.#options = options
  }

  async all(): Promise<boolean> {
    let state = await this.#heard()
    // a keyring that came back from a backup with other keys: everything is made anew
    const strange = state.mark !== null && !state.mark.equals(this.#house.blind.mark())
    if (state.phase === 'still') {
      if (!this.#options.begin && !strange) {
        await this.#house.keyring.destroyTokenKeys(state.generation)
        return false
      }
      state = await this.#to('still', 'turning')
    }
    if (state.phase === 'turning') {
      await this.#staff()
      await this.#people(state.people_after)
      await this.#kept()
      state = await this.#to('turning', 'turned')
    }
    if (state.phase === 'turned') state = await this.#to('turned', 'dropping')
    if (state.phase === 'dropping') {
      await this.#drop(state.generation & 1)
      state = await this.#to('dropping', 'still')
    }
    await this.#house.keyring.destroyTokenKeys(state.generation)
    return true
  }

  async #heard(): Promise<State> {
    const state = await tokenState(this.#house.database)
    await this.#house.blind.follow(state)
    return state
  }

  /** The next phase, and time for every other gate to have heard of it. */
  async #to(from: Phase, to: Phase): Promise<State> {
    const mark = this.#house.blind.mark()
    await this.#ask('select gate.turn_tokens($1,$2,$3,$4)', [from, to, mark])
    const state = await this.#heard()
    const [alone] = await this.#ask<{ alone: boolean }>(
      `select count(distinct l.pid) < 2 as alone from pg_locks l where $1::text is not null and l.locktype = 'advisory'
         and l.database = (select d.oid from pg_database d where d.datname = current_database())
         and l.classid = 0 and l.objid = ${HOUSE_LOCK} and l.granted`,
      [],
    )
    if (!alone!.alone) await sleep(this.#options.settle ?? SETTLED)
    return state
  }

  async #staff(): Promise<void> {
    const members = await new Staff(this.#house).members()
    const { blind } = this.#house
    await this.#ask('select gate.put_staff_tokens($1,$2::uuid[],$3)', [
      members.map((member) => member.id),
      members.map((member) => blind.staff(member.email)),
    ])
  }

  async #people(from: string | null): Promise<void> {
    for (let after = from; ;) {
      const rows = await this.#page(after)
      if (rows.length === 0) return
      await this.#anew(rows, rows.at(-1)!.id)
      after = rows.at(-1)!.id
    }
  }

  async #page(after: string | null, most = this.#options.most ?? 500): Promise<ClosedPerson[]> {
    return together(await this.#ask<Row>('select * from gate.token_people($1,$2::uuid,$3)', [after, most]))
  }

  /** Whoever was changed between reading and writing is read again. */
  async #anew(people: readonly ClosedPerson[], upto: string | null): Promise<void> {
    const made = await this.#tokensOf(people)
    const [row] = await this.#ask<{ again: string[] }>(
      'select gate.put_tokens($1,$2::uuid[],$3,$4,$5::uuid[],$6,$7::uuid) as again',
      [
        made.map(({ person }) => person.id),
        made.map(({ person }) => person.version),
        made.map(({ code }) => code),
        made.flatMap(({ person, tokens }) => tokens.map(() => person.id)),
        made.flatMap(({ tokens }) => tokens),
        upto,
      ],
    )
    for (const id of row!.again) await this.#one(id)
  }

  async #one(id: string): Promise<void> {
    const before = `${id.slice(0, -12)}${(BigInt(`0x${id.slice(-12)}`) - 1n).toString(16).padStart(12, '0')}`
    const [person] = await this.#page(before, 1)
    if (person?.id === id) await this.#anew([person], null)
  }

  async #tokensOf(people: readonly ClosedPerson[]) {
    const { keyring, blind } = this.#house
    return keyring.with(
      people.map((person) => person.keyId),
      (keyOf) =>
        people.flatMap((person) => {
          const key = keyOf(person.keyId)
          if (!key) return []
          const plain: PlainFields = {}
          for (const sealed of person.sealed.values()) {
            const bytes = sealed.openWith(key)
            const blob = bytes ? Blob.read(bytes) : Blob.empty()
            for (const field of blob.fields()) plain[field as FieldName] = blob.value(field)!
          }
          return [{ person, tokens: blind.newestOf(blind.tokensOf(plain)), code: blind.order(plain) }]
        }),
    )
  }

  async #kept(): Promise<void> {
    const { keyring, blind } = this.#house
    for (let after: string | null = null; ;) {
      const rows: Parameters<typeof openCopy>[0][] = await this.#ask(
        'select * from gate.token_kept($1,$2::uuid,$3)',
        [after, this.#options.most ?? 500],
      )
      if (rows.length === 0) return
      const found = await keyring.with(
        rows.map((row) => row.key_id),
        (keyOf) =>
          rows.flatMap((row) => {
            const { birth_date, family_name } = openCopy(row, keyOf(row.key_id)) ?? {}
            return birth_date && family_name ? [{ row, hash: blind.kept(birth_date, family_name) }] : []
          }),
      )
      await this.#ask('select gate.put_kept_tokens($1,$2::uuid[],$3,$4)', [
        found.map(({ row }) => row.kept_id),
        found.map(({ row }) => row.version),
        found.map(({ hash }) => hash),
      ])
      after = rows.at(-1)!.kept_id
    }
  }

  /** Tokens of the old parity; whoever has no others yet has them made first. */
  async #drop(parity: number): Promise<void> {
    for (let idle = 0; ;) {
      const [row] = await this.#ask<{ gone: number; missed: string[] }>(
        'select * from gate.drop_tokens($1,$2,$3)',
        [parity, 20_000],
      )
      for (const id of row!.missed) await this.#one(id)
      if (row!.gone === 0 && (row!.missed.length === 0 || ++idle > 3)) return
    }
  }

  async #ask<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const { database, mint } = this.#house
    try {
      return await database.on('turning', async ({ client, pid }) => {
        const token = mint.token(SYSTEM, PURPOSE, 'conn', pid, database.moment())
        return (await client.query(text, [token, ...values])).rows as Row[]
      })
    } catch (error) {
      throw asProblem(error)
    }
  }
}
