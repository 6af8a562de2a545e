import { traceOf } from './problem.ts'

export interface LoopOptions {
  /** Milliseconds until the next look, when there was nothing to do. */
  readonly every: number
  readonly log: (trace: ReturnType<typeof traceOf>) => void
}

/** Does a piece of work again and again, one at a time; `stop` waits for the one that is under way. */
export class Loop {
  readonly #work: () => Promise<boolean>
  readonly #options: LoopOptions
  #stopped = false
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
      const more = await this.#work().catch((error: unknown) => {
        if (!this.#stopped) this.#options.log(traceOf(error))
        return false
      })
      if (!more && !this.#stopped) await this.#pause()
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.every)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
