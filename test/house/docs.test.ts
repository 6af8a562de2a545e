/** What the pages say is so: links lead somewhere, commands exist, every package has its reason. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { bootstrapSql } from '../../gate/postgres/bootstrap-sql.ts'
import { filesIn, pathTo, read } from './tree.ts'

const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}
const pages = filesIn().filter((path) => path.endsWith('.md'))
const readme = read('README.md')
const run = promisify(execFile)
let asked: Promise<string[]> | undefined
/** Asked for once: it starts the command for each of its subcommands. */
const subcommands = () => (asked ??= commandLine())
const PATIENCE = 120_000

test('every relative link of every page leads to a file, and every #part to a heading', () => {
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  )
  expect(pages.length).toBeGreaterThan(3)
  expect(broken).toEqual([])
})

test('a broken link is seen', () => {
  expect(leadsSomewhere('README.md', 'docs/nowhere.md')).toBe(false)
  expect(leadsSomewhere('README.md', '#nowhere-at-all')).toBe(false)
  expect(leadsSomewhere('docs/errors.md', '../README.md')).toBe(true)
})

test('every file that a page names in its text exists', () => {
  const named = pages.flatMap((page) =>
    [
      ...withoutBlocks(read(page)).matchAll(
        /`((?:core|gate|features|server|cli|web|portal|ui|db|test|bench|docs|bin)\/[\w./-]+\.\w+)`/g,
      ),
    ]
      .map(([, path]) => path ?? '')
      .filter((path) => !existsSync(pathTo(path)))
      .map((path) => `${page}: ${path}`),
  )
  expect(named).toEqual([])
})

test('the README gives the two commands of the start', () => {
  const commands = commandsOf(readme)
  expect(commands).toContain('npm ci && npm start')
  expect(commands).toContain('npm ci && npm test')
})

test(
  'every command of every page is one that package.json or the command line has',
  { timeout: PATIENCE },
  async () => {
    const known = await subcommands()
    const strange = pages.flatMap((page) =>
      commandsOf(read(page))
        .flatMap((command) => unknownIn(command, known))
        .map((part) => `${page}: ${part}`),
    )
    expect(strange).toEqual([])
    expect(unknownIn('npm ci && npm start', known)).toEqual([])
    expect(unknownIn('npm run nothing && npx goodfaith nothing', known)).toHaveLength(2)
  },
)

test('the README names every subcommand', { timeout: PATIENCE }, async () => {
  const known = await subcommands()
  expect(known.length).toBeGreaterThan(10)
  expect(known.filter((name) => !readme.includes(`| \`${name}`))).toEqual([])
})

test('every variable of the README is read somewhere, and every one of ours that is read is in the README', () => {
  const code = filesIn()
    .filter((path) => /^(gate|features|server|cli)\/.*(?<!\.test)\.ts$/.test(path))
    .map(read)
    .join('\n')
  const listed = [...readme.matchAll(/^\| `([A-Z][A-Z_]+)`/gm)].map(([, name]) => name ?? '')
  const used = new Set(
    code.match(
      /\b(GOODFAITH_[A-Z_]+|DATABASE_URL|DATABASE_OWNER_URL|KEYRING_URL|KEYRING_OWNER_URL|PUBLIC_URL|SMTP_URL|LOG_LEVEL|PORT|HOST)\b/g,
    ),
  )
  expect(listed.length).toBeGreaterThan(5)
  expect(listed.filter((name) => !used.has(name))).toEqual([])
  expect([...used].filter((name) => !listed.includes(name))).toEqual([])
})

test('every package has a line of reason, and every line its package', () => {
  const packages = Object.keys({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  })
  const reasons = [...read('docs/decisions/dependencies.md').matchAll(/^\| `([^`]+)`/gm)].map(
    ([, name]) => name ?? '',
  )
  expect(packages.filter((name) => !reasons.includes(name))).toEqual([])
  expect(reasons.filter((name) => !packages.includes(name))).toEqual([])
  expect(reasons.filter((name, at) => reasons.indexOf(name) !== at)).toEqual([])
})

test("the script for a PostgreSQL of one's own is the one that the embedded server gets", () => {
  expect(read('docs/external-postgresql.sql')).toBe(bootstrapSql())
})

test('every version is pinned', () => {
  const versions = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '')
}

function linksOf(page: string): string[] {
  const text = withoutBlocks(read(page)).replace(/`[^`\n]*`/g, '')
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', part] = link.split('#')
  const target = path === '' ? page : posix.join(posix.dirname(page), decodeURIComponent(path))
  if (!existsSync(pathTo(target))) return false
  return part === undefined || !target.endsWith('.md') || headingsOf(target).includes(part)
}

/** Anchors as code hosts make them from headings. */
function headingsOf(page: string): string[] {
  const headings = [...withoutBlocks(read(page)).matchAll(/^#+ (.+)$/gm)]
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

/** The lines of a page's shell blocks. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = '']) => block.replace(/\\\n/g, ' ').split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
}

function unknownIn(command: string, known: string[]): string[] {
  return command.split(/&&|\|/).flatMap((part) => {
    const [program, first = '', second = ''] = part
      .trim()
      .split(/\s+/)
      .filter((each) => !/^[A-Z_]+=/.test(each))
    if (program === 'npm' && first === 'run') return manifest.scripts[second] ? [] : [part]
    if (program === 'npm' && (first === 'start' || first === 'test'))
      return manifest.scripts[first] ? [] : [part]
    if (program === 'npx' && first === 'goodfaith') {
      return known.some((each) => each === second || each.startsWith(`${second} `)) ? [] : [part]
    }
    return []
  })
}

/** The subcommands that `goodfaith --help` lists, with those of groups as `group name`. */
async function commandLine(): Promise<string[]> {
  const names = namesIn(await help([]))
  const inner = await Promise.all(names.map(async (name) => namesIn(await help([name]))))
  return names.flatMap((name, at) =>
    inner[at]?.length ? inner[at].map((each) => `${name} ${each}`) : [name],
  )
}

async function help(path: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [pathTo('bin/goodfaith.js'), ...path, '--help'])
  return stdout
}

function namesIn(text: string): string[] {
  const list = text.split(/^Commands:\n/m)[1] ?? ''
  return [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => name !== 'help')
}
