/** How much is done together, and how often at once. */
export interface Limits {
  readonly most: number
  readonly atOnce: number
}

/**
 * What is asked for at the same time under one key is done together: while a batch is under way, the next one gathers.
 * The work settles each of its items itself and never rejects. A key that nobody waits under is forgotten.
 */
export class Batches<T> {
  readonly #work: (items: T[]) => Promise<void>
  readonly #limits: Limits
  readonly #queues = new Map<string, { readonly waiting: T[]; running: number }>()

  constructor(limits: Limits, work: (items: T[]) => Promise<void>) {
    this.#limits = limits
    this.#work = work
  }

  add(key: string, item: T): void {
    let queue = this.#queues.get(key)
    if (!queue) this.#queues.set(key, (queue = { waiting: [], running: 0 }))
    queue.waiting.push(item)
    void this.#next(key)
  }

  async #next(key: string): Promise<void> {
    const queue = this.#queues.get(key)
    if (!queue || queue.running >= this.#limits.atOnce) return
    if (queue.waiting.length === 0) {
      if (queue.running === 0) this.#queues.delete(key)
      return
    }
    queue.running++
    try {
      await this.#work(queue.waiting.splice(0, this.#limits.most))
    } finally {
      queue.running--
      void this.#next(key)
    }
  }
}
