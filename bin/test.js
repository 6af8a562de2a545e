/**
 * `npm test`: runs every check, all of them even when one fails, with a line for each and its output only when it
 * fails. `npm test -- unit journeys` or `npm test -- --only lint,types` runs some. The last line has the form
 * `N passed, N failed, N skipped`: tests, and one for each check that is not made of tests. Exit 1 if any failed.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { register } from 'tsx/esm/api'
import { root } from './build.js'

/** What is told of a failure before everything else that was printed. */
const FIRST_LINES = 12
const FIRST_CHARACTERS = 900
/** What does not end by itself is stopped after this time and counts as failed. */
const LIMIT_MS = 12 * 60 * 1000
/** A test must not reach what the shell it is started from is set up for. */
const NOT_FOR_TESTS = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'KEYRING_URL',
  'GOODFAITH_DATA',
  'GOODFAITH_KEK_FILE',
]
  .concat(['GOODFAITH_ADMIN_EMAIL', 'GOODFAITH_ADMIN_PASSWORD', 'GOODFAITH_DEMO', 'SMTP_URL', 'PUBLIC_URL'])
  .concat(['PORT', 'HOST', 'LOG_LEVEL', 'NODE_ENV', 'FORCE_COLOR'])

const tool = (path, ...args) => [join(root, 'node_modules', path), ...args]

/** Checks that read the sources; two at a time. */
const STATIC = {
  format: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  types: [join(root, 'bin/types.js')],
  lint: tool('oxlint/bin/oxlint', '--format=unix'),
  boundaries: [join(root, 'bin/boundaries.js')],
  unused: tool('knip/bin/knip.js', '--no-progress'),
}
/** Tests, by the projects of vitest.config.ts; one after the other. */
const PROJECTS = ['unit', 'promises', 'bypass', 'oldest', 'crash', 'journeys']
const ALL = [...Object.keys(STATIC), 'build', ...PROJECTS]

const scratch = mkdtempSync(join(tmpdir(), 'goodfaith-test-'))
const running = new Set()
const total = { passed: 0, failed: 0, skipped: 0 }
const skippedNames = []
const began = performance.now()

process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of running) stop(child, signal)
    process.exit(1)
  })
}

const wanted = chosen(process.argv.slice(2))
const env = testEnvironment()
await runStatic(wanted.filter((name) => name in STATIC))
const built = !wanted.includes('build') || (await runBuild())
const projects = wanted.filter((name) => PROJECTS.includes(name))
if (projects.some((name) => name === 'unit' || name === 'journeys')) await chooseBrowser()
for (const name of projects) if (name !== 'oldest' || (await choosePostgres())) await runProject(name, built)
finish()

function chosen(args) {
  const names = args
    .flatMap((arg) => arg.replace(/^--only=?/, '').split(','))
    .filter((name) => name !== '' && name !== '--')
  const strange = names.filter((name) => !ALL.includes(name))
  if (strange.length) {
    console.error(`No such check: ${strange.join(', ')}. There are ${ALL.join(', ')}.`)
    process.exit(2)
  }
  return names.length ? ALL.filter((name) => names.includes(name)) : ALL
}

function testEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !NOT_FOR_TESTS.includes(name))
  return { ...Object.fromEntries(kept), NO_COLOR: '1' }
}

async function runStatic(names) {
  const waiting = [...names]
  const results = new Map()
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) results.set(name, await run(STATIC[name]))
  }
  await Promise.all([worker(), worker()])
  for (const name of names) report(name, results.get(name))
}

async function runBuild() {
  const result = await run([join(root, 'bin/build.js')])
  report('build', result)
  return result.ok
}

/** Every test that starts the app waits for a build: without one they would all fail for the same reason. */
async function runProject(name, built) {
  if (!built && name !== 'unit') {
    return report(name, { ok: false, seconds: 0, output: 'not run: the app does not build' })
  }
  const file = join(scratch, `${name}.json`)
  const args = [
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  const result = await run(tool('vitest/vitest.mjs', ...args))
  report(name, result, countTests(file))
}

function countTests(file) {
  try {
    const { testResults } = JSON.parse(readFileSync(file, 'utf8'))
    const tests = testResults.flatMap((each) => each.assertionResults)
    const count = (...states) => tests.filter((each) => states.includes(each.status)).length
    // a file that fails before its tests are known has none of its own
    const broken = testResults.filter(({ status, assertionResults }) => {
      return status === 'failed' && !assertionResults.some((each) => each.status === 'failed')
    })
    const skipped = tests.filter((each) => ['skipped', 'pending', 'todo', 'disabled'].includes(each.status))
    skippedNames.push(...skipped.map((each) => each.fullName))
    const failures = tests.filter((each) => each.status === 'failed')
    const red = [
      ...failures.map((each) => ({ name: each.fullName, why: each.failureMessages.join('\n') })),
      ...broken.map((each) => ({ name: each.name, why: each.message })),
    ]
    return { passed: count('passed'), failed: red.length, skipped: skipped.length, red }
  } catch {
    return undefined // it ended before it could write its report
  }
}

function report(name, { ok, seconds, output }, tests) {
  const counts = tests ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
  if (!ok && counts.failed === 0) counts.failed = 1
  for (const key of Object.keys(total)) total[key] += counts[key]
  const words = tests ? `  ${sentence(counts)}` : ''
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(11)}${seconds.toFixed(1).padStart(6)} s${words}`)
  if (ok) return
  const red = tests?.red ?? []
  for (const each of red) console.log(indented(`${each.name}\n${firstLines(each.why)}`))
  console.log(`\n${indented(output.trim())}\n`)
}

function indented(text) {
  return text.replace(/^/gm, '    ')
}

/** What a failure says, before its long tail: whoever reads a log that was cut short still learns what failed. */
function firstLines(text) {
  return text.split('\n').slice(0, FIRST_LINES).join('\n').slice(0, FIRST_CHARACTERS)
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

async function chooseBrowser() {
  const unregister = register()
  const { findBrowser } = await import('../test/kit/find-browser.ts')
  try {
    const { path, from } = findBrowser((line) => console.log(`       ${line}`))
    env.GOODFAITH_CHROME = path
    console.log(`       browser: ${from === 'installed' ? path : `${from} (${path})`}`)
  } catch (error) {
    console.log(`       ${error.message}`) // the tests that need one say so once more
  }
  await unregister()
}

/** Whether there is a PostgreSQL besides the one that ships; where there is none its tests are left out, and that is said. */
async function choosePostgres() {
  const unregister = register()
  const { installedPostgres } = await import('../test/kit/installed-postgres.ts')
  const found = installedPostgres()
  await unregister()
  if (found) console.log(`       oldest: PostgreSQL ${found.major} (${found.folder})`)
  else {
    total.skipped += 1
    skippedNames.push('oldest: no PostgreSQL from 15 on is installed here, nor named by TEST_POSTGRES_BIN')
  }
  return found !== null
}

/**
 * Runs a script of Node in a process group of its own, so that all it has started can be stopped with it.
 * @returns {Promise<{ ok: boolean, seconds: number, output: string }>}
 */
function run([script, ...args]) {
  const start = performance.now()
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const chunks = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk))
  const timer = setTimeout(() => {
    chunks.push(Buffer.from(`\nstopped after ${LIMIT_MS / 60_000} minutes`))
    stop(child, 'SIGTERM')
    setTimeout(() => stop(child, 'SIGKILL'), 10_000).unref()
  }, LIMIT_MS)
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer)
      running.delete(child)
      const seconds = (performance.now() - start) / 1000
      resolve({ ok: code === 0, seconds, output: Buffer.concat(chunks).toString() })
    })
  })
}

function stop(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch {
    child.kill(signal) // no process groups here, or it has ended
  }
}

function finish() {
  for (const name of skippedNames) console.log(`skipped: ${name}`)
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(`\n${Math.floor(seconds / 60)} min ${seconds % 60} s`)
  console.log(sentence(total))
  process.exitCode = total.failed ? 1 : 0
}
