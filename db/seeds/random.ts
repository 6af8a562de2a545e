/** Numbers from a seed, the same on every machine: mulberry32 (public domain). */
export class Seeded {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** In [0, 1). */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1))
  }

  one<T>(list: readonly T[]): T {
    return list[Math.floor(this.share() * list.length)]!
  }

  chance(probability: number): boolean {
    return this.share() < probability
  }

  /**
   * A UUID version 7 (RFC 9562) whose time is told and whose other bits come from the seed.
   * @param at milliseconds since 1970
   */
  id(at: number): string {
    const time = at.toString(16).padStart(12, '0')
    const variant = this.one(['8', '9', 'a', 'b'])
    return `${time.slice(0, 8)}-${time.slice(8)}-7${this.#hex(3)}-${variant}${this.#hex(3)}-${this.#hex(12)}`
  }

  #hex(digits: number): string {
    return Array.from({ length: digits }, () => this.whole(0, 15).toString(16)).join('')
  }
}
