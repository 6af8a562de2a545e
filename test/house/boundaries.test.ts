/** The import rule can fail: a tree that breaks each rule once is refused by exactly that rule. */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: { name: string; to: { pathNot?: string } }[]
}

/** What is imported in the trees, and what a sound house looks like. */
const sound: Record<string, string> = {
  'core/a.ts': 'export const a = 1',
  'core/type.ts': 'export type T = string',
  'gate/gate.ts': "import pg from 'pg'\nimport { a } from '../core/a.ts'\nexport const gate = [pg, a]",
  'gate/crypto.ts': "import { randomBytes } from 'node:crypto'\nexport const bytes = randomBytes",
  'features/consent/queries.ts': "import { gate } from '../../gate/gate.ts'\nexport const q = gate",
  'features/consent/give-grant.ts': 'export const giveGrant = 1\nexport type Grant = string',
  'features/consent/feature.ts':
    "import { giveGrant } from './give-grant.ts'\nexport const list = [giveGrant]",
  'features/people/create-person.ts':
    "import { giveGrant } from '../consent/give-grant.ts'\nimport { q } from '../consent/queries.ts'\nexport const createPerson = [giveGrant, q]",
  'features/people/create-person.test.ts':
    "import { kit } from '../../test/kit/kit.ts'\nimport { createPerson } from './create-person.ts'\nimport { createHash } from 'node:crypto'\nexport const t = [kit, createPerson, createHash]",
  'server/start.ts':
    "import { list } from '../features/consent/feature.ts'\nimport { readFile } from 'node:fs/promises'\nexport const start = [list, readFile]",
  'features/all.ts': "import { list } from './consent/feature.ts'\nexport const all = list",
  'server/compose.ts': "import { all } from '../features/all.ts'\nexport const compose = all",
  'server/inner.ts': 'export const inner = 1',
  'cli/main.ts': "import { start } from '../server/start.ts'\nexport const main = start",
  'ui/button.tsx': "import { a } from '../core/a.ts'\nexport const Button = a",
  'web/page.tsx':
    "import { Button } from '../ui/button.tsx'\nimport type { Grant } from '../features/consent/give-grant.ts'\nexport const page: [number, Grant] = [Button, '']",
  'portal/page.tsx': "import { Button } from '../ui/button.tsx'\nexport const page = Button",
  'test/kit/kit.ts': "import { start } from '../../server/start.ts'\nexport const kit = start",
  'bench/run.ts': "import { kit } from '../test/kit/kit.ts'\nexport const run = kit",
}

const breaches: [rule: string, file: string, source: string][] = [
  ['core-imports', 'core/up.ts', "import { gate } from '../gate/gate.ts'\nexport const up = gate"],
  ['gate-imports', 'gate/up.ts', "import { compose } from '../server/compose.ts'\nexport const up = compose"],
  [
    'features-imports',
    'features/people/up.ts',
    "import { compose } from '../../server/compose.ts'\nexport const up = compose",
  ],
  ['db-imports', 'db/seeds/up.ts', "import { gate } from '../../gate/gate.ts'\nexport const up = gate"],
  ['server-imports', 'server/up.ts', "import { page } from '../web/page.tsx'\nexport const up = page"],
  ['cli-imports', 'cli/up.ts', "import { Button } from '../ui/button.tsx'\nexport const up = Button"],
  ['ui-imports', 'ui/up.ts', "import { page } from '../web/page.tsx'\nexport const up = page"],
  ['web-imports', 'web/up.ts', "import { page } from '../portal/page.tsx'\nexport const up = page"],
  [
    'portal-imports',
    'portal/up.ts',
    "import { compose } from '../server/compose.ts'\nexport const up = compose",
  ],
  ['core-tests-import', 'core/up.test.ts', "import { gate } from '../gate/gate.ts'\nexport const up = gate"],
  [
    'gate-tests-import',
    'gate/up.test.ts',
    "import { q } from '../features/consent/queries.ts'\nexport const up = q",
  ],
  [
    'features-tests-import',
    'features/people/up.test.ts',
    "import { compose } from '../../server/compose.ts'\nexport const up = compose",
  ],
  ['db-tests-import', 'db/up.test.ts', "import { gate } from '../gate/gate.ts'\nexport const up = gate"],
  [
    'server-tests-import',
    'server/up.test.ts',
    "import { page } from '../web/page.tsx'\nexport const up = page",
  ],
  [
    'cli-tests-import',
    'cli/up.test.ts',
    "import { Button } from '../ui/button.tsx'\nexport const up = Button",
  ],
  ['ui-tests-import', 'ui/up.test.ts', "import { page } from '../web/page.tsx'\nexport const up = page"],
  ['web-tests-import', 'web/up.test.ts', "import { page } from '../portal/page.tsx'\nexport const up = page"],
  [
    'portal-tests-import',
    'portal/up.test.ts',
    "import { page } from '../web/page.tsx'\nexport const up = page",
  ],
  [
    'feature-unknown',
    'features/ledger/other.ts',
    "import { x } from '../mystery/make-x.ts'\nexport const other = x",
  ],
  [
    'feature-wiring',
    'features/people/wiring.ts',
    "import { all } from '../all.ts'\nexport const wiring = all",
  ],
  [
    'feature-inside',
    'features/people/inside.ts',
    "import { list } from '../consent/feature.ts'\nexport const inside = list",
  ],
  ['cli-into-server', 'cli/inner.ts', "import { inner } from '../server/inner.ts'\nexport const i = inner"],
  [
    'screens-types-only',
    'web/code.ts',
    "import { giveGrant } from '../features/consent/give-grant.ts'\nexport const code = giveGrant",
  ],
  [
    'screens-types-only',
    'portal/code.ts',
    "import { giveGrant } from '../features/consent/give-grant.ts'\nexport const code = giveGrant",
  ],
  ['pure', 'core/file.ts', "import { readFileSync } from 'node:fs'\nexport const file = readFileSync"],
  ['driver-in-gate', 'features/people/driver.ts', "import pg from 'pg'\nexport const driver = pg"],
  ['driver-in-gate', 'server/sodium.ts', "import sodium from 'sodium-native'\nexport const s = sodium"],
  [
    'driver-in-gate',
    'server/hash.ts',
    "import { createHash } from 'node:crypto'\nexport const hash = createHash",
  ],
  ['driver-in-gate', 'cli/hash.ts', "import { createHash } from 'crypto'\nexport const hash = createHash"],
  ['not-to-test', 'server/kit.ts', "import { kit } from '../test/kit/kit.ts'\nexport const k = kit"],
  ['not-to-bench', 'server/bench.ts', "import { run } from '../bench/run.ts'\nexport const b = run"],
  [
    'no-cycle',
    'gate/left.ts',
    "import { right } from './right.ts'\nexport const left = (): unknown => right",
  ],
  ['no-barrel', 'gate/barrel.ts', "import { b } from './inner/index.ts'\nexport const barrel = b"],
  ['no-drawer', 'gate/drawer.ts', "import { d } from './utils/drawer.ts'\nexport const drawer = d"],
  ['declared', 'gate/undeclared.ts', "import fp from 'fastify-plugin'\nexport const undeclared = fp"],
  ['resolves', 'gate/lost.ts', "import { x } from './nowhere.ts'\nexport const lost = x"],
  ['not-dev', 'server/dev.ts', "import { test } from 'vitest'\nexport const dev = test"],
]

const beside: Record<string, string> = {
  'features/mystery/make-x.ts': 'export const x = 1',
  'gate/right.ts': "import { left } from './left.ts'\nexport const right = (): unknown => left",
  'gate/inner/index.ts': 'export const b = 1',
  'gate/utils/drawer.ts': 'export const d = 1',
}

const features = [
  'ledger',
  'staff',
  'consent',
  'people',
  'vault',
  'imports',
  'companies',
  'offers',
  'sales',
  'audiences',
].concat(['campaigns', 'fairness', 'service', 'support', 'sharing', 'requests', 'erasure', 'reports'])

/** Each feature once uses the one after it. */
const upward = features.slice(0, -1).map((feature, at): [string, string, string] => {
  const next = features[at + 1]
  return [
    `feature-order-${feature}`,
    `features/${feature}/use-later.ts`,
    `import { later } from '../${next}/later-thing.ts'\nexport const use = later`,
  ]
})
const later = Object.fromEntries(
  features.map((feature) => [`features/${feature}/later-thing.ts`, 'export const later = 1']),
)

const allBreaches = [...breaches, ...upward]
const folders: string[] = []
let soundOutput = ''
let brokenOutput = ''

beforeAll(() => {
  soundOutput = check(sound)
  brokenOutput = check({
    ...sound,
    ...beside,
    ...later,
    ...Object.fromEntries(allBreaches.map(([, file, source]) => [file, source])),
  })
}, 60_000)

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

test('a sound house is not refused', () => {
  expect(soundOutput).toBe(`${Object.keys(sound).length} modules, 0 breaches\nexit 0`)
})

test.each(allBreaches)('%s refuses %s', (rule, file) => {
  const line = brokenOutput.split('\n').find((each) => each.startsWith(`${rule}: ${file} → `))
  expect(line, brokenOutput).toBeDefined()
})

test('a broken house fails the command', () => {
  expect(brokenOutput).toMatch(/exit 1$/)
})

test('nothing else in the broken house is refused', () => {
  const guilty = new Set([...allBreaches.map(([, file]) => file), 'gate/right.ts'])
  const others = brokenOutput.split('\n').filter((line) => line.includes(' → '))
  expect(others.filter((line) => !guilty.has(line.split(': ')[1]?.split(' → ')[0] ?? ''))).toEqual([])
})

test('every rule has a breach above', () => {
  const shown = new Set(allBreaches.map(([rule]) => rule))
  expect(config.forbidden.map((rule) => rule.name).filter((name) => !shown.has(name))).toEqual([])
})

test('a source file that was not read fails the command', () => {
  const blind = { ...sound, '.dependency-cruiser.cjs': blindConfig() }
  expect(check(blind)).toMatch(/not read: core\/a\.ts[\s\S]*exit 1$/)
})

test('every feature of the house stands in the order', () => {
  const known = config.forbidden.find((rule) => rule.name === 'feature-unknown')?.to.pathNot ?? ''
  const there = readdirSync(join(root, 'features'), { withFileTypes: true }).filter((item) =>
    item.isDirectory(),
  )
  expect(
    there.map((item) => item.name).filter((name) => !new RegExp(known).test(`features/${name}/`)),
  ).toEqual([])
})

/** Writes a house into a folder of its own and runs the check on it. */
function check(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'goodfaith-house-'))
  folders.push(folder)
  for (const name of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, name), join(folder, name))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), source)
  }
  const run = spawnSync(process.execPath, [join(root, 'bin/boundaries.js')], {
    cwd: folder,
    encoding: 'utf8',
  })
  return `${run.stdout}${run.stderr}exit ${run.status}`
}

function blindConfig(): string {
  const real = readFileSync(join(root, '.dependency-cruiser.cjs'), 'utf8')
  return real.replace('exclude: { path: [', "exclude: { path: ['^core/', ")
}
