import { v7 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import type { Role } from '../core/purposes.ts'
import { randomBytes } from './bytes.ts'
import type { House } from './caller.ts'
import { Sealed, sealBytes, type Place } from './seal.ts'
import { SYSTEM, type Actor } from './token.ts'

export interface Member {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly created_at: Date | null
  readonly left_at: Date | null
  readonly has_password: boolean
  /** What lines of the ledger name them by, in hexadecimal; null where it was not asked for. */
  readonly trace: string | null
}

interface Row {
  staff_id: string
  key_id: string
  sealed: Buffer
  version: number
  roles: Role[]
  created_at?: Date
  left_at?: Date | null
  has_password?: boolean
  trace?: Buffer
  password_hash?: string | null
}

/** The people who work in Goodfaith: sealed like everyone else, found by a blind token of their address. */
export class Staff {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /** Whether anybody works here yet. */
  async any(): Promise<boolean> {
    return this.#house.database.on('staff', async ({ client }) => {
      const { rows } = await client.query<{ any_staff: boolean }>('select gate.any_staff()')
      return rows[0]!.any_staff
    })
  }

  /**
   * A new member. Only an administrator adds one, except the first of all.
   * @param by null for the first
   * @throws Problem `not_allowed`; `input_invalid` when the address is taken
   */
  async add(
    by: Actor | null,
    member: { name: string; email: string; roles: readonly Role[]; passwordHash: string | null },
  ): Promise<string> {
    const id = uuid()
    const [keyId] = await this.#house.keyring.take(1)
    const sealed = await this.#house.keyring.with([keyId!], (keyOf) =>
      seal(id, keyId!, 1, member, keyOf(keyId!)),
    )
    if ((await this.#byAddress(member.email)).length > 0)
      throw new Problem('input_invalid', { pointer: '/email', detail: 'someone has this address already' })
    await this.#put(by, [
      id,
      keyId,
      this.#house.blind.staff(member.email),
      sealed,
      1,
      member.passwordHash,
      member.roles,
      randomBytes(16),
    ])
    return id
  }

  /** New roles for a member; at once what they may name changes with them. */
  async setRoles(by: Actor, id: string, roles: readonly Role[]): Promise<void> {
    const [row] = await this.#rows([id])
    if (!row) throw new Problem('not_found')
    const [member] = await this.#open([row])
    if (!member) throw new Problem('not_found')
    const version = row.version + 1
    const sealed = await this.#house.keyring.with([row.key_id], (keyOf) =>
      seal(id, row.key_id, version, member, keyOf(row.key_id)),
    )
    const salt = randomBytes(16)
    await this.#put(by, [
      id,
      row.key_id,
      this.#house.blind.staff(member.email),
      sealed,
      version,
      null,
      roles,
      salt,
    ])
  }

  /** Members by id, or all of them. */
  async members(ids: readonly string[] | null = null): Promise<Member[]> {
    return this.#open(await this.#rows(ids))
  }

  /** An address as a key for counting tries; another for every address, and none can be read back from it. */
  addressKey(email: string): string {
    return this.#house.blind.staff(email).toString('hex')
  }

  /** For signing in; undefined and a member without a password are for the caller to treat alike. */
  async byAddress(email: string): Promise<(Member & { passwordHash: string | null }) | undefined> {
    const rows = await this.#byAddress(email)
    const [member] = await this.#open(rows)
    return member && { ...member, passwordHash: rows[0]!.password_hash ?? null }
  }

  /** Under the newest key first; while the keys turn under the old one as well, whatever the first answers. */
  async #byAddress(email: string): Promise<Row[]> {
    const rows: Row[] = []
    for (const address of this.#house.blind.staffAny(email).reverse())
      rows.push(...(await this.#ask<Row>('select * from gate.staff_by_address($1,$2)', [address])))
    return rows
  }

  #rows(ids: readonly string[] | null): Promise<Row[]> {
    return this.#ask<Row>('select * from gate.staff_members($1,$2::uuid[])', [ids])
  }

  #open(rows: readonly Row[]): Promise<Member[]> {
    return this.#house.keyring.with(
      rows.map((row) => row.key_id),
      (keyOf) =>
        rows.flatMap((row) => {
          const key = keyOf(row.key_id)
          const plain =
            key && new Sealed(placeOf(row.staff_id, row.key_id, row.version), row.sealed).openWith(key)
          if (!plain) return []
          const { name, email } = JSON.parse(plain.toString('utf8')) as { name: string; email: string }
          const { created_at = null, left_at = null, has_password = true, roles } = row
          const trace = row.trace?.toString('hex') ?? null
          return [{ id: row.staff_id, name, email, roles, created_at, left_at, has_password, trace }]
        }),
    )
  }

  async #put(by: Actor | null, values: unknown[]): Promise<void> {
    const { database, mint } = this.#house
    await database.on('staff', async ({ client, pid }) => {
      const [actor, purpose] = by ? [by, 'analytics.aggregate'] : [SYSTEM, 'rights.request']
      const token = mint.token(actor, purpose, 'conn', pid, database.moment())
      await client.query('select gate.put_staff($1,$2::uuid,$3::uuid,$4,$5,$6,$7,$8,$9)', [token, ...values])
    })
  }

  #ask<R>(text: string, values: unknown[]): Promise<R[]> {
    const { database, mint } = this.#house
    return database.on('staff', async ({ client, pid }) => {
      const token = mint.token(SYSTEM, 'rights.request', 'conn', pid, database.moment())
      return (await client.query(text, [token, ...values])).rows as R[]
    })
  }
}

function placeOf(id: string, keyId: string, version: number): Place {
  return { table: 'staff', column: 'sealed', row: id, version, keyId }
}

function seal(
  id: string,
  keyId: string,
  version: number,
  member: { name: string; email: string },
  key: Buffer | undefined,
): Buffer {
  if (!key) throw new Problem('keyring_unreachable')
  const plain = JSON.stringify({ name: member.name, email: member.email })
  return sealBytes(Buffer.from(plain, 'utf8'), placeOf(id, keyId, version), key)
}
