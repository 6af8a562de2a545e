import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { CLEAN_ENVIRONMENT, identity, runAs } from './account.ts'
import { pidAnswers } from './alive.ts'
import { platformPackage, type Binaries } from './binaries.ts'

/** The account that bootstraps: superuser of the embedded server, used by nothing but the bootstrap. */
export const ADMIN = 'goodfaith_admin'

/** A server that runs and is ours. */
export interface Running {
  readonly pid: number
  readonly port: number
}

/** Why a server could not be started; `locked`: the lock file says another one runs. */
export type Refused = { readonly refused: 'locked' | 'port' | 'other'; readonly why: string }

interface PidFile {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

/** Reads `postmaster.pid`: line 1 the process, line 4 the port, line 8 the state. Never written by us. */
export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const lines = text.split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/**
 * The server that runs on this cluster, if it is ours: it answers on the port it noted, proves by SCRAM that it
 * knows our password, and names this very data directory.
 *
 * @returns the server; `starting` when it says that it is not ready (recovering, or stopping); undefined if none
 */
export async function findRunning(
  cluster: string,
  password: string,
): Promise<Running | 'starting' | undefined> {
  const file = await readPidFile(cluster)
  if (!file || !pidAnswers(file.pid) || !(file.port > 0)) return undefined
  const client = new pg.Client({
    host: '127.0.0.1',
    port: file.port,
    user: ADMIN,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ folder: string }>(
      `select current_setting('data_directory') as folder`,
    )
    return sameFolder(rows[0]?.folder, cluster) ? { pid: file.pid, port: file.port } : undefined
  } catch (error) {
    // cannot_connect_now
    return (error as { code?: string }).code === '57P03' ? 'starting' : undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}

function sameFolder(one: string | undefined, other: string): boolean {
  if (one === undefined) return false
  try {
    const [a, b] = [statSync(one), statSync(other)]
    return a.dev === b.dev && a.ino === b.ino
  } catch {
    return false
  }
}

/** A port of the loopback that is free now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/**
 * Starts a server and waits until it is ready, however long it has to recover. It is in a session of its own: an
 * interrupt from the terminal is for us, and we stop it when our work is done.
 */
export async function launch(
  binaries: Binaries,
  cluster: string,
  logFile: string,
  settings: Record<string, string>,
): Promise<Running | Refused> {
  const from = sizeOf(logFile)
  const output = openSync(logFile, 'a', 0o600)
  const child = spawn(join(binaries.folder, 'postgres'), ['-D', cluster, ...asArguments(settings)], {
    ...identity(binaries.account),
    env: CLEAN_ENVIRONMENT,
    cwd: process.platform === 'win32' ? undefined : '/',
    stdio: ['ignore', output, output],
    detached: true,
    windowsHide: true,
  })
  closeSync(output)
  let ended: string | undefined
  child.once('error', (error) => (ended = error.message))
  child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? code}`))
  child.unref()
  for (;;) {
    if (ended !== undefined) return refusal(readFileSync(logFile).subarray(from).toString('utf8'), ended)
    const file = await readPidFile(cluster)
    if (file?.ready && file.pid === child.pid) return { pid: file.pid, port: file.port }
    await sleep(10)
  }
}

function asArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function refusal(output: string, ended: string): Refused {
  const fatal = output.split('\n').filter((line) => /FATAL|PANIC|could not/.test(line))
  const why = fatal.at(-1)?.replace(/^.*(FATAL|PANIC|LOG): +/, '') ?? ended
  if (/lock file ".*" already exists|pre-existing shared memory block/.test(output))
    return { refused: 'locked', why }
  if (/Address already in use/.test(output)) return { refused: 'port', why }
  return { refused: 'other', why }
}

/**
 * Stops a server and waits for its end: at once for its clients, with everything written (PostgreSQL's fast
 * shutdown); if that does not come to its end, the hard way, from which it recovers at its next start.
 */
export async function shutDown(
  cluster: string,
  running: Running,
  password: string,
  logFile: string,
): Promise<void> {
  const patience = Date.now() + 30_000
  while (Date.now() < patience && (await findRunning(cluster, password)) === 'starting') await sleep(50)
  const file = await readPidFile(cluster)
  // another server has taken its place, or it has ended by itself
  if (!file || file.pid !== running.pid || !pidAnswers(file.pid)) return
  await signal(cluster, running.pid, 'fast')
  if (await ended(running.pid, 30_000, () => crashed(logFile))) return
  await signal(cluster, running.pid, 'immediate')
  await ended(running.pid, 10_000)
}

async function signal(cluster: string, pid: number, mode: 'fast' | 'immediate'): Promise<void> {
  if (process.platform === 'win32') {
    // no signals there; pg_ctl has its own way
    const { native } = await platformPackage()
    runAs(undefined, join(native, 'bin', 'pg_ctl'), ['stop', '-D', cluster, '-m', mode, '-W'])
    return
  }
  try {
    process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  } catch {
    // it has just ended
  }
}

/** Whether a process is gone within a time, or before it is `hopeless` (asked after a second, then each second). */
async function ended(pid: number, withinMs: number, hopeless?: () => boolean): Promise<boolean> {
  const began = Date.now()
  let asked = began
  while (pidAnswers(pid)) {
    const now = Date.now()
    if (now - began > withinMs) return false
    if (hopeless && now - asked >= 1_000) {
      if (hopeless()) return false
      asked = now
    }
    await sleep(10)
  }
  return true
}

/**
 * Whether the server has lost a session to a crash and has not recovered since. A fast shutdown that falls into
 * that time never ends: PostgreSQL 18.4 then waits for its checkpointer, which nobody tells to go.
 */
function crashed(logFile: string): boolean {
  const log = readFileSync(logFile, 'utf8')
  return (
    log.lastIndexOf('terminating any other active server processes') >
    log.lastIndexOf('ready to accept connections')
  )
}
