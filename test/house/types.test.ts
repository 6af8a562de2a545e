/** The check of types sees a wrong type and a promise that nobody watches, and lets a sound file pass. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pathTo } from './tree.ts'

/** Without the browser's types: reading those takes most of the time. */
const config = {
  compilerOptions: { target: 'ES2023', lib: ['ES2023'], types: [], strict: true, noEmit: true },
  include: ['core'],
}

const source = `
declare function save(): Promise<number>
declare function perhaps(): Promise<number> | undefined
export async function sound(yes: boolean) {
  await save()
  void save()
  save().catch(() => 1)
  save().then(() => 1, () => 2)
  save().catch(() => 1).finally(() => 1)
  const kept = save()
  return [kept, yes]
}
`
const unwatched = `
export async function careless(yes: boolean) {
  save()
  perhaps()
  yes && save()
  yes ? save() : 1
  save().then(() => 1)
  save().finally(() => 1)
}
`

test('a sound file passes', () => {
  expect(check(source)).toBe('1 files, 0 errors\nexit 0')
}, 60_000)

test('each promise that nobody watches is named', () => {
  const output = check(source + unwatched)
  expect(output.match(/a promise is neither awaited/g)).toHaveLength(6)
  expect(output).toMatch(/exit 1$/)
}, 60_000)

test('a wrong type is named', () => {
  expect(check(`${source}\nexport const wrong: string = 1\n`)).toMatch(/error TS2322[\s\S]*exit 1$/)
}, 60_000)

function check(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'goodfaith-types-'))
  try {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    symlinkSync(pathTo('node_modules'), join(folder, 'node_modules'))
    mkdirSync(join(folder, 'core'))
    writeFileSync(join(folder, 'core', 'file.ts'), text)
    const run = spawnSync(process.execPath, [pathTo('bin/types.js')], { cwd: folder, encoding: 'utf8' })
    return `${run.stdout}${run.stderr}exit ${run.status}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
