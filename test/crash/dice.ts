/** Random numbers that a seed repeats (mulberry32 by Tommy Ettinger), so that a run can be gone through again. */
export class Dice {
  readonly seed: number
  #state: number

  constructor(seed: number) {
    this.seed = seed >>> 0
    this.#state = this.seed
  }

  /** At least 0 and less than 1. */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  between(low: number, high: number): number {
    return low + this.roll() * (high - low)
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.roll() * list.length)]
  }

  /** So many of a list, each at most once. */
  some<T>(list: readonly T[], most: number): T[] {
    if (list.length <= most) return [...list]
    const left = [...list]
    return Array.from({ length: most }, () => left.splice(Math.floor(this.roll() * left.length), 1)[0]!)
  }
}

/** The seed of this run: `SEED` repeats another one. */
export function seedOf(env: Readonly<Record<string, string | undefined>>): number {
  const asked = Number(env['SEED'] ?? NaN)
  return Number.isInteger(asked) ? asked : Math.floor(Math.random() * 2 ** 32)
}
