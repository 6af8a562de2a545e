import { Problem } from '../core/errors.ts'

const MOST_KEYS = 50_000

/** Counts tries per key in windows of time, in memory: a restart forgets them, and no row tells who tried. */
export class Throttle {
  readonly #most: number
  readonly #windowMs: number
  readonly #tries = new Map<string, { count: number; ends: number }>()

  /** @param windowMs milliseconds in which `most` tries are let through */
  constructor(most: number, windowMs: number) {
    this.#most = most
    this.#windowMs = windowMs
  }

  /** Counts a try. Throws `too_many_requests` with the seconds to wait. */
  take(key: string, now = Date.now()): void {
    const known = this.#tries.get(key)
    if (!known || known.ends <= now) {
      if (this.#tries.size >= MOST_KEYS) this.#sweep(now)
      this.#tries.set(key, { count: 1, ends: now + this.#windowMs })
      return
    }
    if (known.count >= this.#most)
      throw new Problem('too_many_requests', { retryAfter: Math.ceil((known.ends - now) / 1000) })
    known.count++
  }

  /** Forgets the tries of a key, once one of them was right. */
  clear(key: string): void {
    this.#tries.delete(key)
  }

  #sweep(now: number): void {
    for (const [key, { ends }] of this.#tries) if (ends <= now) this.#tries.delete(key)
    // all of them recent: someone floods; forgetting the oldest half keeps memory bounded
    for (const key of [...this.#tries.keys()].slice(0, Math.max(0, this.#tries.size - MOST_KEYS / 2)))
      this.#tries.delete(key)
  }
}
