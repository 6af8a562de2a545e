import sodium from 'sodium-native'

const KEY = 32

/**
 * Key memory: one locked region (`sodium_malloc`, never swapped or dumped) cut into 32-byte places, so that tens of
 * thousands of keys need one allocation. A key older than its time is not handed out again.
 */
export class Arena {
  readonly #memory: Buffer
  readonly #places = new Map<string, { place: number; until: number }>()
  readonly #free: number[] = []
  readonly #lifetime: number

  /** @param capacity how many keys at most @param lifetime milliseconds for which a key may be used again */
  constructor(capacity: number, lifetime = 60_000) {
    this.#memory = sodium.sodium_malloc(capacity * KEY)
    this.#lifetime = lifetime
    for (let place = capacity - 1; place >= 0; place--) this.#free.push(place)
  }

  /** The key as a view of locked memory, valid until the next await; undefined when absent or past its time. */
  get(id: string, now = Date.now()): Buffer | undefined {
    const held = this.#places.get(id)
    if (!held) return undefined
    if (held.until <= now) {
      this.drop(id)
      return undefined
    }
    return this.#view(held.place)
  }

  /** Makes room for a key and lets `fill` write it straight into locked memory. */
  put(id: string, fill: (into: Buffer) => boolean, now = Date.now()): boolean {
    this.drop(id)
    const place = this.#free.pop() ?? this.#evict()
    const view = this.#view(place)
    if (!fill(view)) {
      sodium.sodium_memzero(view)
      this.#free.push(place)
      return false
    }
    this.#places.set(id, { place, until: now + this.#lifetime })
    return true
  }

  drop(id: string): void {
    const held = this.#places.get(id)
    if (!held) return
    this.#places.delete(id)
    sodium.sodium_memzero(this.#view(held.place))
    this.#free.push(held.place)
  }

  /** Wipes everything. */
  clear(): void {
    for (const id of [...this.#places.keys()]) this.drop(id)
  }

  #evict(): number {
    const [oldest] = this.#places.keys()
    this.drop(oldest!)
    return this.#free.pop()!
  }

  #view(place: number): Buffer {
    return this.#memory.subarray(place * KEY, (place + 1) * KEY)
  }
}
