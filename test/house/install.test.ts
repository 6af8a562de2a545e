/**
 * `npm ci` refuses a lock file that lacks a package of another platform, and it lacks one whenever the lock was
 * written while the registry did not have it. Seen here, it is seen before it breaks the start on a clean checkout.
 */
import { expect, test } from 'vitest'
import { read } from './tree.ts'

interface Locked {
  readonly version?: string
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>

test('every package that another one needs is locked, for every platform', () => {
  expect(missingIn(packages)).toEqual([])
})

test('the lock is that of package.json', () => {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies']
  const root = packages[''] as Record<string, unknown>
  for (const kind of kinds) expect(root[kind], kind).toEqual(manifest[kind])
})

test('a missing one is seen', () => {
  const some = {
    '': { dependencies: { a: '1' } },
    'node_modules/a': { optionalDependencies: { 'a-other': '1' } },
  }
  expect(missingIn(some)).toEqual(['node_modules/a needs a-other'])
})

function missingIn(locked: Record<string, Locked>): string[] {
  return Object.entries(locked).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !foldersUpFrom(path).some((folder) => `${folder}node_modules/${name}` in locked))
      .map((name) => `${path} needs ${name}`),
  )
}

/** Where Node looks for what a package imports: beside it, then in each folder above. */
function foldersUpFrom(path: string): string[] {
  const parts = path === '' ? [] : path.split('/node_modules/')
  return [...parts.map((_, at) => `${parts.slice(0, parts.length - at).join('/node_modules/')}/`), '']
}
