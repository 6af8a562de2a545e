import { placeOf, problemOf, traceOf } from './problem.ts'

export interface LoopOptions {
  /** Milliseconds until the next look, when there was nothing to do. */
  readonly every: number
  readonly log: (trace: ReturnType<typeof traceOf> & { readonly at?: readonly string[] }) => void
}

/** Milliseconds: no failure makes a loop wait for longer than this, or than its own pace. */
const LONGEST = 60_000
const FIRST = 250

/**
 * Does a piece of work again and again, one at a time; `stop` waits for the one that is under way. Work that fails, in
 * whatever way, is logged by its catalogue code and tried again, later each time: a loop ends when it is stopped.
 */
export class Loop {
  readonly #work: () => Promise<boolean>
  readonly #options: LoopOptions
  #stopped = false
  #failures = 0
  #wake: () => void = () => undefined
  #running: Promise<void> = Promise.resolve()

  /** @param work true where there may be more to do at once */
  constructor(work: () => Promise<boolean>, options: LoopOptions) {
    this.#work = work
    this.#options = options
  }

  start(): this {
    this.#running = this.#run()
    return this
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const more = await this.#once()
      if (!more && !this.#stopped) await this.#pause(this.#wait())
    }
  }

  async #once(): Promise<boolean> {
    try {
      const more = await this.#work()
      this.#failures = 0
      return more
    } catch (error) {
      this.#failures += 1
      if (!this.#stopped) this.#complain(error)
      return false
    }
  }

  #complain(error: unknown): void {
    const trace = traceOf(error)
    const { code } = problemOf(error)
    // the code of the catalogue; that of the system, where there is one, is in the trace's cause
    const cause =
      trace.code === undefined || trace.code === code ? trace.cause : `${trace.name} ${trace.code}`
    try {
      this.#options.log({ ...trace, code, ...(cause === undefined ? {} : { cause }), at: placeOf(error) })
    } catch {
      // a log that cannot be written to keeps no work from going on
    }
  }

  /** The loop's own pace; after failures no sooner than twice as late as after the one before. */
  #wait(): number {
    const { every } = this.#options
    if (this.#failures === 0) return every
    return Math.max(every, Math.min(FIRST * 2 ** (this.#failures - 1), LONGEST))
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
