import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders: string[] = []
const children: ChildProcess[] = []
const PATIENCE = 180_000

afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

interface Told {
  readonly child: ChildProcess
  readonly output: () => string
  readonly ended: Promise<number | null>
}

/** The command as a shell starts it. */
function goodfaith(args: string[], env: Record<string, string>): Told {
  const child = spawn(process.execPath, [join(root, 'bin', 'goodfaith.js'), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return told(child)
}

function told(child: ChildProcess): Told {
  children.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream!.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, output: () => said, ended }
}

async function until(told: Told, pattern: RegExp): Promise<string> {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const found = pattern.exec(told.output())?.[1]
    if (found) return found
    if (told.child.exitCode !== null || Date.now() > deadline)
      throw new Error(`it did not start: ${told.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test(
  'it starts on an empty folder, lets the first administrator in, and a SIGTERM ends all of it',
  { timeout: PATIENCE },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goodfaith-start-'))
    folders.push(folder)
    const env = { PORT: '0', GOODFAITH_DATA: join(folder, 'data'), LOG_LEVEL: 'trace' }
    const server = goodfaith(['start'], env)
    const url = await until(server, /Goodfaith is at (http:\S+)/)
    const token = await until(server, /\/welcome#(\S+)/)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    const first = { token, name: 'Ada Example', email: 'ada@example.org', password: 'correct horse battery' }
    const link = await send('/session/link', first)
    expect(link.status).toBe(201)
    expect((await send('/session/link', first)).status).toBe(401)
    const { csrf } = (await link.json()) as { csrf: string }
    const cookie = link.headers.getSetCookie()[0]!.split(';')[0]!
    const named = await send(
      '/setup',
      { organisation_name: 'Harbour Bank', choice: 'empty' },
      { cookie, 'x-csrf-token': csrf },
    )
    expect(named.status).toBe(200)

    // beside the running server, on the same database
    const made = goodfaith(['token', 'create', '--staff', 'ada@example.org', '--json'], env)
    expect(await made.ended).toBe(0)
    const bearer = (JSON.parse(made.output().slice(made.output().indexOf('{'))) as { token: string }).token
    const person = {
      fields: { given_name: 'Amara', family_name: 'Okafor' },
      source: { kind: 'person', detail: 'at the counter' },
      grants: [{ purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }],
    }
    const headers = { authorization: `Bearer ${bearer}`, purpose: 'service.request' }
    expect((await send('/people', person, headers)).status).toBe(201)

    const postgres = Number(readFileSync(await clusterPid(env.GOODFAITH_DATA), 'utf8').split('\n')[0])
    expect(isAlive(postgres)).toBe(true)
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(isAlive(postgres)).toBe(false)
    expect(server.output()).not.toMatch(/Amara|Okafor|correct horse|gft_/)
  },
)

test.skipIf(process.platform === 'win32')(
  'a SIGTERM to npm ends the server as well: no shell stands between them',
  { timeout: PATIENCE },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goodfaith-start-'))
    folders.push(folder)
    const env = { ...process.env, PORT: '0', GOODFAITH_DATA: join(folder, 'data') }
    const npm = told(spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] }))
    await until(npm, /Goodfaith is at (http:\S+)/)
    const postgres = Number(readFileSync(await clusterPid(env.GOODFAITH_DATA), 'utf8').split('\n')[0])
    npm.child.kill('SIGTERM')
    expect(await npm.ended).toBe(0)
    expect(isAlive(postgres)).toBe(false)
  },
)

test(
  'what nobody caught ends it with 1 and one line without a value, and the embedded server has ended before',
  { timeout: PATIENCE },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goodfaith-start-'))
    folders.push(folder)
    const fault = 'process.on("SIGUSR2",()=>{throw new TypeError("of Okafor")})'
    const server = goodfaith(['start'], {
      PORT: '0',
      GOODFAITH_DATA: join(folder, 'data'),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}`,
    })
    await until(server, /\/welcome#(\S+)/)
    const postgres = Number(readFileSync(await clusterPid(join(folder, 'data')), 'utf8').split('\n')[0])
    expect(isAlive(postgres)).toBe(true)
    server.child.kill('SIGUSR2')
    expect(await server.ended).toBe(1)
    expect(isAlive(postgres)).toBe(false)
    expect(server.output()).toMatch(/"name":"TypeError".*"msg":"not caught"/)
    expect(server.output()).not.toContain('Okafor')
  },
)

test('a wrong value ends the start with one line and 2', { timeout: PATIENCE }, async () => {
  const told = goodfaith(['start'], { PORT: 'none', GOODFAITH_DATA: '/nowhere' })
  expect(await told.ended).toBe(2)
  expect(told.output().trim().split('\n').at(-1)).toMatch(/PORT has to be a number/)
})

async function clusterPid(data: string): Promise<string> {
  const { startEmbedded } = await import('../gate/postgres/embedded.ts')
  const joined = await startEmbedded({ dataFolder: data, log: () => undefined })
  await joined.stop()
  return join(joined.clusterFolder, 'postmaster.pid')
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
