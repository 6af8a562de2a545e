import { compactVerify, importJWK } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { aGrant, aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'
import { publicJwk } from './signing.ts'
import type { Actor } from './token.ts'

let house: TestHouse
let service: Actor
const purpose = 'service.request'

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
})

async function created(fields = {}): Promise<string> {
  const [id] = await house.gate.once({ actor: service, purpose }, (tx) =>
    tx.people.create([aPerson(fields, [aGrant(purpose), aGrant('sales.account')])]),
  )
  return id!
}

/** Every table and column of the database in which the person's id stands as text. */
async function traces(id: string): Promise<string[]> {
  return withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ t: string }>(
      "select quote_ident(table_schema) || '.' || quote_ident(table_name) as t from information_schema.tables where table_schema in ('goodfaith', 'gate', 'public', 'migrations')",
    )
    const found: string[] = []
    for (const { t } of rows) {
      const { rows: hits } = await client.query(
        `select 1 from ${t} x where x::text like '%' || $1 || '%' limit 1`,
        [id],
      )
      if (hits.length > 0) found.push(t)
    }
    return found
  })
}

test('after an erasure nothing of the person is left, and the receipt says so without naming them', async () => {
  const { gate } = house
  const id = await created({ email: 'leaving@example.org', phone: '+49 30 5550199' })
  await gate.read({ actor: service, purpose }, (rd) => rd.people.byId(id))
  expect((await traces(id)).length).toBeGreaterThan(5)
  const plan = await gate.run({ actor: service, purpose }, (tx) => tx.erasures.plan(id))
  expect(plan.holdings.find((h) => h.holding === 'sealed_values')?.count).toBe(2)
  await expect(
    gate.run({ actor: service, purpose }, (tx) => tx.erasures.begin(id, 'asked on the phone', 'WRONG')),
  ).rejects.toMatchObject({ code: 'confirmation_wrong' })
  const erasure = await gate.run({ actor: service, purpose }, (tx) =>
    tx.erasures.begin(id, 'asked on the phone', plan.code.toLowerCase()),
  )
  expect(erasure).toBe(plan.id)
  await expect(gate.read({ actor: service, purpose }, (rd) => rd.people.byId(id))).rejects.toMatchObject({
    code: 'not_found',
  })
  await gate.erasures.carryOut(erasure)
  expect(await traces(id)).toEqual([])
  const done = await gate.erasures.read(erasure)
  expect(done.state).toBe('done')
  const { payload } = await compactVerify(
    done.receipt!,
    await importJWK(house.gate.publicKeys().receipt, 'EdDSA'),
  )
  const receipt = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>
  expect(receipt).toMatchObject({
    erasure,
    holdings: expect.arrayContaining([expect.objectContaining({ holding: 'persons', count: 1 })]),
  })
  expect(JSON.stringify(receipt)).not.toContain(id)
})

test('an erasure that stopped at any step is finished by going on', async () => {
  const { gate } = house
  const id = await created()
  const erasure = await gate.run({ actor: service, purpose }, (tx) =>
    tx.erasures.begin(id, 'by letter', null),
  )
  const other = await house.another()
  await other.erasures.goOn()
  expect((await gate.erasures.read(erasure)).state).toBe('done')
  expect(await traces(id)).toEqual([])
  await other.erasures.goOn()
  await gate.erasures.carryOut(erasure)
})

test('a second erasure of one person is refused, and the first is known by its id alone', async () => {
  const { gate } = house
  const id = await created()
  await gate.run({ actor: service, purpose }, (tx) => tx.erasures.begin(id, 'by letter', null))
  await expect(
    gate.run({ actor: service, purpose }, (tx) => tx.erasures.begin(id, 'by letter', null)),
  ).rejects.toMatchObject({ code: 'not_found' })
  await expect(gate.erasures.read(id)).rejects.toMatchObject({ code: 'not_found' })
  await gate.erasures.goOn()
})

test('the keys that verify receipts are named by their thumbprint', () => {
  const keys = house.gate.publicKeys()
  expect(keys.receipt.kid).toMatch(/^[\w-]{43}$/)
  expect(keys.receipt).not.toEqual(keys.ledger)
  expect(publicJwk(Buffer.alloc(32, 1)).kid).toBe(publicJwk(Buffer.alloc(32, 1)).kid)
})
