/** docs/errors.md and the catalogue are the same list. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue } from '../../core/errors.ts'
import { pathTo } from './tree.ts'

const rows = readFileSync(pathTo('docs/errors.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
const expected = Object.entries(catalogue).map(
  ([code, { status, title, fix }]) => `| \`${code}\` | ${status} | ${title} | ${fix} |`,
)

test('every code of the catalogue has its row in docs/errors.md', () => {
  expect(expected.filter((row) => !rows.includes(row))).toEqual([])
})

test('every row of docs/errors.md is in the catalogue', () => {
  expect(rows.filter((row) => !expected.includes(row))).toEqual([])
})

test('no code stands there twice', () => {
  expect(rows.filter((row, at) => rows.indexOf(row) !== at)).toEqual([])
})

test('statuses are those of errors, and each entry says what to do in a sentence', () => {
  for (const [code, { status, title, fix }] of Object.entries(catalogue)) {
    expect(status, code).toBeGreaterThanOrEqual(400)
    expect(status, code).toBeLessThan(600)
    expect(title, code).toMatch(/^[A-Z].*[^.!]$/)
    expect(fix, code).toMatch(/^[A-Z].*[^!]\.$/)
  }
})
