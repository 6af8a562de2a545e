import { readFileSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const NOT_OURS = new Set(['node_modules', '.git', 'dist', 'data', 'coverage', '.DS_Store'])

/** The absolute path of a file of the checkout. */
export function pathTo(path: string): string {
  return `${root}/${path}`
}

/** The text of a file of the checkout. */
export function read(path: string): string {
  return readFileSync(pathTo(path), 'utf8')
}

/** Every file of the checkout below a folder ('' for all), as paths from its root, sorted; nothing built or installed. */
export function filesIn(folder = ''): string[] {
  return readdirSync(pathTo(folder), { withFileTypes: true })
    .filter((item) => !NOT_OURS.has(item.name))
    .flatMap((item) => {
      const path = folder === '' ? item.name : `${folder}/${item.name}`
      return item.isDirectory() ? filesIn(path) : [path]
    })
    .sort()
}

/** Whether a file is text that people write: not a picture, not the lock file. */
export function isWritten(path: string): boolean {
  return (
    /\.(ts|tsx|js|cjs|mjs|json|md|sql|css|html|yml|yaml)$|^\.ci\/|^\.[a-z]+$/.test(path) &&
    path !== 'package-lock.json'
  )
}
