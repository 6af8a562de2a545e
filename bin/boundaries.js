/**
 * Checks the import rule (.dependency-cruiser.cjs) in the folder it is started in and prints one line per breach:
 * `rule: file → file`. It also holds the tool to account: every source file has to be among those it read, since
 * under a compiler that it cannot load dependency-cruiser reads nothing and finds nothing.
 */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const FOLDERS = ['core', 'gate', 'features', 'server', 'cli', 'web', 'portal', 'ui', 'db', 'test', 'bench']

/**
 * @returns {Promise<{ breaches: string[], unread: string[], read: number }>} `read` counts our own modules,
 *   `unread` names the source files that were not among them
 */
async function checkBoundaries() {
  const folders = FOLDERS.filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory())
  const sources = folders.flatMap(sourcesIn)
  const options = await extractDepcruiseOptions(join(process.cwd(), '.dependency-cruiser.cjs'))
  const { output } = await cruise(folders.filter(hasSources), options, undefined, {
    tsConfig: extractTSConfig('tsconfig.json'),
  })
  const read = new Set(output.modules.map((module) => module.source))
  const ours = [...read].filter((path) => FOLDERS.includes(path.split('/')[0]))
  return {
    breaches: output.summary.violations.map(describe),
    unread: sources.filter((path) => !read.has(path)),
    read: ours.length,
  }
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = `${folder}/${item.name}`
    if (item.isDirectory()) return sourcesIn(path)
    return /\.tsx?$/.test(item.name) ? [path] : []
  })
}

const hasSources = (folder) => sourcesIn(folder).length > 0

function describe({ rule, from, to, cycle }) {
  const way = cycle ? cycle.map((step) => step.name ?? step).join(' → ') : to
  return `${rule.name}: ${from} → ${way}`
}

const { breaches, unread, read } = await checkBoundaries()
for (const breach of breaches) console.log(breach)
for (const path of unread) console.log(`not read: ${path}`)
console.log(`${read} modules, ${breaches.length} breaches`)
if (breaches.length || unread.length || read === 0) process.exitCode = 1
