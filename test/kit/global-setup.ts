import { mkdtempSync } from 'node:fs'
import { chmod, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { isAlive, ownMark } from '../../gate/postgres/alive.ts'
import { leaveNothing } from './left-over.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** holds the run's servers; each starts with the first test that asks for it */
    runFolder: string
  }
}

const PREFIX = 'goodfaith-test-'

/** One folder for the servers of a run; at its end they are stopped and it goes. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearDeadRuns()
  const { pid, born } = ownMark()
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${pid}-${born}-`))
  // the servers' account has to pass through
  await chmod(folder, 0o711)
  project.provide('runFolder', folder)
  return () => leaveNothing(folder)
}

/** A run that was killed could not clear up after itself. */
async function clearDeadRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const match = new RegExp(`^${PREFIX}(\\d+)-([0-9a-z]+)-`).exec(name)
    if (!match || isAlive({ pid: Number(match[1]), born: match[2]! })) continue
    await leaveNothing(join(tmpdir(), name)).catch(() =>
      rm(join(tmpdir(), name), { recursive: true, force: true }),
    )
  }
}
