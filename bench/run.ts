/**
 * `npm run bench`: Goodfaith against a hand-written plain server on the same PostgreSQL in the same run, and the times
 * it promises. `--help` tells the options. Everything it starts it ends; everything it writes but the results it removes.
 */
import { chmod, mkdtemp, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Embedded, startEmbedded } from '../gate/postgres/embedded.ts'
import { stopAll } from './children.ts'
import type { House } from './goodfaith.ts'
import {
  type Imported,
  measureImport,
  measureMoments,
  measureStarts,
  type Moments,
  type Starts,
} from './moments.ts'
import { asAdmin, IDS, startPlain } from './plain/yardstick.ts'
import { print, type Results } from './report.ts'
import { OPERATIONS, type Operation } from './requests.ts'
import { machine, writeResults } from './table.ts'
import { compare, type Plan } from './throughput.ts'

const SEED = 1
const HELP = `npm run bench -- [options]

  --people 100000        how many people; several with commas compare sizes
  --connections 1,16     at how many connections
  --seconds 2            how long each round measures
  --rounds 5             how often the two servers take turns
  --only create,by_id    some operations: ${OPERATIONS.join(', ')}
  --plain                the plain server alone
  --name NAME            part of the name of the file of results
`

interface Options {
  readonly people: readonly number[]
  readonly plan: Plan
  readonly plainAlone: boolean
  readonly name: string
}

function optionsFrom(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: 'string', default: '100000' },
      connections: { type: 'string', default: '1,16' },
      seconds: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: OPERATIONS.join(',') },
      plain: { type: 'boolean', default: false },
      name: { type: 'string', default: 'bench' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    process.exit(0)
  }
  const [seconds, rounds] = [...numbers(values.seconds), ...numbers(values.rounds)]
  const operations = values.only
    .split(',')
    .filter((name): name is Operation => OPERATIONS.some((o) => o === name))
  if (operations.length !== values.only.split(',').length)
    throw new RangeError(`--only takes ${OPERATIONS.join(', ')}`)
  return {
    people: numbers(values.people),
    plan: { operations, connections: numbers(values.connections), rounds: rounds!, seconds: seconds! },
    plainAlone: values.plain,
    name: values.name,
  }
}

function numbers(text: string): number[] {
  const list = text.split(',').map(Number)
  if (!list.every((value) => Number.isFinite(value) && value > 0))
    throw new RangeError(`not a number: ${text}`)
  return list
}

/** One size, on a data folder of its own that goes when it is done. */
async function measureSize(people: number, options: Options): Promise<Results> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'goodfaith-bench-'))
  await chmod(dataFolder, 0o711)
  let postgres: Embedded | undefined
  let own: { house: House; starts: Starts } | undefined
  try {
    if (!options.plainAlone) own = await measureStarts(dataFolder)
    postgres = await startEmbedded({ dataFolder, log: say })
    say(`${people} people: filling the plain server's table`)
    const plain = await startPlain(postgres, people, SEED)
    let imported: Imported | null = null
    let moments: Moments | null = null
    let ids: string[] = []
    if (own) {
      say(`${people} people: importing them into Goodfaith`)
      imported = await measureImport(own.house, people, SEED)
      // before the moments, some of whose people are withdrawn
      ids = await idsOf(postgres)
      moments = await measureMoments(own.house.target)
    }
    const loaded = { people, seed: SEED, ids }
    const postmaster = postgres.pid
    const goodfaith = own && { ...own.house, pid: own.house.process.pid!, postmaster, loaded }
    const yardstick = { ...plain, pid: plain.process.pid!, postmaster }
    const comparisons = await compare({ plain: yardstick, goodfaith: goodfaith ?? null }, options.plan, say)
    await plain.stop()
    return { people, comparisons, starts: own?.starts ?? null, imported, moments }
  } finally {
    await own?.house.stop()
    await stopAll()
    await postgres?.stop()
    // where the account that runs PostgreSQL could not enter the data folder, the database lies outside it
    const outside = await readlink(join(dataFolder, 'postgres', 'home')).catch(() => undefined)
    if (outside) await rm(outside, { recursive: true, force: true })
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** Ids of Goodfaith's people at random: the API gives them in order, and neighbours share their pages in the cache. */
async function idsOf(postgres: Embedded): Promise<string[]> {
  const names = await asAdmin(postgres, 'postgres', (client) =>
    client.query<{ datname: string }>(
      'select datname from pg_database where datallowconn and not datistemplate',
    ),
  )
  for (const { datname } of names.rows) {
    const ids = await asAdmin(postgres, datname, async (client) => {
      const table = await client.query(`select from pg_class where oid = to_regclass('goodfaith.persons')`)
      if (table.rowCount === 0) return []
      const text = 'select person_id from goodfaith.persons order by random() limit $1'
      return (await client.query<{ person_id: string }>(text, [IDS])).rows.map((row) => row.person_id)
    })
    if (ids.length > 0) return ids
  }
  throw new Error("Goodfaith's people are in none of the databases")
}

function say(line: string): void {
  console.error(line)
}

process.once('SIGINT', () => void stopAll().then(() => process.exit(130)))
const options = optionsFrom(process.argv.slice(2))
const before = machine()
const results: Results[] = []
for (const people of options.people) results.push(await measureSize(people, options))
print(results)
const path = await writeResults(options.name, { machine: before, plan: options.plan, results })
console.log(`Written to ${path}`)
