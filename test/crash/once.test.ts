import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bootstrap } from '../../gate/postgres/bootstrap.ts'
import { startEmbedded } from '../../gate/postgres/embedded.ts'
import { withClient } from '../kit/postgres.ts'
import { Dice, seedOf } from './dice.ts'
import { House } from './fire.ts'

// kill -9 while people are written with keys, wherever each write is: asked for again much later with the same key, every
// one of them is there once

const ROUNDS = 5
const AT_ONCE = 12
const dice = new Dice(seedOf(process.env))
const house = new House()
/** Addresses by the key under which they were sent. */
const sent = new Map<string, string>()
let count = 0

beforeAll(async () => {
  await house.start()
  await house.signIn()
}, 120_000)
afterAll(() => house.clear(), 60_000)

async function send(key: string): Promise<number> {
  const email = sent.get(key)!
  const { status } = await house.call(
    'POST',
    '/people',
    {
      fields: { given_name: 'Once', email },
      source: { kind: 'person', detail: 'the form of the fire drill' },
      grants: [{ purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }],
    },
    'service.request',
    { 'idempotency-key': key },
  )
  return status
}

function fresh(): string {
  const key = `fire-${++count}`
  sent.set(key, `once.${count}.${dice.seed}@example.org`)
  return key
}

/** As if every key had been taken ten minutes ago. */
async function tenMinutesLater(): Promise<void> {
  const server = await startEmbedded({ dataFolder: join(house.folder, 'data'), log: () => undefined })
  try {
    const { ownerUrl } = await bootstrap(server)
    await withClient(ownerUrl, async (client) => {
      await client.query('set role goodfaith_gate')
      await client.query("update goodfaith.repeats set at = at - interval '10 minutes'")
    })
  } finally {
    await server.stop()
  }
}

test(`writes that a kill cut off are done once (SEED=${dice.seed})`, { timeout: 300_000 }, async () => {
  let unanswered = 0
  for (let round = 0; round < ROUNDS; round++) {
    const open = new Set<string>()
    const writing = Array.from({ length: AT_ONCE }, async () => {
      for (let status = 201; status === 201;) {
        const key = fresh()
        open.add(key)
        // the kill cuts off the last one of each
        status = await send(key).catch(() => 0)
        if (status === 201) open.delete(key)
        else if (status > 0 && status < 500) throw new Error(`a write was refused: ${status}`)
      }
    })
    await sleep(dice.between(30, 400))
    await house.kill()
    await Promise.all(writing)
    unanswered += open.size
    expect(await house.start()).toBeUndefined()
    await tenMinutesLater()
    for (const key of open) expect(await send(key), 'asked for again').toBe(201)
  }
  expect(unanswered, 'no kill came in the middle of a write').toBeGreaterThan(ROUNDS)
  for (const email of sent.values()) {
    const { body } = await house.call('GET', `/people?search=${encodeURIComponent(email)}`)
    expect([email, (body as { items: unknown[] }).items.length]).toEqual([email, 1])
  }
})
