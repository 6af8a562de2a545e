import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Problem } from '../core/errors.ts'
import { ROLES } from '../core/purposes.ts'
import type { Gate } from '../gate/gate.ts'
import type { Bearers } from './bearers.ts'
import { inputReader } from './input.ts'
import { checkOrigin } from './origin.ts'
import { traceOf } from './problem.ts'
import { BASE } from './routes.ts'

/** Loads the demo organisation; tells how far it is. */
export interface LoadDemo {
  (gate: Gate, progress: (done: number, total: number) => void): Promise<void>
  /** Nobody is held, or a load was interrupted and can go on. */
  possible(gate: Gate): Promise<boolean>
}

interface Progress {
  state: 'waiting' | 'loading' | 'done' | 'failed'
  done: number
  total: number
}

const Choice = Type.Object({
  organisation_name: Type.Optional(Type.String({ maxLength: 120 })),
  choice: Type.Union([Type.Literal('demo'), Type.Literal('empty')]),
})

/** The first minutes of a new installation: its name, and whether the demo organisation is loaded. */
export class Setup {
  readonly #gate: Gate
  readonly #demo: LoadDemo | undefined
  readonly #log: (trace: ReturnType<typeof traceOf>) => void
  readonly #progress: Progress = { state: 'waiting', done: 0, total: 0 }
  #loading: Promise<void> = Promise.resolve()

  constructor(gate: Gate, demo: LoadDemo | undefined, log: (trace: ReturnType<typeof traceOf>) => void) {
    this.#gate = gate
    this.#demo = demo
    this.#log = log
  }

  get progress(): Readonly<Progress> {
    return this.#progress
  }

  /** What the app's first page offers. */
  async state(): Promise<{ demo_possible: boolean; empty: boolean; first_administrator: boolean }> {
    const [held, members, registered] = await Promise.all([
      this.#gate.anyPeople(),
      this.#gate.staff.members(),
      this.#gate.registered(),
    ])
    const [only] = members
    return {
      demo_possible: this.#progress.state !== 'loading' && (await this.demoPossible()),
      empty: !held && registered.organisation === null,
      // one person with every role: the app says so until they give some away
      first_administrator: members.length === 1 && ROLES.every((role) => only!.roles.includes(role)),
    }
  }

  async demoPossible(): Promise<boolean> {
    return this.#demo !== undefined && (await this.#demo.possible(this.#gate))
  }

  /** Begins to load the demo; `settled` waits for its end. Throws `not_allowed` where people are held already. */
  async loadDemo(): Promise<void> {
    const demo = this.#demo
    if (!demo || this.#progress.state === 'loading' || !(await this.demoPossible()))
      throw new Problem('not_allowed')
    Object.assign(this.#progress, { state: 'loading', done: 0, total: 0 })
    this.#loading = demo(this.#gate, (done, total) => Object.assign(this.#progress, { done, total })).then(
      () => void (this.#progress.state = 'done'),
      (error: unknown) => {
        this.#progress.state = 'failed'
        this.#log(traceOf(error))
      },
    )
  }

  settled(): Promise<void> {
    return this.#loading
  }
}

/** `GET` and `POST /setup`, for administrators. */
export function addSetupRoutes(
  app: FastifyInstance,
  {
    gate,
    bearers,
    setup,
    publicOrigin,
  }: { gate: Gate; bearers: Bearers; setup: Setup; publicOrigin: string | null },
): void {
  const read = inputReader(Choice)
  app.get(`${BASE}/setup`, async (request) => {
    await bearers.of(request, ['staff'])
    return setup.progress
  })
  app.post(`${BASE}/setup`, async (request, reply) => {
    const found = await bearers.of(request, ['staff'])
    checkOrigin(request, found, publicOrigin)
    if (!found.bearer.roles.includes('administrator')) throw new Problem('not_allowed')
    const { organisation_name, choice } = read({}, {}, request.body) as {
      organisation_name?: string
      choice: 'demo' | 'empty'
    }
    const name = organisation_name?.trim()
    if (choice === 'empty' && !name) throw new Problem('input_invalid', { pointer: '/organisation_name' })
    if (choice === 'demo') await setup.loadDemo()
    if (name) await gate.nameOrganisation(found.bearer, name)
    return reply.code(choice === 'demo' ? 202 : 200).send(setup.progress)
  })
}
