import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fateOf, REPORT_CODES, type ReportCode } from './report-codes.ts'

const documented = readFileSync(new URL('../../docs/imports.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, code = '', fate = '']) => code.startsWith('`') && fate !== '')
  .map(([, code = '', fate = '', says = '']) => ({ code: code.replaceAll('`', ''), fate, says }))
const known = Object.entries(REPORT_CODES).map(([code, { fate, says }]) => ({ code, fate, says }))
const fates = new Set<string>(known.map(({ fate }) => fate))

test('every code of a report is documented with its fate and its sentence', () => {
  expect(known.filter((one) => !documented.some((row) => row.code === one.code))).toEqual([])
})

test('every documented code is one, and says the same', () => {
  expect(documented.filter(({ fate }) => fates.has(fate))).toEqual(known)
})

test('a code of the catalogue leaves its value out; one of the report does what its list says', () => {
  expect(fateOf('email_malformed')).toBe('left_out')
  for (const { code, fate } of known) expect(fateOf(code as ReportCode)).toBe(fate)
})
