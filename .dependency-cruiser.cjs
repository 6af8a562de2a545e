/**
 * The house's import rule: arrows point only down (see "How the house is built" in CONTRIBUTING.md).
 * test/house/boundaries.test.ts shows each rule refusing a tree that breaks it.
 */

/** The features in their order: one may use the commands and queries of an earlier one. */
const FEATURES = [
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
  'campaigns',
  'fairness',
  'service',
  'support',
  'sharing',
  'requests',
  'erasure',
  'reports',
]

const OURS = '^(core|gate|features|server|cli|web|portal|ui|db|bin|test|bench)/'
const TEST = '\\.test\\.tsx?$'

/** A folder of ours may import these folders of ours, and no others. Tests may use test/ as well. */
function mayImport(folder, allowed, why) {
  return {
    name: `${folder}-imports`,
    comment: why,
    severity: 'error',
    from: { path: `^${folder}/`, pathNot: TEST },
    to: { path: OURS, pathNot: `^(${[folder, ...allowed].join('|')})/` },
  }
}

/** The same for the tests that stand beside the code: the folder's rule, and test/. */
function testMayImport(folder, allowed) {
  return {
    name: `${folder}-tests-import`,
    comment: 'A test stands on the same floor as what it tests, with test/ beside it.',
    severity: 'error',
    from: { path: `^${folder}/.*${TEST}` },
    to: { path: OURS, pathNot: `^(${[folder, ...allowed, 'test'].join('|')})/` },
  }
}

const floors = [
  ['core', [], 'core imports nothing of ours.'],
  ['gate', ['core'], 'gate imports core only.'],
  ['features', ['core', 'gate'], 'A feature imports core, gate and earlier features.'],
  ['db', ['core'], 'Seeds are made of nothing but the rules of core.'],
  ['server', ['core', 'gate', 'features', 'db'], 'server imports features, gate, core and the seeds.'],
  [
    'cli',
    ['core', 'gate', 'features', 'server'],
    'cli imports features, gate, core and where server is put together.',
  ],
  ['ui', ['core'], 'ui imports core only.'],
  ['web', ['ui', 'core', 'features'], 'web imports ui, core and types of commands.'],
  ['portal', ['ui', 'core', 'features'], 'portal imports ui, core and types of commands.'],
]

const laterFeatures = FEATURES.slice(0, -1).map((feature, at) => ({
  name: `feature-order-${feature}`,
  comment: `${feature} may use only features before it: ${FEATURES.slice(0, at).join(', ') || 'none'}.`,
  severity: 'error',
  from: { path: `^features/${feature}/` },
  to: { path: `^features/(${FEATURES.slice(at + 1).join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...floors.map(([folder, allowed, why]) => mayImport(folder, allowed, why)),
    ...floors.map(([folder, allowed]) => testMayImport(folder, allowed)),
    ...laterFeatures,
    {
      name: 'feature-unknown',
      comment: 'A feature has its place in the order: add it to FEATURES in .dependency-cruiser.cjs.',
      severity: 'error',
      from: {},
      to: { path: '^features/[^/]+/', pathNot: `^features/(${FEATURES.join('|')})/` },
    },
    {
      name: 'feature-inside',
      comment: 'Of another feature only its commands (verb-noun.ts) and queries.ts may be used.',
      severity: 'error',
      from: { path: '^features/([^/]+)/', pathNot: TEST },
      to: {
        path: '^features/',
        pathNot: ['^features/$1/', '^features/[^/]+/(queries|[a-z]+-[a-z-]+)\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'feature-wiring',
      comment: 'What stands in features/ itself lists them all, for those above; no feature knows that list.',
      severity: 'error',
      from: { path: '^(core|gate|features/[^/]+)/', pathNot: TEST },
      to: { path: '^features/[^/]+\\.ts$' },
    },
    {
      name: 'cli-into-server',
      comment: 'Of server, cli uses only where it is put together and started.',
      severity: 'error',
      from: { path: '^cli/', pathNot: TEST },
      to: {
        path: '^server/',
        pathNot: '^server/(compose|demo|start)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'screens-types-only',
      comment: 'Screens take only types from features: code of the server must not reach a browser.',
      severity: 'error',
      from: { path: '^(web|portal)/' },
      to: { path: '^features/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure',
      comment: 'core runs in the browser too and does no I/O; screens run there only.',
      severity: 'error',
      from: { path: '^(core|ui|web|portal)/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'driver-in-gate',
      comment: 'Only gate/ speaks to PostgreSQL and to the crypto library; others ask the gate.',
      severity: 'error',
      from: { path: '^(core|features|server|cli|ui|web|portal|db)/', pathNot: TEST },
      to: {
        path: '(^|/)(node_modules/)?(pg|pg-[a-z]+|@types/pg|sodium-native|kysely/dist/[a-z]+/dialect)(/|$)|^(node:)?crypto$',
      },
    },
    {
      name: 'not-to-test',
      comment: 'Only tests and benchmarks may import test/.',
      severity: 'error',
      from: { pathNot: ['^(test|bench)/', TEST] },
      to: { path: ['^test/', TEST] },
    },
    {
      name: 'not-to-bench',
      comment: 'Benchmarks measure the house; nothing stands on them.',
      severity: 'error',
      from: { pathNot: '^(bench|test)/' },
      to: { path: '^bench/' },
    },
    {
      name: 'no-cycle',
      comment: 'No cycle anywhere.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrel',
      comment: 'Import the file that has it.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)index\\.tsx?$', pathNot: 'node_modules' },
    },
    {
      name: 'no-drawer',
      comment: 'A folder is named after what it holds.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)(utils?|helpers?|common|shared|lib)/', pathNot: 'node_modules' },
    },
    {
      name: 'declared',
      comment: 'Every package that is imported stands in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] },
    },
    {
      name: 'resolves',
      comment: 'Every import leads to a file.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'not-dev',
      comment: 'The server runs without the development packages.',
      severity: 'error',
      from: { path: '^(core|gate|features|server|cli)/', pathNot: TEST },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^data/', '^coverage/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'browser', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
