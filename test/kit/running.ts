import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { chmod, readdir, readlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { leaveNothing } from './left-over.ts'

/** The real server, started as anybody starts it: a process of its own with a data folder of its own. */
export interface RunningServer {
  /** Where it is reached, without a slash at the end. */
  readonly url: string
  /** The one-time link of the first administrator, once it is printed. Throws where none comes. */
  firstLink(): Promise<string>
  readonly dataFolder: string
  /** Everything that it printed, line by line, on both streams. */
  readonly lines: readonly string[]
  /**
   * Asks it to end and waits until it has.
   * @throws {Error} where it does not end in time or not with 0, or leaves a process behind
   */
  stop(): Promise<void>
}

const command = fileURLToPath(new URL('../../bin/goodfaith.js', import.meta.url))
/** The first start of a run unpacks and initialises PostgreSQL, and may have to build. */
const READY_MS = 150_000
const LINK_MS = 20_000
const END_MS = 40_000

/** What the shell it is started from is set up for is none of its business. */
const OWN = /^(GOODFAITH_|DATABASE_|KEYRING_|SMTP_URL$|PUBLIC_URL$|PORT$|HOST$|LOG_LEVEL$|NODE_ENV$|VITEST)/

/**
 * Starts `goodfaith start` on a free port with a fresh data folder and waits until /healthz answers 200.
 * @throws {Error} with what it printed, where it ends or does not become ready
 */
export async function startServer(env: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'goodfaith-journey-'))
  // the account of the database's processes has to pass through
  await chmod(folder, 0o711)
  const dataFolder = join(folder, 'data')
  const inherited = Object.entries(process.env).filter(([name]) => !OWN.test(name))
  const child = spawn(process.execPath, [command, 'start'], {
    env: { ...Object.fromEntries(inherited), GOODFAITH_DATA: dataFolder, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line))
  try {
    const url = await ready(child, lines)
    let stopped: Promise<void> | undefined
    const stop = () => (stopped ??= end(child, lines, folder))
    return { url, firstLink: () => findLink(lines), dataFolder, lines, stop }
  } catch (error) {
    await end(child, lines, folder).catch(() => undefined)
    throw error
  }
}

async function ready(child: ChildProcess, lines: readonly string[]): Promise<string> {
  const patience = Date.now() + READY_MS
  while (Date.now() < patience) {
    if (child.exitCode !== null || child.signalCode !== null) break
    const url = lines.map((line) => /^Goodfaith is at (\S+)$/.exec(line)?.[1]).find(Boolean)
    const answer = url && (await fetch(`${url}/healthz`).catch(() => undefined))
    if (url && answer && answer.ok) return url
    await sleep(100)
  }
  throw new Error(`the server did not become ready:\n${lines.join('\n')}`)
}

async function findLink(lines: readonly string[]): Promise<string> {
  const patience = Date.now() + LINK_MS
  do {
    const link = lines.map((line) => /https?:\S+\/welcome\S*$/.exec(line)?.[0]).find(Boolean)
    if (link) return link
    await sleep(50)
  } while (Date.now() < patience)
  throw new Error(`the server printed no link for the first administrator:\n${lines.join('\n')}`)
}

/** Ends it the way a service manager does, and looks for what it left. The folder goes in any case. */
async function end(child: ChildProcess, lines: readonly string[], folder: string): Promise<void> {
  try {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const late = sleep(END_MS, 'late' as const, { ref: false })
      if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL')
      await ended
    }
    const left = await processesIn(folder)
    if (child.exitCode !== 0 || left.length > 0)
      throw new Error(
        `the server ended with ${child.exitCode ?? child.signalCode} and left ${left.join(', ') || 'no process'}:\n${lines.join('\n')}`,
      )
  } finally {
    await leaveNothing(folder)
  }
}

/** Processes that were started for a file of this folder, or stand in it. */
async function processesIn(folder: string): Promise<string[]> {
  if (!existsSync('/proc/self'))
    return spawnSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((line) => line.includes(folder))
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const places = await Promise.all(
    pids.map(async (pid) => [pid, await readlink(`/proc/${pid}/cwd`).catch(() => '')] as const),
  )
  return places.flatMap(([pid, place]) => (place.startsWith(folder) ? [`${pid} in ${place}`] : []))
}
