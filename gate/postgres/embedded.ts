import { chmod, chown, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '../../core/errors.ts'
import { runAs } from './account.ts'
import { pidAnswers } from './alive.ts'
import { unavailable, type Binaries } from './binaries.ts'
import { endLease, takeLease } from './leases.ts'
import { findPlace, letThrough, pathExists, settle, type Place } from './place.ts'
import { ADMIN, findRunning, freePort, launch, shutDown, type Running } from './postmaster.ts'
import { newSecrets, readSecrets, writeSecrets, type Secrets } from './secrets.ts'
import { serverSettings } from './settings.ts'
import { inTurn } from './turn.ts'

/** A PostgreSQL of Goodfaith's own, on this machine's loopback. */
export interface Embedded {
  readonly host: string
  readonly port: number
  /** the process that runs it */
  readonly pid: number
  /** true when it ran already: another process uses it, or left it behind */
  readonly adopted: boolean
  readonly secrets: Secrets
  /** PostgreSQL's data directory: below the data folder, or outside where the server's account could not enter */
  readonly clusterFolder: string
  /** what the server wrote about itself; holds no statement, no parameter and no error of a statement */
  readonly logFile: string
  /** a superuser's address for one of its databases: for the bootstrap alone */
  adminUrl(database: string): string
  /**
   * Starts the server anew, on the same port, when it has ended by itself: it does so when its disk is full, and is
   * wanted again once there is room. Says whether it did; throws what `startEmbedded` throws.
   */
  revive(): Promise<boolean>
  /** Leaves the server; the last of all processes to leave stops it and waits for its end. Safe to repeat. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** `GOODFAITH_DATA`; made when missing */
  readonly dataFolder: string
  readonly log: (line: string) => void
  /** another PostgreSQL 15 or later than the one that ships: the tests run both */
  readonly binaries?: Binaries
  /** settings over ours: the tests need no durability */
  readonly settings?: Record<string, string>
}

/** How long a left-over `postmaster.pid` may keep us from starting. */
const LEFT_OVER_MS = 15_000
/** How long one process waits for others that start or stop the same server; a recovery may take minutes. */
const TURN_MS = 300_000
const LOG_LIMIT = 4 * 2 ** 20

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one that runs there. On the first start the
 * cluster is made, with checksums, UTF-8 and text ordered by code point.
 *
 * @throws Problem `not_configured` with one line that says what keeps it from running
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const first = await findPlace(resolve(options.dataFolder))
  const turns = join(first.base, 'turns')
  const leases = join(first.base, 'leases')
  return inTurn(turns, TURN_MS, async () => {
    // asked again: the process before us may have moved it
    const place = await findPlace(resolve(options.dataFolder))
    const secrets = await secretsOf(place)
    const joined = (await pathExists(place.cluster)) && (await findRunning(place.cluster, secrets.admin))
    let server =
      joined && joined !== 'starting'
        ? { place, running: joined, adopted: true }
        : await start(place, secrets, options)
    const lease = await takeLease(leases)
    let left: Promise<void> | undefined
    const { port } = server.running
    const ours = () => server.running.port === port && pidAnswers(server.running.pid)
    return {
      host: '127.0.0.1',
      port,
      get pid() {
        return server.running.pid
      },
      adopted: server.adopted,
      secrets,
      clusterFolder: server.place.cluster,
      logFile: logFileOf(server.place),
      adminUrl: (database) =>
        `postgresql://${ADMIN}:${secrets.admin}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
      revive: async () => {
        if (left || ours()) return false
        return inTurn(turns, TURN_MS, async () => {
          if (left || ours()) return false
          server = await start(server.place, secrets, options, port)
          return true
        })
      },
      stop: () =>
        (left ??= inTurn(turns, TURN_MS, async () => {
          if ((await endLease(leases, lease)) === 0) {
            await shutDown(server.place.cluster, server.running, secrets.admin, logFileOf(server.place))
          }
        })),
    }
  })
}

interface Started {
  readonly place: Place
  readonly running: Running
  readonly adopted: boolean
}

/** @param port where it was reached until now, and has to be again */
async function start(
  from: Place,
  secrets: Secrets,
  options: EmbeddedOptions,
  port?: number,
): Promise<Started> {
  const { place, binaries } = options.binaries
    ? { place: from, binaries: options.binaries }
    : await settle(from, options.log)
  if (options.binaries) await letThrough(place.base, binaries.account)
  await clearHalfMade(place)
  if (!(await pathExists(place.cluster)))
    await makeCluster(place, binaries, secrets, options.settings?.['fsync'] !== 'off')
  await refuseOtherMajor(place, binaries)
  await rollLog(place)
  let deadline = Date.now() + LEFT_OVER_MS
  for (let ports = 0; ;) {
    const running = await untilReady(place, secrets, options.log)
    if (running === 'waited') deadline = Date.now() + LEFT_OVER_MS
    else if (running) return { place, running, adopted: true }
    const settings = { ...serverSettings(binaries.major, port ?? (await freePort())), ...options.settings }
    const result = await launch(binaries, place.cluster, logFileOf(place), settings)
    if (!('refused' in result)) return { place, running: result, adopted: false }
    if (result.refused === 'port' && port === undefined && ports++ < 5) continue
    if (result.refused !== 'locked') throw unavailable(result.why)
    if (Date.now() > deadline) throw leftOver(place)
    await sleep(300)
  }
}

/** The server that runs, once it answers; `waited` when one that had to be waited for has ended. */
async function untilReady(
  place: Place,
  secrets: Secrets,
  log: (line: string) => void,
): Promise<Running | 'waited' | undefined> {
  const deadline = Date.now() + TURN_MS
  let waited = false
  for (;;) {
    const running = await findRunning(place.cluster, secrets.admin)
    if (running !== 'starting') return running ?? (waited ? 'waited' : undefined)
    if (!waited) log('the database is recovering, or is being stopped: waiting for it')
    waited = true
    if (Date.now() > deadline)
      throw unavailable(`it has been recovering for too long; see ${logFileOf(place)}`)
    await sleep(200)
  }
}

function leftOver(place: Place): Problem {
  return new Problem('not_configured', {
    detail: `${join(place.cluster, 'postmaster.pid')} names a process that runs and is not our server; end that process, or restart the machine`,
  })
}

function logFileOf(place: Place): string {
  return join(place.base, 'server.log')
}

async function secretsOf(place: Place): Promise<Secrets> {
  const file = join(place.base, 'secrets.json')
  const kept = await readSecrets(file)
  if (kept) return kept
  if (await pathExists(place.cluster)) {
    throw new Problem('not_configured', {
      detail: `${file} is missing, and without it nobody can sign in to the database in ${place.cluster}`,
    })
  }
  const made = newSecrets()
  await writeSecrets(file, made)
  return made
}

/** Makes the cluster beside its place and moves it there whole: a crash leaves nothing that looks finished. */
async function makeCluster(
  place: Place,
  binaries: Binaries,
  secrets: Secrets,
  durable: boolean,
): Promise<void> {
  const making = join(place.home, `making-${process.pid}-${Date.now()}`)
  const password = join(making, 'password')
  await mkdir(making, { mode: 0o700 })
  await writeFile(password, `${secrets.admin}\n`, { mode: 0o600 })
  if (binaries.account) {
    for (const path of [making, password]) await chown(path, binaries.account.uid, binaries.account.gid)
  }
  const cluster = join(making, 'cluster')
  const result = runAs(binaries.account, join(binaries.folder, 'initdb'), [
    ...['-D', cluster, '-U', ADMIN, `--pwfile=${password}`, '--auth=scram-sha-256', '--encoding=UTF8'],
    ...(binaries.major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8', '--lc-messages=C']),
    '--data-checksums',
    ...(durable ? [] : ['--no-sync']),
  ])
  if (result.status !== 0) {
    await rm(making, { recursive: true, force: true })
    const lines = result.output.split('\n')
    throw unavailable(
      lines.find((line) => /error|denied|could not/i.test(line)) ?? `initdb ended with ${result.status}`,
    )
  }
  await writeFile(join(cluster, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n')
  await rename(cluster, place.cluster)
  await syncFolder(place.home)
  await rm(making, { recursive: true, force: true })
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** What a process that was killed while making the cluster left behind. Nobody else makes one in our turn. */
async function clearHalfMade(place: Place): Promise<void> {
  for (const name of await readdir(place.home)) {
    if (!name.startsWith('making-')) continue
    // an initdb whose parent was killed may go on writing for a moment, until it misses its folder
    await rm(join(place.home, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
}

async function refuseOtherMajor(place: Place, binaries: Binaries): Promise<void> {
  const major = Number((await readFile(join(place.cluster, 'PG_VERSION'), 'utf8')).trim())
  if (major === binaries.major) return
  throw new Problem('not_configured', {
    detail: `the database in ${place.cluster} was made by PostgreSQL ${major}, this Goodfaith brings ${binaries.major}: back it up with the Goodfaith that made it and restore it here`,
  })
}

/** Keeps one older log: a server that is up for years must not fill the disk with its own words. */
async function rollLog(place: Place): Promise<void> {
  const file = logFileOf(place)
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size > LOG_LIMIT) await rename(file, `${file}.1`)
  else if (size > 0) await chmod(file, 0o600)
}
