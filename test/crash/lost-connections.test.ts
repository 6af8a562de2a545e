import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { Problem } from '../../core/errors.ts'
import { goOnWithImports } from '../../features/imports/run-import.ts'
import type { Caller } from '../../gate/command.ts'
import { aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { importer, SERVICE } from '../kit/importing.ts'
import { withClient } from '../kit/postgres.ts'
import { Dice, seedOf } from './dice.ts'

// connections to both databases end at any moment of any work: a clear answer, nothing half done, and the pools recover

const CUTS = 80
const ROWS = 6000
const dice = new Dice(seedOf(process.env))
/** What a lost connection may be answered with; two that met again may find that the other was first. */
const CLEAR = ['database_unreachable', 'ledger_unreachable', 'keyring_unreachable', 'version_conflict']

let house: TestHouse
let jo: Caller
const acknowledged = new Set<string>()
const leaving = new Map<string, string>()
const failed: Problem[] = []

beforeAll(async () => {
  house = await openHouse()
  jo = { ...(await house.staff('service')), roles: ['service'] }
})

/** Does it again and again until it is over; what fails has to be a problem with a code. */
async function again(over: AbortSignal, work: () => Promise<unknown>): Promise<number> {
  let done = 0
  while (!over.aborted) {
    try {
      await work()
      done++
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      failed.push(error)
      await sleep(2)
    }
  }
  return done
}

async function create(): Promise<void> {
  const errand = { actor: jo, purpose: SERVICE }
  const [id] = await house.gate.run(errand, (tx) => tx.people.create([aPerson()]))
  acknowledged.add(id!)
}

async function read(): Promise<void> {
  const errand = { actor: jo, purpose: SERVICE }
  await house.gate.read(errand, (rd) => rd.people.list({ sort: 'recent', limit: 20, fields: ['given_name'] }))
}

async function erase(): Promise<void> {
  const id = dice.pick([...acknowledged])
  if (id === undefined) return void (await sleep(5))
  acknowledged.delete(id)
  const errand = { actor: jo, purpose: SERVICE }
  const erasure = await house.gate.run(errand, (tx) => tx.erasures.begin(id, 'asked', null))
  leaving.set(id, erasure)
  await house.gate.erasures.carryOut(erasure)
}

/** Ends a session of the two databases, whosever it is, in whatever it is doing. */
async function cut(): Promise<void> {
  await withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname in (current_database(), current_database() || '_keyring')
        and backend_type = 'client backend' and pid <> pg_backend_pid() order by pid`,
    )
    const chosen = dice.pick(rows)
    if (chosen) await client.query('select pg_terminate_backend($1)', [chosen.pid])
  })
}

test(
  `a connection is lost ${CUTS} times in everything at once (SEED=${dice.seed})`,
  { timeout: 110_000 },
  async () => {
    const { start, recordOf } = importer(house, jo)
    const over = new AbortController()
    const rows = Array.from({ length: ROWS }, (_, i) => `Vera,Row${i},row${i}@example.org`)
    const { id } = await start(['Vorname,Nachname,E-Mail', ...rows].join('\n'))
    const doing = [
      again(over.signal, create),
      again(over.signal, create),
      again(over.signal, read),
      again(over.signal, erase),
    ]
    const resuming = again(over.signal, async () => {
      await sleep(50)
      await goOnWithImports(house.gate)
    })
    for (let nth = 0; nth < CUTS; nth++) {
      await sleep(dice.between(5, 120))
      await cut()
    }
    over.abort()
    const done = await Promise.all([...doing, resuming])
    for (const [nth, times] of done.entries()) expect(times, `work ${nth} came through`).toBeGreaterThan(0)
    expect(failed.length, 'nobody noticed').toBeGreaterThan(0)
    expect([...new Set(failed.map(({ code }) => code))].filter((code) => !CLEAR.includes(code))).toEqual([])

    while (['queued', 'running'].includes((await recordOf(id)).state)) {
      await goOnWithImports(house.gate)
      await sleep(50)
    }
    expect(await recordOf(id)).toMatchObject({
      state: 'done',
      rows_read: ROWS,
      imported: ROWS,
      duplicates: 0,
      updated: 0,
    })
  },
)

test('the pools have recovered, and nothing is lost or half done', { timeout: 60_000 }, async () => {
  for (let nth = 0; nth < 20; nth++) await create().catch(() => undefined)
  await Promise.all(Array.from({ length: 20 }, create))
  await house.gate.erasures.goOn()
  const errand = { actor: jo, purpose: SERVICE }
  for (const id of acknowledged) await house.gate.read(errand, (rd) => rd.people.byId(id, ['email']))
  for (const [id, erasure] of leaving) {
    await expect(house.gate.read(errand, (rd) => rd.people.byId(id))).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await house.gate.erasures.read(erasure)).state).toBe('done')
  }
  expect((await house.gate.verify()).filter(({ wrong }) => wrong > 0)).toEqual([])
})
