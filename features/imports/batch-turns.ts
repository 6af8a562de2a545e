/**
 * The order of batches that overlap: while one is being written, the next is compared and sealed. Each is compared after
 * the one before it, and written after the one before it is in; when one fails, so do those behind it.
 */
export class BatchTurns {
  readonly #most: number
  readonly #open = new Set<Promise<void>>()
  #failed: { readonly error: unknown } | undefined
  #compared: Promise<void> = Promise.resolve()
  #written: Promise<void> = Promise.resolve()

  /** @param most batches under way at once */
  constructor(most: number) {
    this.#most = most
  }

  /** Begins a batch as soon as there is room. Throws what an earlier one threw. */
  async begin(work: (turn: BatchTurn) => Promise<void>): Promise<void> {
    while (this.#open.size >= this.#most) await Promise.race(this.#open).catch(() => undefined)
    if (this.#failed) throw this.#failed.error
    let compared!: () => void
    const before = { compared: this.#compared, written: this.#written }
    this.#compared = new Promise((resolve) => (compared = resolve))
    const turn = { toCompare: before.compared, compared, toWrite: before.written }
    const done = work(turn)
      .finally(compared)
      .finally(() => this.#open.delete(done))
    done.catch((error: unknown) => (this.#failed ??= { error }))
    this.#written = Promise.all([before.written, done]).then(() => undefined)
    this.#written.catch(() => undefined)
    this.#open.add(done)
  }

  /** Waits for all of them to end. Throws what one of them threw. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#open)
    if (this.#failed) throw this.#failed.error
  }
}

export interface BatchTurn {
  /** Until the batch before has been compared. */
  readonly toCompare: Promise<void>
  /** This one has been compared. */
  readonly compared: () => void
  /** Until the batch before is in; rejects when it is not. */
  readonly toWrite: Promise<void>
}
