/** What has to happen within a time: starts, imports, withdrawals, erasures. All through the API. */
import { openAsBlob } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { residentMegabytes } from './children.ts'
import { build, call, type House, startGoodfaith } from './goodfaith.ts'
import { personAt } from './people.ts'
import { COLLECTED, type Target } from './requests.ts'
import { median } from './throughput.ts'

const IDLE_MS = 10_000

export interface Starts {
  readonly firstMs: number
  readonly laterMs: number
  readonly idleMegabytes: number
}

/** Starts on an empty data folder, again on the same, and waits for idleness. The second server stays. */
export async function measureStarts(dataFolder: string): Promise<{ house: House; starts: Starts }> {
  await build()
  const first = await startGoodfaith(dataFolder)
  await first.stop()
  const house = await startGoodfaith(dataFolder)
  await sleep(IDLE_MS)
  const idleMegabytes = await residentMegabytes(house.process.pid!)
  return { house, starts: { firstMs: first.readyMs, laterMs: house.readyMs, idleMegabytes } }
}

export interface Imported {
  readonly perSecond: number
  readonly megabytesBefore: number
  /** the highest in the first and in the second half: flat memory does not grow from one to the other */
  readonly megabytesFirstHalf: number
  readonly megabytesSecondHalf: number
}

interface Import {
  readonly id: string
  readonly state: string
  readonly counts: { readonly imported: number }
}

/** Imports people 0 to `people` - 1 from a CSV file and watches the server's memory meanwhile. */
export async function measureImport(house: House, people: number, seed: number): Promise<Imported> {
  const folder = await mkdtemp(join(tmpdir(), 'goodfaith-bench-'))
  try {
    const file = join(folder, 'people.csv')
    const columns = await writeCsv(file, people, seed)
    const form = new FormData()
    form.set(
      'options',
      JSON.stringify({
        mapping: Object.fromEntries(columns.map((column) => [column, column])),
        source: COLLECTED.source,
        grants: [{ ...COLLECTED.grants[0], evidence: { kind: 'import', detail: 'benchmark' } }],
        dry_run: false,
      }),
    )
    form.set('file', await openAsBlob(file, { type: 'text/csv' }), 'people.csv')
    const pid = house.process.pid!
    const megabytesBefore = await residentMegabytes(pid)
    const began = performance.now()
    const { body } = await call<Import>(house.target, 'POST', '/imports', [200, 201, 202], { form })
    const memory: number[] = []
    const done = await followed(house.target, body.id, async () => memory.push(await residentMegabytes(pid)))
    const seconds = (performance.now() - began) / 1000
    if (done.counts.imported !== people)
      throw new Error(`${done.counts.imported} of ${people} people were imported`)
    const half = Math.ceil(memory.length / 2)
    return {
      perSecond: people / seconds,
      megabytesBefore,
      megabytesFirstHalf: Math.max(...memory.slice(0, half)),
      megabytesSecondHalf: Math.max(...memory.slice(half - 1)),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

export interface Moments {
  /** withdrawals after which the very next read was refused, of how many */
  readonly refused: number
  readonly withdrawals: number
  readonly withdrawalMs: number
  /** from asking for an erasure until it is done, for a person with a thousand rows */
  readonly erasureMs: number
  readonly erasedRows: number
}

const WITHDRAWALS = 20
/** Each change is a source and a ledger link of the person's. */
const CHANGES = 500

/** Withdrawals that the next call has to respect, and the erasure of a person with many rows. */
export async function measureMoments(target: Target): Promise<Moments> {
  let refused = 0
  const times: number[] = []
  for (let i = 0; i < WITHDRAWALS; i++) {
    const id = await newPerson(target, i)
    await call(target, 'GET', `/people/${id}`, [200])
    const { ms } = await call(target, 'POST', `/people/${id}/withdrawals`, [200, 201], {
      body: { purpose: 'all' },
    })
    const { status } = await call(target, 'GET', `/people/${id}`, [200, 404])
    times.push(ms)
    if (status === 404) refused++
  }
  return { refused, withdrawals: WITHDRAWALS, withdrawalMs: median(times), ...(await measureErasure(target)) }
}

interface Erasure {
  readonly id: string
  readonly state: string
  readonly holdings: readonly { readonly count: number }[]
}

async function measureErasure(target: Target): Promise<{ erasureMs: number; erasedRows: number }> {
  const id = await newPerson(target, WITHDRAWALS)
  for (let i = 0; i < CHANGES; i++) {
    const body = { fields: { city: `Town ${i}` }, source: COLLECTED.source }
    await call(target, 'PATCH', `/people/${id}`, [200], { body })
  }
  const began = performance.now()
  const asked = await call<Erasure>(target, 'POST', `/people/${id}/erasure`, [200, 201, 202], {
    body: { reason: 'benchmark' },
    purpose: 'rights.request',
  })
  let erasure = asked.body
  while (erasure.state === 'recorded' || erasure.state === 'running') {
    if (performance.now() - began > 60_000) throw new Error('the erasure did not end within a minute')
    await sleep(10)
    erasure = (await call<Erasure>(target, 'GET', `/erasures/${asked.body.id}`, [200])).body
  }
  const erasureMs = performance.now() - began
  await call(target, 'GET', `/people/${id}`, [404])
  return { erasureMs, erasedRows: erasure.holdings.reduce((sum, { count }) => sum + count, 0) }
}

/** Somebody new who takes part by consent, so that all of it can be withdrawn. */
async function newPerson(target: Target, number: number): Promise<string> {
  const { given_name, family_name, email, city } = personAt(number, Math.floor(Date.now() / 1000))
  const grant = {
    purpose: 'service.request',
    basis: 'consent',
    notice: 'service.request@1',
    evidence: { kind: 'form', detail: 'benchmark' },
  }
  const body = { fields: { given_name, family_name, email, city }, source: COLLECTED.source, grants: [grant] }
  return (await call<{ id: string }>(target, 'POST', '/people', [201], { body })).body.id
}

async function followed(target: Target, id: string, each: () => Promise<unknown>): Promise<Import> {
  for (;;) {
    const { body } = await call<Import>(target, 'GET', `/imports/${id}`, [200])
    await each()
    if (body.state === 'done') return body
    if (body.state !== 'queued' && body.state !== 'running') throw new Error(`the import is ${body.state}`)
    await sleep(200)
  }
}

async function writeCsv(path: string, people: number, seed: number): Promise<string[]> {
  const columns = Object.keys(personAt(0)) as (keyof ReturnType<typeof personAt>)[]
  const file = await open(path, 'w')
  await file.write(`${columns.join(',')}\n`)
  for (let start = 0; start < people; start += 10_000) {
    const numbers = Array.from({ length: Math.min(10_000, people - start) }, (_, i) => start + i)
    const lines = numbers.map((number) => {
      const person = personAt(number, seed)
      return columns.map((column) => `"${(person[column] ?? '').replaceAll('"', '""')}"`).join(',')
    })
    await file.write(`${lines.join('\n')}\n`)
  }
  await file.close()
  return columns
}
