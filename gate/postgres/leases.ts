import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive, ownMark } from './alive.ts'

/**
 * Says that this process needs the server. Whoever leaves last stops it, so that a command line tool that
 * started it does not stop it under an application that has joined meanwhile, nor the other way round.
 *
 * @returns the lease's name, for {@link endLease}
 */
export async function takeLease(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const mark = ownMark()
  const name = `${mark.pid}-${mark.born}-${randomBytes(8).toString('hex')}`
  await writeFile(join(folder, name), '', { flag: 'wx', mode: 0o600 })
  return name
}

/** Ends a lease and counts the ones that living processes still hold; those of the dead are cleared away. */
export async function endLease(folder: string, lease: string): Promise<number> {
  await rm(join(folder, lease), { force: true })
  return countLeases(folder)
}

/** How many leases living processes hold. */
export async function countLeases(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let living = 0
  for (const name of await readdir(folder)) {
    const match = /^(\d+)-([0-9a-z]+)-[0-9a-f]+$/.exec(name)
    if (!match) continue
    if (isAlive({ pid: Number(match[1]), born: match[2]! })) living += 1
    else await rm(join(folder, name), { force: true })
  }
  return living
}
