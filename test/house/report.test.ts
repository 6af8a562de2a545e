/** `npm test` runs on when something fails, counts what the tests say, and ends with the line that says so. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pathTo } from './tree.ts'

const PATIENCE = 60_000
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goodfaith-report-'))
  for (const path of ['bin', 'package.json', 'tsconfig.json', 'test/kit/find-browser.ts']) {
    cpSync(pathTo(path), join(folder, path), { recursive: true })
  }
  symlinkSync(pathTo('node_modules'), join(folder, 'node_modules'))
  write('.oxlintrc.json', '{ "ignorePatterns": ["node_modules", "test"] }')
  write('knip.json', '{}')
  write(
    'vitest.config.ts',
    `const project = (name: string) => ({ test: { name, include: ['test/' + name + '/*.test.ts'] } })
    export default { test: { projects: ['unit', 'bypass', 'crash'].map(project) } }`,
  )
  write(
    'test/unit/mixed.test.ts',
    `import { expect, test } from 'vitest'
    test('sound', () => {
      expect(process.env.GOODFAITH_CHROME).toBeTruthy()
      expect(process.env.DATABASE_URL).toBeUndefined()
    })
    test('broken', () => expect(1).toBe(2))
    test.skipIf(true)('left out', () => {})`,
  )
  write('test/unit/unreadable.test.ts', "import './nowhere.ts'")
  write('test/bypass/sound.test.ts', "import { test } from 'vitest'\ntest('sound', () => {})")
  write(
    'test/crash/endless.test.ts',
    `import { spawn } from 'node:child_process'
    import { writeFileSync } from 'node:fs'
    import { test } from 'vitest'
    test('endless', async () => {
      const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
      writeFileSync('pid', String(child.pid))
      await new Promise(() => {})
    }, 1e6)`,
  )
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('what fails is shown, the rest runs, and the last line counts both', { timeout: PATIENCE }, async () => {
  const { code, lines } = await npmTest('unit', 'lint', 'bypass')
  expect(code).toBe(1)
  expect(lines.at(-1)).toBe('3 passed, 2 failed, 1 skipped')
  expect(lines).toContainEqual(expect.stringMatching(/^ok {5}lint +[\d.]+ s$/))
  expect(lines).toContainEqual(
    expect.stringMatching(/^FAILED unit +[\d.]+ s {2}1 passed, 2 failed, 1 skipped$/),
  )
  expect(lines).toContainEqual(
    expect.stringMatching(/^ok {5}bypass +[\d.]+ s {2}1 passed, 0 failed, 0 skipped$/),
  )
  expect(lines).toContain('skipped: left out')
  // a log that is cut short still says what failed
  const failed = lines.findIndex((line) => line.startsWith('FAILED unit'))
  const first = lines.slice(failed + 1, failed + 30).join('\n')
  expect(first).toMatch(/^ {4}broken\n {4}AssertionError: expected 1 to be 2/)
  expect(first).toMatch(/unreadable\.test\.ts\n {4}.*Cannot find module/)
  expect(lines.join('\n')).toMatch(
    /expected 1 to be 2[\s\S]*Cannot find module|Cannot find module[\s\S]*expected 1 to be 2/,
  )
})

test('all sound is exit 0', { timeout: PATIENCE }, async () => {
  const { code, lines } = await npmTest('--only', 'lint,bypass')
  expect([code, lines.at(-1)]).toEqual([0, '2 passed, 0 failed, 0 skipped'])
})

test('a check that there is not is named', { timeout: PATIENCE }, async () => {
  expect((await npmTest('units')).code).toBe(2)
})

test('a signal stops everything it has started', { timeout: PATIENCE }, async () => {
  const running = start('crash')
  while (!existsSync(join(folder, 'pid'))) await sleep(50)
  running.kill('SIGTERM')
  expect(await once(running, 'exit')).toEqual([1, null])
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false)
})

function isRunning(pid: number): boolean {
  try {
    // one that has ended and whom nobody has waited for yet still has its number
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function start(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: 'postgres://not-for-tests' }
  return spawn(process.execPath, [join(folder, 'bin/test.js'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

async function npmTest(...args: string[]): Promise<{ code: number | null; lines: string[] }> {
  const child = start(...args)
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  const [code] = await once(child, 'close')
  return { code, lines: output.trim().split('\n') }
}
