/** The command builds what is stale, only that, safely beside others, and is the process that one signals. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pathTo } from './tree.ts'

const PATIENCE = 60_000
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goodfaith-build-'))
  for (const name of ['bin', 'package.json', 'tsconfig.json', 'vite.config.ts']) {
    cpSync(pathTo(name), join(folder, name), { recursive: true })
  }
  symlinkSync(pathTo('node_modules'), join(folder, 'node_modules'))
  write('gate/where.ts', "export const here = new URL('../db/migrations/', import.meta.url).href")
  write('server/start.ts', 'export const start = () => new Promise(() => setInterval(() => {}, 1000))')
  write('cli/main.ts', main('first'))
  for (const app of ['web', 'portal']) {
    write(`${app}/index.html`, '<!doctype html><script type="module" src="./main.ts"></script>')
    write(`${app}/main.ts`, 'console.log(1)')
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test(
  'the first call builds and says so, the next does not; arguments and exit code pass through',
  { timeout: PATIENCE },
  async () => {
    const first = await goodfaith('verify', '--json')
    expect(first).toMatchObject({ code: 7, stderr: 'building the app…\n' })
    expect(JSON.parse(first.stdout)).toEqual({
      word: 'first',
      argv: ['verify', '--json'],
      here: pathToFileURL(join(folder, 'db/migrations/')).href,
    })
    expect(await goodfaith('verify', '--json')).toEqual({ ...first, stderr: '' })
  },
)

test('an edit makes it stale, an edited test does not', { timeout: PATIENCE }, async () => {
  write('gate/where.test.ts', 'export const nothing = 1')
  expect((await goodfaith('verify')).stderr).toBe('')
  write('cli/main.ts', main('second'))
  const after = await goodfaith('verify')
  expect(after.stderr).toBe('building the app…\n')
  expect(JSON.parse(after.stdout).word).toBe('second')
})

test('many at once after an edit all run what was edited', { timeout: PATIENCE }, async () => {
  write('cli/main.ts', main('third'))
  const runs = await Promise.all(Array.from({ length: 5 }, () => goodfaith('verify')))
  expect(runs.map((run) => [run.code, JSON.parse(run.stdout).word])).toEqual(
    Array.from({ length: 5 }, () => [7, 'third']),
  )
  expect(existsSync(join(folder, 'dist/.lock'))).toBe(false)
})

test('a lock that its owner left behind holds nobody up', { timeout: PATIENCE }, async () => {
  const gone = spawn(process.execPath, ['--eval', ''])
  await once(gone, 'exit')
  write('dist/.lock', String(gone.pid))
  write('cli/main.ts', main('fourth'))
  expect(JSON.parse((await goodfaith('verify')).stdout).word).toBe('fourth')
})

test(
  'start builds both apps, runs in the process itself and takes its signals',
  { timeout: PATIENCE },
  async () => {
    const child = spawn(process.execPath, [join(folder, 'bin/goodfaith.js'), 'start'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [pid] = await once(child.stdout, 'data')
    expect(Number(pid)).toBe(child.pid)
    for (const app of ['web', 'portal'])
      expect(existsSync(join(folder, 'dist', app, 'index.html'))).toBe(true)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM'])
  },
)

test(
  'what does not build is named with its line, and the exit code is 2',
  { timeout: PATIENCE },
  async () => {
    write('cli/main.ts', `${main('fifth')}\nconst unfinished = (`)
    const { code, stderr } = await goodfaith('verify')
    expect(code).toBe(2)
    expect(stderr).toMatch(/The server does not build:\ncli\/main\.ts:\d+: /)
  },
)

test(
  'an error of the command itself shows where in the sources it arose',
  { timeout: PATIENCE },
  async () => {
    write(
      'cli/main.ts',
      "\n\nexport async function main(): Promise<number> {\n  throw new Error('broken')\n}",
    )
    const { code, stderr } = await goodfaith('verify')
    expect(code).toBe(2)
    expect(stderr).toMatch(/cli\/main\.ts:4:/)
  },
)

function main(word: string): string {
  return `
    import { here } from '../gate/where.ts'
    export async function main(argv: string[]): Promise<number> {
      if (argv[0] === 'start') {
        console.log(process.pid)
        await (await import('../server/start.ts')).start()
      }
      console.log(JSON.stringify({ word: '${word}', argv, here }))
      return 7
    }`
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function goodfaith(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(folder, 'bin/goodfaith.js'), ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}
