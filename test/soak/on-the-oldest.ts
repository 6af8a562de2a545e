import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { installedPostgres } from '../kit/installed-postgres.ts'

const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const PROJECTS = ['unit', 'promises', 'bypass', 'crash']

/**
 * Runs whatever asks a database on the oldest PostgreSQL that is installed, as `npm test` runs it on the one that ships; true
 * when all of it passed, or there is no other PostgreSQL here, which is said.
 */
export async function soakOnTheOldest(): Promise<boolean> {
  const found = installedPostgres()
  if (!found) {
    console.log('No PostgreSQL from 15 on is installed here, nor named by TEST_POSTGRES_BIN: not run on it.')
    return true
  }
  console.log(`Everything on PostgreSQL ${found.major} (${found.folder})`)
  const wanted = PROJECTS.flatMap((name) => ['--project', name])
  const child = spawn(process.execPath, [VITEST, 'run', ...wanted], {
    env: { ...process.env, TEST_POSTGRES: 'installed' },
    stdio: 'inherit',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}
