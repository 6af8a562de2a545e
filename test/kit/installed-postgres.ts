import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { candidates, isRoot } from '../../gate/postgres/account.ts'
import { tryBinary, type Binaries } from '../../gate/postgres/binaries.ts'

let installed: Binaries | null | undefined

/** The oldest installed PostgreSQL from 15 on, or null. Named by `TEST_POSTGRES_BIN`, or in the usual places. */
export function installedPostgres(): Binaries | null {
  if (installed !== undefined) return installed
  const account = isRoot() ? candidates()[0] : undefined
  const found = binFolders().flatMap((folder) => {
    const tried = tryBinary(folder, account)
    return 'major' in tried && tried.major >= 15 ? [{ folder, major: tried.major, account }] : []
  })
  return (installed = found.sort((a, b) => a.major - b.major)[0] ?? null)
}

function binFolders(): string[] {
  const named = process.env['TEST_POSTGRES_BIN']
  if (named) return [named]
  const roots = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
  const below = (root: string) => (existsSync(root) ? readdirSync(root) : [])
  return roots
    .flatMap((root) => below(root).map((name) => join(root, name, 'bin')))
    .filter((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')))
}
