import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopServer } from '../kit/left-over.ts'

const program = fileURLToPath(new URL('../../bin/goodfaith.js', import.meta.url))
const EMAIL = 'fire@example.org'
const PASSWORD = 'a password for the fire drill'

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** An installed Goodfaith with a data folder of its own, started by its program, that can be killed with all it runs. */
export class House {
  readonly folder: string
  readonly #env: NodeJS.ProcessEnv
  readonly #running = new Set<ChildProcess>()
  url = ''
  token = ''

  /** @param within where its folder is made */
  constructor(within = tmpdir()) {
    this.folder = realpathSync(mkdtempSync(join(within, 'goodfaith-fire-')))
    // the database's account has to pass through
    chmodSync(this.folder, 0o711)
    this.#env = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      GOODFAITH_DATA: join(this.folder, 'data'),
      PORT: '0',
      LOG_LEVEL: 'silent',
      GOODFAITH_ADMIN_EMAIL: EMAIL,
      GOODFAITH_ADMIN_PASSWORD: PASSWORD,
    }
  }

  /** The server's process, while it alone runs. */
  get pid(): number | undefined {
    return [...this.#running][0]?.pid
  }

  /** Starts the server and waits until it is ready; answers with what it said when it refused. */
  async start(): Promise<Ended | undefined> {
    const child = this.#spawn(['start'])
    const ended = this.#ended(child)
    let out = ''
    const ready = new Promise<undefined>((resolve) => {
      child.stdout!.on('data', (chunk: Buffer) => {
        out += chunk.toString()
        const at = /Goodfaith is at (\S+)/.exec(out)
        if (at) {
          this.url = at[1]!
          resolve(undefined)
        }
      })
    })
    return Promise.race([ready, ended])
  }

  /** Runs a command to its end. */
  run(...argv: string[]): Promise<Ended> {
    return this.#ended(this.#spawn(argv))
  }

  async signIn(): Promise<void> {
    const made = await this.run('token', 'create', '--staff', EMAIL)
    this.token = made.out.trim()
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    purpose = 'service.request',
    further: Readonly<Record<string, string>> = {},
  ): Promise<{ status: number; body: unknown }> {
    return this.#ask(path, {
      method,
      headers: { purpose, ...further, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** Uploads a file to be imported. */
  send(file: string, text: string, options: unknown): Promise<{ status: number; body: unknown }> {
    const body = new FormData()
    body.append('options', JSON.stringify(options))
    body.append('file', new Blob([text], { type: 'text/csv' }), file)
    return this.#ask('/imports', { method: 'POST', headers: { purpose: 'service.request' }, body })
  }

  /** Asks until it is so, for a minute. */
  async until(otherwise: string, isSo: () => Promise<boolean>): Promise<void> {
    for (const patience = Date.now() + 60_000; Date.now() < patience; await sleep(60))
      if (await isSo()) return
    throw new Error(otherwise)
  }

  async #ask(path: string, request: RequestInit): Promise<{ status: number; body: unknown }> {
    const headers = { ...request.headers, authorization: `Bearer ${this.token}` }
    const signal = AbortSignal.timeout(20_000)
    const answer = await fetch(`${this.url}/api/v1${path}`, { ...request, headers, signal })
    return { status: answer.status, body: await answer.json().catch(() => undefined) }
  }

  /** SIGKILL for everything at once: programs, the database's first process and all its others. */
  async kill(): Promise<void> {
    const database = this.#postmaster()
    const programs = [...this.#running].flatMap((child) => (child.pid === undefined ? [] : [child.pid]))
    // one that has just been started by a program is not noted in its file yet
    const first = [...programs, ...(database === undefined ? [] : [database])]
    const pids = [...new Set([...first.flatMap(descendantsOf), ...first])]
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // it has ended meanwhile
      }
    }
    while (this.#running.size > 0 || pids.some(runs)) await sleep(20)
  }

  /** Stops the server as an administrator would. */
  async stop(): Promise<void> {
    for (const child of this.#running) child.kill('SIGTERM')
    while (this.#running.size > 0) await sleep(20)
  }

  async clear(): Promise<void> {
    await this.kill()
    await stopServer(join(this.folder, 'data')).catch(() => undefined)
    rmSync(this.folder, { recursive: true, force: true })
  }

  #spawn(argv: string[]): ChildProcess {
    const child = spawn(process.execPath, [program, ...argv], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#running.add(child)
    return child
  }

  #ended(child: ChildProcess): Promise<Ended> {
    let out = ''
    let err = ''
    child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString()))
    return new Promise((resolve) => {
      child.once('exit', () => this.#running.delete(child))
      child.once('close', (code) => resolve({ code, out, err }))
    })
  }

  #postmaster(): number | undefined {
    const base = join(this.folder, 'data', 'postgres')
    for (const file of [
      join(base, 'cluster', 'postmaster.pid'),
      join(base, 'home', 'cluster', 'postmaster.pid'),
    ])
      if (existsSync(file)) return Number(readFileSync(file, 'utf8').split('\n')[0]) || undefined
    return undefined
  }
}

/** Processes whose parent this is, on systems with /proc; elsewhere the database's processes end with their first. */
function childrenOf(parent: number): number[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.parent === parent)
}

function descendantsOf(parent: number): number[] {
  const children = childrenOf(parent)
  return [...children.flatMap(descendantsOf), ...children]
}

function runs(pid: number): boolean {
  const stat = statOf(pid)
  if (stat) return stat.state !== 'Z'
  if (existsSync('/proc')) return false
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function statOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { state: state!, parent: Number(parent) }
  } catch {
    return undefined
  }
}
