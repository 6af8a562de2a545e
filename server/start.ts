import { readFileSync } from 'node:fs'
import { addFirst, nameFrom } from '../features/staff/sign-in.ts'
import type { Gate } from '../gate/gate.ts'
import { Problem } from '../core/errors.ts'
import { forgetAddress, localUrl, noteAddress } from './address.ts'
import { compose } from './compose.ts'
import { sayFatal } from './fatal.ts'
import { createHttp, type Http } from './http.ts'
import { beginWork, keepRunning, keepUp } from './work.ts'
import { problemOf } from './problem.ts'
import { readSettings, type Settings } from './settings.ts'
import { demoAdministrator, demoOf } from './demo.ts'
import type { LoadDemo } from './setup.ts'

export interface Running {
  /** Where it is reached, without a slash at the end. */
  readonly url: string
  readonly gate: Gate
  /** Finishes what is in flight, then closes everything. Safe to repeat. */
  stop(): Promise<void>
}

export interface StartOptions {
  /** Lines for whoever starts it: the address, the first link. */
  readonly say?: (line: string) => void
  /** Handed a way to leave the databases at once, as soon as there is something to leave. */
  readonly guard?: (abandon: () => Promise<void>) => void
  readonly demo?: LoadDemo
}

/**
 * Starts everything: databases, gate, HTTP.
 * @throws Problem with one line that says what keeps it from running
 */
export async function start(settings: Settings, options: StartOptions = {}): Promise<Running> {
  const { say = () => undefined, demo = demoOf() } = options
  const composed = await compose(settings, say)
  const { gate } = composed
  options.guard?.(composed.abandon)
  try {
    if (settings.administrator) await addAdministrator(gate, settings.administrator)
    const loading = settings.demo && (await demo.possible(gate))
    if (loading) await demoAdministrator(gate)
    const { publicUrl, logLevel } = settings
    const http = await createHttp({ gate, publicUrl, logLevel, version: versionOf(), demo })
    const url = await listen(http, settings)
    await noteAddress(settings, url)
    say(`Goodfaith is at ${url}`)
    await firstLink(gate, url, say)
    http.ready()
    if (loading) await http.setup.loadDemo()
    const failed = (trace: object) => http.app.log.error({ trace }, 'work that goes on failed')
    const work = [
      ...beginWork(gate, settings, url, failed),
      keepUp(composed, failed),
      keepRunning(composed, failed),
    ]
    let stopped: Promise<void> | undefined
    const stop = async () => {
      await http.app.close()
      await forgetAddress(settings, url)
      await Promise.all(work.map((loop) => loop.stop()))
      await http.setup.settled()
      await composed.stop()
    }
    return { url, gate, stop: () => (stopped ??= stop()) }
  } catch (error) {
    await composed.stop()
    throw error
  }
}

/**
 * `goodfaith start`: runs until SIGTERM or SIGINT, and answers the exit code: 0 after a stop that was asked for, 2 when
 * it could not start.
 */
export async function serve(
  env: Readonly<Record<string, string | undefined>>,
  out: { readonly print: (line: string) => void; readonly complain: (line: string) => void },
  demo?: LoadDemo,
): Promise<number> {
  // asked for already while starting: no half-started server is left behind
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  let running: Running
  try {
    const guard = (abandon: () => Promise<void>) => sayFatal(out.complain, abandon)
    running = await start(readSettings(env), { say: out.print, demo, guard })
  } catch (error) {
    out.complain(lineOf(error))
    return 2
  }
  await asked
  await running.stop()
  return 0
}

/** One line for whoever started it: what it is and what to do. */
export function lineOf(error: unknown): string {
  const problem = problemOf(error)
  return problem.detail ? `${problem.message}: ${problem.detail}` : `${problem.message}. ${problem.fix}`
}

async function listen({ app, listening }: Http, { host, port, publicUrl }: Settings): Promise<string> {
  await app.listen({ host, port }).catch((error: unknown) => {
    throw portProblem(error, host, port)
  })
  const address = app.server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  const url = publicUrl ?? localUrl(host, bound)
  listening(url)
  return url
}

async function addAdministrator(
  gate: Gate,
  { email, password }: { email: string; password: string },
): Promise<void> {
  if (await gate.staff.any()) return
  await addFirst(gate, { name: nameFrom(email), email, password })
}

/** A new link at each start until somebody can sign in; only its hash is kept. */
async function firstLink(gate: Gate, url: string, say: (line: string) => void): Promise<void> {
  const members = await gate.staff.members()
  if (members.some(({ has_password }) => has_password)) return
  const administrator = members.find(({ roles }) => roles.includes('administrator'))
  const token = administrator
    ? await gate.sessions.makeLink('staff', administrator.id)
    : await gate.sessions.makeLink('first', null)
  say(`The first administrator signs in here, once: ${url}/welcome#${token}`)
}

function versionOf(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/** What keeps us from listening, in a line. */
function portProblem(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new Problem('not_configured', {
      detail: `port ${port} of ${host} is in use: set PORT to another one`,
    })
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Problem('not_configured', { detail: `HOST and PORT cannot be used here (${String(code)})` })
  return error
}
