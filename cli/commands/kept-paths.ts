import { appendFile, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Settings } from '../../server/compose.ts'

/** The list of backups that were made, one path a line: what `scan` has to look through. */
function listOf(settings: Settings): string {
  return join(settings.dataFolder, 'backups.list')
}

/** Everything Goodfaith keeps on this machine: the data folder, which leads to the cluster, and backups elsewhere. */
export async function keptPaths(settings: Settings): Promise<string[]> {
  const list = await readFile(listOf(settings), 'utf8').catch(() => '')
  const backups = [...new Set(list.split('\n').filter((path) => path !== ''))]
  return [settings.dataFolder, ...backups].filter((path) => existsSync(path))
}

/** Remembers where a backup went. */
export async function rememberBackup(settings: Settings, path: string): Promise<void> {
  await appendFile(listOf(settings), `${resolve(path)}\n`, { mode: 0o600 })
}
