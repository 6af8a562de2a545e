/**
 * Habits that a linter does not know. Each is a pattern with a line that it has to find, so that none can go blind;
 * patterns and lines are put together from pieces so that this file does not match itself.
 */
import { describe, expect, test } from 'vitest'
import { filesIn, isWritten, read } from './tree.ts'

const files = filesIn()
const sources = files.filter((path) => /\.(ts|tsx|js|cjs|sql|css)$/.test(path))
const code = sources.filter((path) => /\.tsx?$/.test(path))
const tests = files.filter((path) => /\.test\.tsx?$/.test(path))
const outsideGate = code.filter((path) =>
  /^(core|features|server|cli|web|portal|ui)\/.*(?<!\.test)\.tsx?$/.test(path),
)
const written = [...files.filter(isWritten), 'package-lock.json']

interface Habit {
  readonly says: string
  readonly where: string[]
  readonly never: RegExp
  /** Lines that the pattern has to find, */
  readonly finds: string[]
  /** and lines that it has to leave alone. */
  readonly leaves?: string[]
}

const join = (...parts: string[]) => parts.join('')
const pattern = (...parts: string[]) => new RegExp(parts.join(''))

const habits: Habit[] = [
  {
    says: 'nothing is left to be done later',
    where: sources,
    never: pattern('\\b(TO', 'DO|FIX', 'ME|XX', 'X|HA', 'CK)\\b'),
    finds: [join('// TO', 'DO: later'), join('-- FIX', 'ME')],
  },
  {
    says: 'no check of types or style is switched off',
    where: sources,
    never: pattern(
      '\\bas an',
      'y\\b|@ts-(ign',
      'ore|noch',
      'eck|exp',
      'ect-error)|(es',
      'lint|ox',
      'lint|pret',
      'tier)-(dis',
      'able|ign',
      'ore)',
    ),
    finds: [
      join('const x = y as an', 'y'),
      join('// @ts-ign', 'ore'),
      join('// @ts-exp', 'ect-error'),
      join('// ox', 'lint-dis', 'able-next-line'),
      join('/* es', 'lint-dis', 'able */'),
      join('// pret', 'tier-ign', 'ore'),
    ],
    leaves: ['the same as anybody'],
  },
  {
    says: 'no test runs alone',
    where: tests,
    never: pattern('\\.on', 'ly\\(|\\.on', 'lyIf\\('),
    finds: [join('test.on', "ly('x', () => {})")],
  },
  {
    // `context.skip('why')` and `test.skipIf(condition)` are listed by the report; these would vanish
    says: 'no test is left out for good',
    where: tests,
    never: pattern(
      '\\b(test|it|describe|suite)\\.(sk',
      'ip|to',
      'do)\\(|\\bx(it|test|describe)\\(|\\.sk',
      'ip\\(\\)',
    ),
    finds: [join('test.sk', "ip('x', () => {})"), join('it.to', "do('x')"), join('context.sk', 'ip()')],
    leaves: ["if (!there) context.skip('the data is not there')", 'test.skipIf(!there)('],
  },
  {
    says: 'relative imports name the file with its ending',
    where: code,
    never: /(\bfrom|\bimport)\s*\(?'\.{1,2}\/[^']*(?<!\.(ts|tsx|js|cjs|json|css|svg))'/,
    finds: [join("import { a } from '", "./a'"), join("await import('", "../b')")],
    leaves: ["import { a } from './a.ts'"],
  },
  {
    says: 'only the gate makes a query builder or names a dialect',
    where: outsideGate,
    never: /new Kysely\b|\b(Postgres|Mysql|Sqlite|Mssql)(Dialect|Driver)\b/,
    finds: ['const db = new Kysely<Schema>({})', "import { PostgresDialect } from 'kysely'"],
    leaves: ["import { sql } from 'kysely'"],
  },
  {
    says: 'nothing names a registry of packages',
    where: written,
    never: pattern(
      'regis',
      'try\\.(np',
      'mjs|yar',
      'npkg)|npm',
      'mirror|npm\\.pkg\\.git',
      'hub|arti',
      'factory',
    ),
    finds: [join('https://regis', 'try.np', 'mjs.org/x'), join('https://arti', 'factory.example')],
  },
  {
    says: 'nothing names a path of one machine',
    where: written,
    never: pattern('(^|[\\s\'"`(=:])/(wo', 'rk|ro', 'ot|ho', 'me/\\w+|Us', 'ers/\\w+)(/|\\b(?!["\']?:))'),
    finds: [join("const x = '/wo", "rk/data'"), join('cd /ho', 'me/someone/x'), join('(/ro', 'ot/.cache)')],
    leaves: ["fetch('/api/v1/people')", 'docs/work'],
  },
]

test('there are sources to look at', () => {
  expect(sources.length).toBeGreaterThan(50)
  expect(tests.length).toBeGreaterThan(5)
})

test('no file is a barrel, and no folder is a drawer', () => {
  expect(files.filter((path) => /(^|\/)index\.tsx?$/.test(path))).toEqual([])
  expect(files.filter((path) => /(^|\/)(utils?|helpers?|common|shared|lib)\//.test(path))).toEqual([])
})

describe.each(habits)('$says', ({ where, never, finds, leaves = [] }) => {
  test('in every file', () => {
    expect(where.length).toBeGreaterThan(0)
    expect(where.flatMap((path) => linesOf(path, never))).toEqual([])
  })

  test('and the pattern sees', () => {
    expect(finds.filter((line) => !never.test(line))).toEqual([])
    expect(leaves.filter((line) => never.test(line))).toEqual([])
  })
})

/** Lines of a file that match, as `path:line: text`. */
function linesOf(path: string, never: RegExp): string[] {
  const lines = read(path).split('\n')
  return lines.flatMap((line, at) => (never.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : []))
}
