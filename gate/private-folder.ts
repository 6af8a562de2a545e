import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder that only this account may enter, where it is missing. Folders above it are made as the account makes
 * its folders: they may be meant for others as well.
 */
export function privateFolder(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  mkdirSync(path, { recursive: true, mode: 0o700 })
}
