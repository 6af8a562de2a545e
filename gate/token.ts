import { hmac, hmacPads, randomBytes } from './bytes.ts'

/** Who acts. `roles` are those of staff; the database asks them again at every token. */
export interface Actor {
  readonly kind: 'staff' | 'person' | 'system'
  readonly id: string
}

/** The system's own id: jobs, erasures, sweeps. */
export const SYSTEM: Actor = { kind: 'system', id: '00000000-0000-7000-8000-000000000001' }

/**
 * Mints purpose tokens, which the database verifies and nobody else can make: the key is made at each start, given to
 * the database by the owner's connection, and kept in this object. See `gate.verify` for the form.
 */
export class Mint {
  readonly keyNo: string
  readonly #pads: { inner: Buffer; outer: Buffer }

  private constructor(keyNo: string, pads: { inner: Buffer; outer: Buffer }) {
    this.keyNo = keyNo
    this.#pads = pads
  }

  /** A new key; `register` hands its pads to the database before the first token is used. */
  static async create(
    register: (keyNo: string, inner: Buffer, outer: Buffer) => Promise<void>,
  ): Promise<Mint> {
    const pads = hmacPads(randomBytes(32))
    const keyNo = (randomBytes(8).readBigUInt64BE() >> 5n).toString().slice(0, 17)
    await register(keyNo, pads.inner, pads.outer)
    return new Mint(keyNo, pads)
  }

  /**
   * A token for one actor and purpose. Bound to a transaction by its start, or to a connection for 60 seconds.
   * @param moment microseconds since 1970 by the database's clock
   */
  token(actor: Actor, purpose: string, bound: 'tx' | 'conn', pid: number, moment: bigint): string {
    const claims = `v1|${this.keyNo}|${actor.kind}|${actor.id}|${purpose}|${bound}|${pid}|${moment}`
    return `${claims}|${hmac(this.#pads, claims).toString('hex')}`
  }

  /** A token for each of the actors, bound to a connection, and for each of them the place of theirs, from 1. */
  tokens(
    actors: readonly Actor[],
    purpose: string,
    pid: number,
    moment: bigint,
  ): { readonly tokens: string[]; readonly places: number[] } {
    const known = new Map<string, number>()
    const tokens: string[] = []
    const places = actors.map((actor) => {
      const key = `${actor.kind} ${actor.id}`
      const place = known.get(key) ?? tokens.push(this.token(actor, purpose, 'conn', pid, moment))
      known.set(key, place)
      return place
    })
    return { tokens, places }
  }
}
