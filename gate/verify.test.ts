import { beforeAll, expect, test } from 'vitest'
import { v4 as uuid } from 'uuid'
import { aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'
import { keyHash } from './keyring.ts'
import type { Actor } from './token.ts'

let house: TestHouse
let service: Actor
const purpose = 'service.request'

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
})

const person = async () =>
  (await house.gate.once({ actor: service, purpose }, (tx) => tx.people.create([aPerson()])))[0]!
const main = (text: string, values: unknown[] = []) =>
  withClient(
    house.database.adminUrl,
    async (client) => (await client.query(text, values)).rows as { v: string }[],
  )
const ring = (text: string, values: unknown[] = []) =>
  withClient(house.database.keyringAdminUrl, (client) => client.query(text, values))
const wrong = async () =>
  Object.fromEntries(
    (await house.gate.verify()).filter((found) => found.wrong > 0).map((found) => [found.check, found.wrong]),
  )

test('nothing is wrong with a house in work, also after an erasure', async () => {
  await person()
  const leaving = await person()
  const erasure = await house.gate.run({ actor: service, purpose }, (tx) =>
    tx.erasures.begin(leaving, 'asked', null),
  )
  expect(await wrong()).toEqual({})
  await house.gate.erasures.carryOut(erasure)
  expect(await wrong()).toEqual({})
})

test('each thing that is not as it should be is counted', async () => {
  const id = await person()
  const [token] = await main(
    `insert into goodfaith.search_tokens values (sha256('x'), $1) returning person_id as v`,
    [uuid()],
  )
  expect(await wrong()).toEqual({ 'rows without their person': 1 })
  await main('delete from goodfaith.search_tokens where person_id = $1', [token!.v])

  const stray = uuid()
  await ring(`insert into keyring.keys values ($1, 1, '\\x00', now() - interval '2 hours')`, [stray])
  expect(await wrong()).toEqual({ 'keys that open nothing': 1 })

  const [record] = await main(
    `insert into goodfaith.erasures (erasure_id, state, code, by_kind, key_hashes, key_gone_at)
     values ($1, 'done', '', 'system', array[$2::bytea], now()) returning erasure_id as v`,
    [uuid(), keyHash(stray)],
  )
  expect(await wrong()).toEqual({ 'keys that open nothing': 1, 'keys of erased people': 1 })
  await ring('delete from keyring.keys where key_id = $1', [stray])
  await main('delete from goodfaith.erasures where erasure_id = $1', [record!.v])

  await main(
    `update goodfaith.standing set until = until - interval '1 day' where person_id = $1 and purpose = $2`,
    [id, purpose],
  )
  expect(Object.keys(await wrong())).toEqual(['standing that is not what the grants say'])
  await main(
    `update goodfaith.standing set until = until + interval '1 day' where person_id = $1 and purpose = $2`,
    [id, purpose],
  )
  expect(await wrong()).toEqual({})

  const [key] = await main('select key_id as v from goodfaith.persons where person_id = $1', [id])
  await ring('delete from keyring.keys where key_id = $1', [key!.v])
  // a gate that never had the key at hand
  const fresh = await house.another()
  expect((await fresh.verify()).find((found) => found.check === 'rows without their key')?.wrong).toBe(1)
})
