/**
 * Builds the app into dist/: the server (cli/main.ts and what it imports, packages left outside) by esbuild, the
 * screens by Vite. `node bin/build.js [--force]` from a shell; bin/goodfaith.js calls `buildStale` at each start.
 *
 * Whether something is stale is decided by a hash over the path, size and time of every input. The hash stands
 * inside what was built (a last line in the server's entry, a file beside the screens), so that it cannot disagree with
 * it: several processes may build at once, each replaces the result in one rename.
 */
import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { mkdir, open, readFile, readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The folder of package.json; migrations, built screens and the data folder are found from it. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const dist = join(root, 'dist')
const lock = join(dist, '.lock')
const server = join(dist, 'server')
const entry = join(server, 'goodfaith.js')
/** The two apps of vite.config.ts: the staff's, and the person's page, by their Vite modes. */
const screens = { web: 'production', portal: 'portal' }
const allParts = ['server', 'web', 'portal']

const common = ['package.json', 'package-lock.json', 'tsconfig.json', 'bin/build.js', 'core']
const serverInputs = [...common, 'db/seeds', 'gate', 'features', 'server', 'cli']
const screenInputs = [...common, 'ui', 'web', 'portal', 'vite.config.ts']

/** A chunk of an older build is kept this long: a server that is still running may load it yet. */
const KEEP_CHUNKS_MS = 7 * 24 * 3600 * 1000
const LOCK_PATIENCE_MS = 5 * 60 * 1000

/** The server's entry, to be imported once `buildStale` has returned. */
export const entryUrl = pathToFileURL(entry).href

/**
 * Builds what is stale and returns the names of the parts it built.
 * @param {{ parts?: ('server' | 'web' | 'portal')[], force?: boolean, onStart?: () => void }} options
 *   `onStart` is called once, before the first build.
 * @returns {Promise<string[]>}
 * @throws {Error} with the compiler's output when a part does not build
 */
export async function buildStale({ parts = allParts, force = false, onStart } = {}) {
  const stale = () => parts.filter((part) => force || !isFresh(part))
  if (stale().length === 0) return []
  onStart?.()
  await mkdir(dist, { recursive: true })
  return withLock(async () => {
    const built = stale() // whoever held the lock may have built it
    for (const part of built) await (part === 'server' ? buildServer() : buildScreens(part))
    return built
  })
}

function isFresh(part) {
  try {
    if (part === 'server') return readFileSync(entry, 'latin1').endsWith(stampLine(hashInputs(serverInputs)))
    return readFileSync(join(dist, part, '.stamp'), 'utf8') === hashInputs(screenInputs)
  } catch {
    return false
  }
}

const stampLine = (hash) => `// inputs ${hash}\n`

/** Hashes path, size and modification time of every input that can change a build; test files cannot. */
function hashInputs(inputs) {
  const hash = createHash('sha256').update(process.version)
  const visit = (path) => {
    const stats = statSync(join(root, path), { throwIfNoEntry: false })
    if (!stats) return
    if (stats.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) visit(`${path}/${name}`)
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`)
    }
  }
  for (const input of inputs) visit(input)
  return hash.digest('hex').slice(0, 32)
}

async function buildServer() {
  const stamp = hashInputs(serverInputs) // before reading the sources: an edit while building leaves it stale
  const { build } = await import('esbuild')
  const result = await build({
    absWorkingDir: root,
    entryPoints: { goodfaith: 'cli/main.ts' },
    outdir: server,
    bundle: true,
    splitting: true,
    write: false,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'silent',
    plugins: [keepOwnUrl],
  }).catch((error) => {
    throw new Error(`The server does not build:\n${describe(error)}`)
  })
  await mkdir(server, { recursive: true })
  // the entry last: from its rename on, everything that it names is there
  const files = result.outputFiles.toSorted((a, b) => Number(isEntry(a)) - Number(isEntry(b)))
  for (const file of files) {
    const text = isEntry(file) ? file.text + stampLine(stamp) : file.contents
    await replaceFile(file.path, text)
  }
  await dropOldChunks(new Set(files.map((file) => basename(file.path))))
}

const isEntry = (file) => file.path === entry

function describe(error) {
  if (!error.errors) return error.message
  return error.errors
    .map(({ text, location }) => (location ? `${location.file}:${location.line}: ${text}` : text))
    .join('\n')
}

/** Lets a bundled module see the URL it has as a source file, so that paths relative to it stay true. */
const keepOwnUrl = {
  name: 'keep-own-url',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      if (path.includes(`${sep}node_modules${sep}`) || !source.includes('import.meta.url')) return undefined
      const own = JSON.stringify(relative(server, path).split(sep).join('/'))
      const url = `new URL(${own}, import.meta.url).href`
      return { contents: source.replaceAll('import.meta.url', url), loader: 'ts' }
    })
  },
}

async function dropOldChunks(current) {
  for (const name of await readdir(server)) {
    if (current.has(name)) continue
    const { mtimeMs } = await stat(join(server, name)).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > KEEP_CHUNKS_MS) await rm(join(server, name), { force: true })
  }
}

async function replaceFile(path, contents) {
  const next = `${path}.${process.pid}.tmp`
  await writeFile(next, contents)
  await rename(next, path)
}

async function buildScreens(part) {
  const stamp = hashInputs(screenInputs)
  const target = join(dist, part)
  const next = join(dist, `.${part}-${process.pid}`)
  const old = `${next}-old`
  try {
    await runVite(screens[part], next)
    await writeFile(join(next, '.stamp'), stamp)
    // a folder cannot be renamed over another one: move the old one aside first
    for (;;) {
      await rename(target, old).catch(ignore('ENOENT'))
      const done = await rename(next, target).then(() => true, ignore('ENOTEMPTY', 'EEXIST'))
      await rm(old, { recursive: true, force: true })
      if (done) return
    }
  } finally {
    await rm(next, { recursive: true, force: true })
  }
}

const ignore =
  (...codes) =>
  (error) => {
    if (!codes.includes(error.code)) throw error
  }

async function runVite(mode, outDir) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  if (!statSync(vite, { throwIfNoEntry: false })) {
    throw new Error('The screens cannot be built: Vite is not installed. Run `npm ci` without --omit=dev.')
  }
  const child = spawn(
    process.execPath,
    [vite, 'build', '--mode', mode, '--outDir', outDir, '--emptyOutDir'],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`The screens do not build:\n${output.trim()}`)
}

/** One build at a time, to save the work: what is right does not depend on it. */
async function withLock(work) {
  for (;;) {
    const handle = await open(lock, 'wx').catch(ignore('EEXIST'))
    if (handle) {
      await handle.writeFile(String(process.pid))
      await handle.close()
      break
    }
    if (await isAbandoned()) await unlink(lock).catch(ignore('ENOENT'))
    else await sleep(100)
  }
  try {
    return await work()
  } finally {
    await unlink(lock).catch(ignore('ENOENT'))
  }
}

async function isAbandoned() {
  try {
    const { mtimeMs } = await stat(lock)
    if (Date.now() - mtimeMs > LOCK_PATIENCE_MS) return true
    const pid = Number(await readFile(lock, 'utf8'))
    if (!pid) return Date.now() - mtimeMs > 2000 // made and not yet written
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const began = performance.now()
  try {
    const built = await buildStale({ force: process.argv.includes('--force') })
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.error(built.length ? `built ${built.join(', ')} in ${seconds} s` : 'nothing is stale')
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
