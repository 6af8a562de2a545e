import { v7 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import type { Role } from '../core/purposes.ts'
import { sameBytes } from './bytes.ts'
import type { House } from './caller.ts'
import { keyedHash, newSecret } from './secrets.ts'
import { SYSTEM, type Actor } from './token.ts'

/** Who bears a secret. */
export interface Bearer {
  readonly what: 'session' | 'token'
  readonly kind: 'staff' | 'person'
  readonly id: string
  readonly roles: readonly Role[]
  /** A token may be narrower than its owner; null: as wide as they are. */
  readonly purposes: readonly string[] | null
  readonly expiresAt: Date
  /** Derived from the secret: a page of another origin cannot know it. */
  readonly csrf: string
}

export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly purposes: readonly string[] | null
  readonly created_at: Date
  readonly expires_at: Date
  readonly last_used_at: Date | null
}

export interface Link {
  readonly kind: LinkKind
  /** Staff or person; null for the first administrator's. */
  readonly owner: string | null
}

export type LinkKind = 'first' | 'staff' | 'person'

const MINUTE = 60_000
/** Milliseconds that a session lasts. */
const SESSION_FOR = { staff: 12 * 60 * MINUTE, person: 60 * MINUTE }
/** Milliseconds that a link lasts. */
const LINK_FOR = {
  first: 7 * 24 * 60 * MINUTE,
  staff: 7 * 24 * 60 * MINUTE,
  person: 30 * MINUTE,
  question: 7 * 24 * 60 * MINUTE,
}
const DAY = 24 * 60 * MINUTE

interface Bound {
  readonly hash: Buffer
  readonly kind: string
  readonly owner: string | null
  readonly created: Date
  readonly expires: Date
  readonly purposes?: readonly string[] | null
}

/**
 * Sessions, tokens and one-time links. Secrets are kept as hashes under the keyring's key "session", and each row is
 * bound to its owner and its end by a MAC under the same key: a row written or changed by SQL opens nothing.
 */
export class Sessions {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /** Signs in: a new secret for a cookie, and the CSRF token that goes with it. */
  async begin(
    kind: 'staff' | 'person',
    owner: string,
  ): Promise<{ secret: string; csrf: string; expiresAt: Date }> {
    const secret = newSecret('gfs_')
    const hash = this.#hash(secret)
    const { created, expires } = lasting(SESSION_FOR[kind])
    await this.#ask('select gate.put_session($1,$2,$3,$4::uuid,$5::uuid,$6,$7,$8)', [
      hash,
      kind,
      kind === 'staff' ? owner : null,
      kind === 'person' ? owner : null,
      created,
      expires,
      this.#mac('session', { hash, kind, owner, created, expires }),
    ])
    return { secret, csrf: this.#csrf(hash), expiresAt: expires }
  }

  async end(secret: string): Promise<void> {
    await this.#ask('select gate.end_session($1,$2)', [this.#hash(secret)])
  }

  /** Who bears this secret now; undefined for nobody. Not remembered here. */
  async bearer(secret: string): Promise<Bearer | undefined> {
    const hash = this.#hash(secret)
    const [row] = await this.#ask<BearerRow>('select * from gate.bearer($1,$2)', [hash], 'bearer')
    if (!row) return undefined
    const { what, kind, owner, purposes, created_at: created, expires_at: expires } = row
    const bound: Bound = { hash, kind: row.token_id ?? kind, owner, created, expires, purposes }
    if (!sameBytes(row.mac, this.#mac(what, bound))) return undefined
    return {
      what,
      kind,
      id: owner,
      roles: row.roles ?? [],
      purposes,
      expiresAt: expires,
      csrf: this.#csrf(hash),
    }
  }

  /**
   * A token for programs, in the name of the staff who makes it.
   * @param days how long it lasts
   * @returns the secret, which is not kept
   */
  async makeToken(
    by: Actor,
    options: { name: string; days: number; purposes: readonly string[] | null },
  ): Promise<{ id: string; secret: string; expiresAt: Date }> {
    const id = uuid()
    const secret = newSecret('gft_')
    const hash = this.#hash(secret)
    const { created, expires } = lasting(options.days * DAY)
    const bound: Bound = { hash, kind: id, owner: by.id, created, expires, purposes: options.purposes }
    await this.#askAs(by, 'select gate.put_api_token($1,$2::uuid,$3,$4,$5,$6,$7,$8)', [
      id,
      hash,
      options.name,
      options.purposes,
      created,
      expires,
      this.#mac('token', bound),
    ])
    return { id, secret, expiresAt: expires }
  }

  /** The tokens of whoever asks. */
  async tokens(by: Actor): Promise<ApiToken[]> {
    const rows = await this.#askAs<Omit<ApiToken, 'id'> & { token_id: string }>(
      by,
      'select * from gate.api_tokens($1)',
      [],
    )
    return rows.map(({ token_id, ...rest }) => ({ id: token_id, ...rest }))
  }

  /** Ends a token of whoever asks. Throws `not_found`. */
  async endToken(by: Actor, id: string): Promise<void> {
    const [row] = await this.#askAs<{ ended: boolean }>(
      by,
      'select gate.end_api_token($1,$2::uuid) as ended',
      [id],
    )
    if (!row?.ended) throw new Problem('not_found')
  }

  /**
   * A one-time link's secret; the one before of the same staff ends. A question's leads a person to their page as well,
   * and lasts a week, because nobody asked for it just now.
   */
  async makeLink(what: LinkKind | 'question', owner: string | null): Promise<string> {
    const kind = what === 'question' ? 'person' : what
    const secret = newSecret('')
    const hash = this.#hash(secret)
    const { created, expires } = lasting(LINK_FOR[what])
    await this.#ask('select gate.put_link($1,$2,$3,$4::uuid,$5::uuid,$6,$7,$8)', [
      hash,
      kind,
      kind === 'staff' ? owner : null,
      kind === 'person' ? owner : null,
      created,
      expires,
      this.#mac('link', { hash, kind, owner, created, expires }),
    ])
    return secret
  }

  /** What a link is for, without using it. Throws `link_invalid`. */
  async readLink(secret: string): Promise<Link> {
    const hash = this.#hash(secret)
    const [row] = await this.#ask<LinkRow>('select * from gate.read_link($1,$2)', [hash])
    if (!row) throw new Problem('link_invalid')
    const bound = { hash, kind: row.kind, owner: row.owner, created: row.created_at, expires: row.expires_at }
    if (!sameBytes(row.mac, this.#mac('link', bound))) throw new Problem('link_invalid')
    return { kind: row.kind, owner: row.owner }
  }

  /** Uses a link up: of two who hold it one succeeds. Throws `link_invalid`. */
  async useLink(secret: string): Promise<Link> {
    const link = await this.readLink(secret)
    const [row] = await this.#ask<{ used: boolean }>('select gate.use_link($1,$2) as used', [
      this.#hash(secret),
    ])
    if (!row?.used) throw new Problem('link_invalid')
    return link
  }

  /** People who are held with this address; the same statement whatever the address is. */
  async personsOf(email: string): Promise<string[]> {
    const { blind, database, mint } = this.#house
    const word = (address: string) => blind.exact('email', address)
    let asked: Buffer
    try {
      asked = word(email)
    } catch {
      asked = word('nobody@goodfaith.invalid')
    }
    return database.on('staff', async ({ client, pid }) => {
      const token = mint.token(SYSTEM, 'rights.request', 'conn', pid, database.moment())
      const text = 'select distinct person_id from gate.known_people($1,$2)'
      const { rows } = await client.query<{ person_id: string }>(text, [token, [asked]])
      return rows.map((row) => row.person_id)
    })
  }

  /** Keeps a new password of a member of staff, and ends their sessions. Whoever calls has used up their link. */
  async setPassword(member: string, hash: string): Promise<void> {
    await this.#ask('select gate.set_password($1,$2::uuid,$3)', [member, hash])
  }

  #hash(secret: string): Buffer {
    return keyedHash(this.#house.keyring, 'session', 'secret', secret)
  }

  #csrf(hash: Buffer): string {
    return keyedHash(this.#house.keyring, 'session', 'csrf', hash.toString('hex')).toString('base64url')
  }

  #mac(what: string, { hash, kind, owner, created, expires, purposes }: Bound): Buffer {
    const ends = [String(created.getTime()), String(expires.getTime())]
    const narrowed = purposes ? purposes.join(' ') : '*'
    return keyedHash(
      this.#house.keyring,
      'session',
      what,
      hash.toString('hex'),
      kind,
      owner ?? '',
      ...ends,
      narrowed,
    )
  }

  /** As the gate itself: nobody has signed in yet. */
  #ask<R>(text: string, values: unknown[], name?: string): Promise<R[]> {
    const { database, mint } = this.#house
    return database.on('staff', async ({ client, pid }) => {
      const token = mint.token(SYSTEM, 'rights.request', 'conn', pid, database.moment())
      return (await client.query({ name, text, values: [token, ...values] })).rows as R[]
    })
  }

  #askAs<R>(by: Actor, text: string, values: unknown[]): Promise<R[]> {
    const { database, mint } = this.#house
    return database.on('staff', async ({ client, pid }) => {
      const token = mint.token(by, 'analytics.aggregate', 'conn', pid, database.moment())
      return (await client.query(text, [token, ...values])).rows as R[]
    })
  }
}

interface BearerRow {
  what: 'session' | 'token'
  kind: 'staff' | 'person'
  owner: string
  created_at: Date
  expires_at: Date
  purposes: string[] | null
  mac: Buffer
  token_id: string | null
  roles: Role[] | null
}

interface LinkRow {
  kind: LinkKind
  owner: string | null
  created_at: Date
  expires_at: Date
  mac: Buffer
}

/** Whole milliseconds: what is read back has to be what the MAC was made over. */
function lasting(forMs: number): { created: Date; expires: Date } {
  const created = new Date()
  return { created, expires: new Date(created.getTime() + forMs) }
}
