import { beforeAll, expect, test } from 'vitest'
import { createPerson } from '../features/people/create-person.ts'
import { undoImport } from '../features/imports/undo-import.ts'
import { receiveFile, startImport } from '../features/imports/start-import.ts'
import { isOneCommit, perform, type Caller } from '../gate/command.ts'
import type { Repeat } from '../gate/repeats.ts'
import { openHouse, type TestHouse } from '../test/kit/house.ts'
import { bytesOf, CONTRACT, FROM, SERVICE } from '../test/kit/importing.ts'
import { withClient } from '../test/kit/postgres.ts'

// a write with an Idempotency-Key happens once, wherever its server ends and whenever it is asked for again

let house: TestHouse
let jo: Caller
let count = 0

beforeAll(async () => {
  house = await openHouse()
  jo = { ...(await house.staff('service', 'sales', 'privacy_officer')), roles: ['administrator', 'service'] }
})

function aRequest() {
  const email = `once${++count}@example.org`
  const input = {
    fields: { given_name: 'Once', email },
    source: { kind: 'person' as const, detail: 'a form' },
    grants: [{ purpose: SERVICE, basis: 'contract' as const, evidence: { kind: 'contract' as const } }],
  }
  return { email, input, key: `key-${count}` }
}

const reserve = (key: string, input: unknown, once = true) =>
  house.gate.repeats.reserve(`${jo.id} test`, key, JSON.stringify(input), once)
const write = (input: ReturnType<typeof aRequest>['input'], repeat: Repeat) =>
  perform(house.gate, createPerson, jo, SERVICE, input, repeat)

async function taken(...asked: Parameters<typeof reserve>): Promise<Repeat> {
  const found = await reserve(...asked)
  if ('status' in found) throw new Error('it was done before')
  return found
}

/** As if so much time had gone by since. */
async function later(minutes: number): Promise<void> {
  await asGate(`update goodfaith.repeats set at = at - make_interval(mins => ${minutes})`)
}

async function asGate(text: string): Promise<void> {
  await withClient(house.database.ownerUrl, async (client) => {
    await client.query(`begin; set local role goodfaith_gate; ${text}; commit`)
  })
}

async function found(email: string): Promise<string[]> {
  const { items } = await house.gate.read({ actor: jo, purpose: SERVICE }, ({ people }) =>
    people.search({ query: email, limit: 5, fields: ['email'] }),
  )
  return items.map(({ id }) => id)
}

test('its server ends right behind the commit: hours later the same request answers with the id, and does nothing', async () => {
  const { email, input, key } = aRequest()
  const repeat = await taken(key, input)
  // nothing of ours runs any more once this is committed
  const { id } = await write(input, repeat)
  await later(24 * 60)
  expect(await reserve(key, input)).toEqual({ status: 201, id })
  expect(await found(email)).toEqual([id])
})

test('its server ends before the commit: after two minutes it may be tried anew, and not before', async () => {
  const { email, input, key } = aRequest()
  await taken(key, input)
  await expect(reserve(key, input)).rejects.toMatchObject({ code: 'version_conflict' })
  await later(3)
  const { id } = await write(input, await taken(key, input))
  expect(await found(email)).toEqual([id])
})

test('one that was only slow is refused at its last statement, and leaves nothing', async () => {
  const { email, input, key } = aRequest()
  const slow = await taken(key, input)
  await later(3)
  const { id } = await write(input, await taken(key, input))
  await expect(write(input, slow)).rejects.toMatchObject({ code: 'version_conflict' })
  expect(await found(email)).toEqual([id])
  // nor can it take away what the other noted
  await house.gate.repeats.giveUp(slow)
  expect(await reserve(key, input)).toEqual({ status: 201, id })
})

test('ten at once do it once', async () => {
  const { email, input, key } = aRequest()
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, async () => {
      const repeat = await reserve(key, input)
      return 'status' in repeat ? repeat.id : (await write(input, repeat)).id
    }),
  )
  const ids = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(new Set(ids).size).toBe(1)
  expect(await found(email)).toEqual([ids[0]])
})

test('a deed of several commits that did not end is told as such, and not done again', async () => {
  const { key } = aRequest()
  expect(isOneCommit(undoImport)).toBe(false)
  await taken(key, 'a test', false)
  await later(3)
  await expect(reserve(key, 'a test', false)).rejects.toMatchObject({ code: 'request_unsettled' })
  await later(60 * 24)
  await expect(reserve(key, 'a test', false)).rejects.toMatchObject({ code: 'request_unsettled' })
})

test('whoever was erased is not made again by the same request', async () => {
  const { email, input, key } = aRequest()
  const { id } = await write(input, await taken(key, input))
  const erasure = await house.gate.run({ actor: jo, purpose: SERVICE }, (tx) =>
    tx.erasures.begin(id, 'by letter', null),
  )
  await house.gate.erasures.carryOut(erasure)
  await later(10)
  await expect(reserve(key, input)).rejects.toMatchObject({ code: 'idempotency_reused' })
  expect(await found(email)).toEqual([])
})

test('a file that is sent twice is imported once', async () => {
  const text = 'Name,Mail\nA,once@file.example\n'
  const options = { mapping: { Name: 'family_name', Mail: 'email' }, source: FROM, grants: [CONTRACT] }
  const asked = async () => {
    const received = await receiveFile(house.gate, 'a.csv', bytesOf(text))
    return { received, repeat: await reserve('file', [received.file, received.digest]) }
  }
  const first = await asked()
  if ('status' in first.repeat) throw new Error('it was done before')
  const { id } = await startImport(house.gate, jo, SERVICE, first.received, options, first.repeat)
  await later(60)
  const second = await asked()
  expect(second.received.id).not.toBe(id)
  expect(second.repeat).toEqual({ status: 202, id })
})
