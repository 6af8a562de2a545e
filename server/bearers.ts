import type { FastifyRequest } from 'fastify'
import { Problem } from '../core/errors.ts'
import type { Gate } from '../gate/gate.ts'
import type { Bearer } from '../gate/sessions.ts'

/** Milliseconds for which who bears a secret is not asked again; the database asks roles anew at each token. */
const REMEMBERED = 5000
const MOST = 10_000

export type Way = 'cookie' | 'header'

export interface Found {
  readonly bearer: Bearer
  readonly way: Way
}

/** Finds out who calls, and remembers it for up to five seconds. */
export class Bearers {
  readonly #gate: Gate
  readonly #known = new Map<string, { at: number; bearer: Promise<Bearer | undefined> }>()
  readonly cookies: { readonly staff: string; readonly person: string }

  /** @param secure whether people reach us by https: then the cookies are bound to this very host */
  constructor(gate: Gate, secure: boolean) {
    this.#gate = gate
    const prefix = secure ? '__Host-' : ''
    this.cookies = { staff: `${prefix}goodfaith`, person: `${prefix}goodfaith_me` }
  }

  /**
   * Whoever calls, of the kinds that are let in.
   * @throws Problem `not_signed_in`
   */
  async of(request: FastifyRequest, kinds: readonly string[]): Promise<Found> {
    const header = request.headers.authorization
    if (header !== undefined) {
      const secret = /^Bearer (gft_[\w-]{20,100})$/i.exec(header)?.[1]
      const bearer = secret === undefined ? undefined : await this.find(secret)
      if (!bearer || bearer.what !== 'token') throw new Problem('not_signed_in')
      return { bearer, way: 'header' }
    }
    for (const kind of ['staff', 'person'] as const) {
      if (!kinds.includes(kind)) continue
      const secret = request.cookies[this.cookies[kind]]
      const bearer = secret === undefined ? undefined : await this.find(secret)
      if (bearer?.what === 'session' && bearer.kind === kind) return { bearer, way: 'cookie' }
    }
    throw new Problem('not_signed_in')
  }

  async find(secret: string): Promise<Bearer | undefined> {
    const now = Date.now()
    const known = this.#known.get(secret)
    if (known && now - known.at < REMEMBERED) {
      const bearer = await known.bearer
      return bearer && bearer.expiresAt.getTime() > now ? bearer : undefined
    }
    if (this.#known.size >= MOST) this.#known.clear()
    const bearer = this.#gate.sessions.bearer(secret)
    this.#known.set(secret, { at: now, bearer })
    bearer.catch(() => this.#known.delete(secret))
    return bearer
  }

  /** After a sign-out: at once. */
  forget(secret: string): void {
    this.#known.delete(secret)
  }

  /** After roles or tokens changed: everybody is asked anew. */
  forgetAll(): void {
    this.#known.clear()
  }
}
