/** Goodfaith as anyone starts it: the command line, its environment and its API, nothing from inside. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { keep, stop } from './children.ts'
import type { Target } from './requests.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const STAFF = 'bench@example.org'
const START_MS = 120_000

export interface House {
  readonly target: Target
  readonly process: ChildProcess
  /** from the start of the process until it said it was ready */
  readonly readyMs: number
  stop(): Promise<void>
}

/** Starts the server on a data folder with its embedded PostgreSQL, and makes a token for its administrator. */
export async function startGoodfaith(dataFolder: string): Promise<House> {
  const port = await freePort()
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    GOODFAITH_DATA: dataFolder,
    GOODFAITH_ADMIN_EMAIL: STAFF,
    GOODFAITH_ADMIN_PASSWORD: randomBytes(24).toString('base64url'),
    LOG_LEVEL: 'warn',
    DATABASE_URL: '',
    DATABASE_OWNER_URL: '',
    KEYRING_URL: '',
    GOODFAITH_DEMO: '',
  }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'KEYRING_URL', 'GOODFAITH_DEMO'] as const) {
    delete (env as Record<string, string | undefined>)[name]
  }
  const began = performance.now()
  const child = keep(
    spawn(process.execPath, ['bin/goodfaith.js', 'start'], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  )
  await untilReady(port, child)
  const readyMs = performance.now() - began
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['bin/goodfaith.js', 'token', 'create', '--staff', STAFF, '--json'],
    { cwd: ROOT, env },
  )
  const { token } = JSON.parse(stdout) as { token: string }
  return { target: { kind: 'goodfaith', port, token }, process: child, readyMs, stop: () => stop(child) }
}

/** Brings the build up to date, so that no start is measured with it. */
export async function build(): Promise<void> {
  await promisify(execFile)(process.execPath, ['bin/build.js'], { cwd: ROOT })
}

/** One call of the API. Throws when the answer is none of the statuses that are expected. */
export async function call<T>(
  target: Target,
  method: string,
  path: string,
  expected: readonly number[],
  options: { body?: unknown; form?: FormData; purpose?: string } = {},
): Promise<{ status: number; body: T; ms: number }> {
  const began = performance.now()
  const response = await fetch(`http://127.0.0.1:${target.port}/api/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${target.token}`,
      Purpose: options.purpose ?? 'service.request',
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(options.form ? { body: options.form } : {}),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const text = await response.text()
  const ms = performance.now() - began
  const body = (text === '' ? null : JSON.parse(text)) as T & { code?: string }
  if (!expected.includes(response.status)) {
    throw new Error(
      `${method} ${path.replace(/[0-9a-f-]{36}/g, '{id}')} answers ${response.status} ${body?.code ?? ''}`,
    )
  }
  return { status: response.status, body, ms }
}

async function untilReady(port: number, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end;) {
    if (child.exitCode !== null)
      throw new Error(`the server ended with ${child.exitCode} before it was ready`)
    const ready = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (response) => response.arrayBuffer().then(() => response.ok),
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('the server was not ready in time')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
