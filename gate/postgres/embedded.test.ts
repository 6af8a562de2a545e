import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, inject, test, vi } from 'vitest'
import { FAST, withClient } from '../../test/kit/postgres.ts'
import { candidates, isRoot } from './account.ts'
import { pidAnswers } from './alive.ts'
import { startEmbedded, type Embedded } from './embedded.ts'
import { freePort, launch } from './postmaster.ts'
import { tryBinary, platformPackage } from './binaries.ts'
import { serverSettings } from './settings.ts'

// each makes clusters of its own, and a busy machine takes its time
vi.setConfig({ testTimeout: 90_000 })

let number = 0
/** A new data folder; the end of the run stops whatever a failed test left running in it. */
const newFolder = () => join(inject('runFolder'), `launcher-${process.pid}-${(number += 1)}`)
const start = (dataFolder: string) => startEmbedded({ dataFolder, log: () => undefined, settings: FAST })
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)
const ask = async <T>(server: Embedded, sql: string): Promise<T[]> =>
  withClient(server.adminUrl('postgres'), async (client) => (await client.query(sql)).rows as T[])

interface Held {
  readonly child: ChildProcess
  readonly said: { pid: number; port: number; adopted: boolean; problem?: string }
}
const children = new Set<ChildProcess>()
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})

/** Another process that starts or joins the server of a folder. */
function spawnHolder(dataFolder: string): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/kit/hold-server.ts', dataFolder, JSON.stringify(FAST)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  children.add(child)
  return child
}

async function hold(dataFolder: string): Promise<Held> {
  const child = spawnHolder(dataFolder)
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  return { child, said: JSON.parse(line) as Held['said'] }
}

async function letGo({ child }: Held): Promise<void> {
  const ended = once(child, 'exit')
  child.stdin!.end()
  expect(await ended).toEqual([0, null])
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

test('the first start makes a cluster that is closed to others and keeps its order everywhere', async () => {
  const folder = newFolder()
  const began = Date.now()
  const server = await startEmbedded({ dataFolder: folder, log: () => undefined })
  // 1 s on an idle machine
  expect(Date.now() - began).toBeLessThan(30_000)
  expect(server).toMatchObject({ adopted: false, host: '127.0.0.1' })
  const [row] = await ask<Record<string, string | boolean>>(
    server,
    `select version() as version, 'Z' < 'a' and 'z' < 'ä' as ordered, lower('ÉÄ') as folded,
      (select count(*) from pg_hba_file_rules)::int as rules,
      (select bool_and(auth_method = 'scram-sha-256') from pg_hba_file_rules) as scram,
      (select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in
        ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'wal_recycle', 'autovacuum',
         'listen_addresses', 'unix_socket_directories', 'server_encoding', 'TimeZone')) as settings`,
  )
  expect(row).toMatchObject({ ordered: true, folded: 'éä', rules: 1, scram: true })
  expect(row!['version']).toContain('PostgreSQL 18')
  expect(row!['settings']).toBe(
    'TimeZone=UTC autovacuum=on data_checksums=on fsync=on full_page_writes=on listen_addresses=127.0.0.1 ' +
      'server_encoding=UTF8 synchronous_commit=on unix_socket_directories= wal_recycle=off',
  )
  expect(await modeOf(join(folder, 'postgres', 'secrets.json'))).toBe('600')
  expect(await modeOf(server.logFile)).toBe('600')
  expect(await modeOf(server.clusterFolder)).toBe('700')
  const wrong = new URL(server.adminUrl('postgres'))
  wrong.password = 'guessed'
  await expect(withClient(wrong.href, (client) => client.query('select 1'))).rejects.toMatchObject({
    code: '28P01',
  })
  await server.stop()
  expect(pidAnswers(server.pid)).toBe(false)
})

test('a later start is quick, keeps what was written and the passwords', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await ask(first, 'create table kept as select 42 as answer')
  await first.stop()
  await first.stop()
  const began = Date.now()
  const second = await start(folder)
  // 0.1 s on an idle machine
  expect(Date.now() - began).toBeLessThan(15_000)
  expect(second.adopted).toBe(false)
  expect(second.secrets).toEqual(first.secrets)
  expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }])
  await second.stop()
})

test('who joins does not stop it, and whoever leaves last does', async () => {
  const folder = newFolder()
  const owner = await hold(folder)
  expect(owner.said.adopted).toBe(false)
  const joined = await start(folder)
  expect(joined).toMatchObject({ adopted: true, pid: owner.said.pid, port: owner.said.port })
  await joined.stop()
  expect(pidAnswers(owner.said.pid)).toBe(true)

  const again = await start(folder)
  await letGo(owner)
  expect(await ask(again, 'select 1 as here')).toEqual([{ here: 1 }])
  await again.stop()
  expect(pidAnswers(owner.said.pid)).toBe(false)
})

test('a server whose owner was killed is adopted, and stopped in the end', async () => {
  const folder = newFolder()
  const owner = await hold(folder)
  await killed(owner.child)
  expect(pidAnswers(owner.said.pid)).toBe(true)
  const heir = await start(folder)
  expect(heir).toMatchObject({ adopted: true, pid: owner.said.pid })
  await heir.stop()
  expect(pidAnswers(owner.said.pid)).toBe(false)
})

test('after the server itself was killed the next start recovers what was committed', async () => {
  const folder = newFolder()
  const first = await startEmbedded({ dataFolder: folder, log: () => undefined })
  await ask(first, 'create table kept as select 42 as answer')
  process.kill(first.pid, 'SIGKILL')
  while (pidAnswers(first.pid)) await sleep(10)
  expect(existsSync(join(first.clusterFolder, 'postmaster.pid'))).toBe(true)
  const second = await start(folder)
  expect(second.adopted).toBe(false)
  expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }])
  // it is not theirs any more
  await first.stop()
  expect(pidAnswers(second.pid)).toBe(true)
  await second.stop()
})

test('several that start at once on an empty folder share one server', async () => {
  const folder = newFolder()
  const held = await Promise.all([hold(folder), hold(folder), hold(folder)])
  const own = await start(folder)
  expect(new Set([...held.map(({ said }) => said.pid), own.pid]).size).toBe(1)
  expect(held.filter(({ said }) => !said.adopted)).toHaveLength(1)
  await own.stop()
  await Promise.all(held.map(letGo))
  expect(pidAnswers(own.pid)).toBe(false)
  const entries = await readdir(join(folder, 'postgres'))
  expect(entries.filter((name) => name.startsWith('making-'))).toEqual([])
})

test('a start that was killed while it made the cluster leaves nothing that looks finished', async () => {
  const folder = await killedWhileMaking()
  const base = join(folder, 'postgres')
  const server = await start(folder)
  expect(await ask(server, 'select 1 as here')).toEqual([{ here: 1 }])
  expect(await isMaking(base)).toBe(false)
  await server.stop()
})

const isMaking = async (base: string) =>
  (await readdir(base).catch(() => [])).some((name) => name.startsWith('making-'))

/** A data folder whose first start was killed while it made its cluster; one that was quicker than the kill is no example. */
async function killedWhileMaking(): Promise<string> {
  for (const later of [150, 50, 0]) {
    const folder = newFolder()
    const child = spawnHolder(folder)
    const base = join(folder, 'postgres')
    while (!(await isMaking(base))) await sleep(5)
    await sleep(later)
    await killed(child)
    if (await isMaking(base)) {
      expect(existsSync(join(base, 'cluster'))).toBe(false)
      return folder
    }
    await (await start(folder)).stop()
  }
  throw new Error('each of them had made its cluster before it could be killed')
}

test('a left-over postmaster.pid with the number of another process: waits, and never deletes it', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await first.stop()
  const file = join(first.clusterFolder, 'postmaster.pid')
  const { uid, gid } = await stat(first.clusterFolder)
  const stranger = spawn('sleep', ['60'], { ...(isRoot() ? { uid, gid } : {}), stdio: 'ignore' })
  children.add(stranger)
  const left = `${stranger.pid}\n${first.clusterFolder}\n1\n${await freePort()}\n\n127.0.0.1\n\nready   \n`
  await writeFile(file, left, { mode: 0o644 })

  const began = Date.now()
  await expect(start(folder)).rejects.toMatchObject({
    code: 'not_configured',
    detail: expect.stringContaining('postmaster.pid names a process that runs') as string,
  })
  expect(Date.now() - began).toBeGreaterThanOrEqual(15_000)
  expect(await readFile(file, 'utf8')).toBe(left)

  const waiting = start(folder)
  await sleep(1_000)
  stranger.kill('SIGKILL')
  const server = await waiting
  expect(server.adopted).toBe(false)
  await server.stop()
})

test('another server than ours on the noted port is not adopted', async () => {
  const other = await start(newFolder())
  const folder = newFolder()
  const own = await start(folder)
  await own.stop()
  const pidFile = await readFile(join(other.clusterFolder, 'postmaster.pid'), 'utf8')
  await writeFile(join(own.clusterFolder, 'postmaster.pid'), pidFile, { mode: 0o644 })
  const waiting = start(folder)
  await sleep(1_000)
  expect(pidAnswers(other.pid)).toBe(true)
  await other.stop()
  const again = await waiting
  expect(again).toMatchObject({ adopted: false })
  expect(again.pid).not.toBe(other.pid)
  await again.stop()
})

test('the log holds no statement, no parameter and no value of an error', async () => {
  const server = await start(newFolder())
  const needle = 'Zufallsname-7c1f'
  await withClient(server.adminUrl('postgres'), async (client) => {
    await client.query('create table t (a int primary key, b text check (length(b) < 5))')
    for (const [sql, values] of [
      [`select '${needle}'::date`, []],
      ['select $1::int', [needle]],
      [`select no_such_column, '${needle}'`, []],
      ['insert into t values (1, $1)', [needle]],
      [`do $$ begin raise warning '${needle}'; raise exception '${needle}'; end $$`, []],
      [`comment on table no_such is '${needle}'`, []],
    ] as [string, unknown[]][]) {
      await client.query(sql, values).catch(() => undefined)
    }
  })
  // a session that is killed in the middle: PostgreSQL would name the statement that ran
  await withClient(server.adminUrl('postgres'), async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const running = client.query(`select '${needle}', pg_sleep(60)`).catch(() => undefined)
    await isRunning(server, rows[0]!.pid)
    process.kill(rows[0]!.pid, 'SIGKILL')
    await running
  }).catch(() => undefined)
  await server.stop()
  const log = await readFile(server.logFile, 'utf8')
  expect(log).toContain('was terminated by signal 9')
  expect(log).not.toContain(needle)
})

/** Until a session is at its statement. */
async function isRunning(server: Embedded, pid: number): Promise<void> {
  const sql = `select from pg_stat_activity where pid = ${pid} and state = 'active' and wait_event = 'PgSleep'`
  while ((await ask(server, sql)).length === 0) await sleep(20)
}

test('a stop while the server recovers from the death of a session comes to its end', async () => {
  const server = await startEmbedded({ dataFolder: newFolder(), log: () => undefined })
  await withClient(server.adminUrl('postgres'), async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    await client.query(
      'create table filling as select n, repeat(n::text, 50) from generate_series(1, 200000) n',
    )
    const running = client.query('select pg_sleep(60)').catch(() => undefined)
    process.kill(rows[0]!.pid, 'SIGKILL')
    await running
  }).catch(() => undefined)
  // until it has begun to recover
  while (!(await readFile(server.logFile, 'utf8')).includes('was interrupted')) await sleep(5)
  await server.stop()
  expect(pidAnswers(server.pid)).toBe(false)
  const log = await readFile(server.logFile, 'utf8')
  expect(log).toContain('received fast shutdown request')
  expect(log).not.toContain('immediate shutdown')
})

test('a port that was taken meanwhile is told from other failures', async () => {
  const running = await start(newFolder())
  const stopped = await start(newFolder())
  await stopped.stop()
  const folder = join((await platformPackage()).native, 'bin')
  const account = isRoot() ? candidates()[0] : undefined
  expect(tryBinary(folder, account)).toEqual({ major: 18 })
  const binaries = { folder, major: 18, account }
  const settings = serverSettings(18, running.port)
  const log = join(inject('runFolder'), 'port.log')
  expect(await launch(binaries, stopped.clusterFolder, log, settings)).toMatchObject({ refused: 'port' })
  expect(await launch(binaries, stopped.clusterFolder, log, { ...settings, fsync: 'perhaps' })).toMatchObject(
    {
      refused: 'other',
      why: expect.stringContaining('fsync') as string,
    },
  )
  await rm(log)
  await running.stop()
})

test('without its passwords, or with those of another, the cluster is not touched', async () => {
  const folder = newFolder()
  const server = await start(folder)
  await server.stop()
  const secrets = join(folder, 'postgres', 'secrets.json')
  const kept = await readFile(secrets, 'utf8')
  await rm(secrets)
  await expect(start(folder)).rejects.toMatchObject({
    detail: expect.stringContaining('is missing') as string,
  })
  await writeFile(secrets, '{"admin":')
  await expect(start(folder)).rejects.toMatchObject({
    detail: expect.stringContaining('cannot be read') as string,
  })
  await writeFile(secrets, kept)
  await (await start(folder)).stop()
})

test('a cluster of another PostgreSQL is refused by name', async () => {
  const folder = newFolder()
  const server = await start(folder)
  await server.stop()
  await writeFile(join(server.clusterFolder, 'PG_VERSION'), '17\n')
  await expect(start(folder)).rejects.toMatchObject({
    detail: expect.stringMatching(/was made by PostgreSQL 17, this Goodfaith brings 18/) as string,
  })
  await writeFile(join(server.clusterFolder, 'PG_VERSION'), '18\n')
})
