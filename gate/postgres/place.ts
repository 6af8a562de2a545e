import { randomBytes } from 'node:crypto'
import {
  access,
  chmod,
  chown,
  constants,
  mkdir,
  readFile,
  readlink,
  realpath,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '../../core/errors.ts'
import { accountOf, candidates, canEnter, isRoot, type Account } from './account.ts'
import {
  clearOtherCopies,
  copyBinaries,
  makeLinks,
  platformPackage,
  tryBinary,
  unavailable,
  type Binaries,
} from './binaries.ts'

/** Where the cluster lives when the account that runs the server cannot enter the data folder. */
const OUTSIDE = ['/var/lib/goodfaith', '/usr/local/var/goodfaith', '/opt/goodfaith']

/** Where a data folder's database is. */
export interface Place {
  /** `<data folder>/postgres`: secrets, log, turns, leases; this process's own */
  readonly base: string
  /** holds the cluster and, where they had to be copied, the programs: `base`, or a folder outside */
  readonly home: string
  /** PostgreSQL's data directory, there or not */
  readonly cluster: string
}

/** Finds (and makes) the folder of a data folder's database. Both are closed to everybody else. */
export async function findPlace(dataFolder: string): Promise<Place> {
  const base = join(dataFolder, 'postgres')
  try {
    await mkdir(dirname(dataFolder), { recursive: true })
    await mkdir(base, { recursive: true, mode: 0o700 })
    await access(base, constants.R_OK | constants.W_OK | constants.X_OK)
    return await placeAt(await realpath(base))
  } catch (error) {
    if (error instanceof Problem) throw error
    const code = (error as NodeJS.ErrnoException).code
    throw new Problem('not_configured', {
      detail: `the data folder ${dataFolder} cannot be used (${code}); it has to belong to the account that runs Goodfaith`,
    })
  }
}

async function placeAt(base: string): Promise<Place> {
  const link = join(base, 'home')
  let home = base
  try {
    home = await readlink(link)
  } catch {
    return { base, home, cluster: join(base, 'cluster') }
  }
  await refuseCopy(base, home)
  return { base, home, cluster: join(home, 'cluster') }
}

/** A data folder that was copied still points at the database of the first: two must not share one. */
async function refuseCopy(base: string, home: string): Promise<void> {
  const file = join(home, 'belongs-to')
  const owner = (await readFile(file, 'utf8').catch(() => '')).trim()
  if (owner === base) return
  const stillThere = owner !== '' && (await readlink(join(owner, 'home')).catch(() => '')) === home
  if (stillThere) {
    throw new Problem('not_configured', {
      detail: `the data folder ${base} is a copy of ${owner}, whose database lives in ${home}; remove ${base}/home to begin with an empty one`,
    })
  }
  await writeFile(file, base)
}

/**
 * Chooses who runs the server and from which binaries; moves both out of folders that account cannot enter.
 *
 * @returns the place, which may have changed, and the binaries
 * @throws Problem `not_configured` with the reason when PostgreSQL cannot run here
 */
export async function settle(
  place: Place,
  log: (line: string) => void,
): Promise<{ place: Place; binaries: Binaries }> {
  const made = await pathExists(place.cluster)
  const accounts = await accountsFor(made ? place.cluster : undefined)
  let why = 'there is no account postgres or nobody to run it as, and root must not'
  for (const account of accounts) {
    for (const home of made || place.home !== place.base ? [place.home] : [place.base, ...OUTSIDE]) {
      if (home === place.base) await letThrough(place.base, account)
      const folder = await reachable(home, home !== place.home, account)
      if (folder === undefined) {
        why = `the account ${account?.name} cannot enter ${home} (open the folders above to it: chmod o+x)`
        continue
      }
      const found = await binariesFor(folder, account)
      if ('why' in found) {
        why = found.why
        continue
      }
      const settled = folder === place.home ? place : await moveOut(place.base, folder)
      tell(place, settled, found, log)
      return { place: settled, binaries: found }
    }
  }
  throw unavailable(why)
}

async function accountsFor(cluster: string | undefined): Promise<(Account | undefined)[]> {
  if (!isRoot()) return [undefined]
  if (cluster === undefined) return candidates()
  const { uid, gid } = await stat(cluster)
  return [accountOf(uid, gid)]
}

/**
 * Lets the account pass through the data folder, which is ours, to its cluster: by the right to enter, not to list,
 * for its group alone. Folders above are not ours to open, and one whose group can do something keeps its group.
 */
export async function letThrough(base: string, account: Account | undefined): Promise<void> {
  if (!account) return
  for (const folder of [dirname(base), base]) {
    const { uid, mode } = await stat(folder)
    if (uid !== 0 || (mode & 0o071) !== 0) continue
    await chown(folder, 0, account.gid)
    await chmod(folder, (mode & 0o777) | 0o010)
  }
}

/** The folder itself, or for one outside a new folder below it, if the account can enter it. */
async function reachable(
  home: string,
  outside: boolean,
  account: Account | undefined,
): Promise<string | undefined> {
  if (!outside) return canEnter(account, home) ? home : undefined
  try {
    await mkdir(home, { recursive: true, mode: 0o711 })
  } catch {
    return undefined
  }
  if (!canEnter(account, home)) return undefined
  const folder = join(home, randomBytes(8).toString('hex'))
  await mkdir(folder, { mode: 0o711 })
  return folder
}

async function binariesFor(home: string, account: Account | undefined): Promise<Binaries | { why: string }> {
  const { native, version } = await platformPackage()
  const linked = await makeLinks(native)
  const direct = linked ? tryBinary(join(native, 'bin'), account) : { why: 'its links cannot be made' }
  if ('major' in direct) return { folder: join(native, 'bin'), major: direct.major, account }
  if (!account && linked) return direct
  const copy = `binaries-${version}`
  await clearOtherCopies(home, copy)
  const folder = await copyBinaries(native, join(home, copy))
  const copied = tryBinary(folder, account)
  return 'major' in copied ? { folder, major: copied.major, account } : copied
}

async function moveOut(base: string, home: string): Promise<Place> {
  await writeFile(join(home, 'belongs-to'), base, { mode: 0o600 })
  await chmod(home, 0o711)
  await symlink(home, join(base, 'home'))
  return { base, home, cluster: join(home, 'cluster') }
}

function tell(before: Place, after: Place, binaries: Binaries, log: (line: string) => void): void {
  const copied = binaries.folder.startsWith(after.home)
  if (!binaries.account || (!copied && after.home === after.base)) return
  const data = after.home === before.base ? '' : `, its data in ${after.cluster}`
  const programs = copied ? `its programs are in ${binaries.folder}` : 'its programs are in the package'
  log(`PostgreSQL runs as ${binaries.account.name}, to whom folders above are closed: ${programs}${data}`)
}

export async function pathExists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
