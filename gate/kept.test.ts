import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FIELDS, type FieldName } from '../core/fields.ts'
import { COUNTED, keptUntil, type Law } from '../core/laws.ts'
import { movableClock, type Clock } from '../test/kit/clock.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { inForce, MONEY_LAUNDERING } from '../test/kit/laws.ts'
import { withClient } from '../test/kit/postgres.ts'
import { restoreBackup } from './backup/restore.ts'
import type { Gate } from './gate.ts'
import type { Actor } from './token.ts'

const ACCOUNT = 'service.account'
const folder = mkdtempSync(join(tmpdir(), 'goodfaith-kept-'))
let house: TestHouse
let gate: Gate
let clock: Clock
let service: Actor
let officer: Actor

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  officer = await house.staff('privacy_officer')
  await inForce(house.gate, service, officer)
  clock = await movableClock(house.database)
  gate = await house.another()
  await house.gate.close()
})
afterAll(async () => {
  await gate.close()
  rmSync(folder, { recursive: true, force: true })
})

const NAMES = { family_name: 'Bewahrt', birth_date: '1955-06-07', city: 'Kiel' }
const someone = async (fields: Partial<Record<FieldName, string>> = NAMES, ends: Date | null = null) =>
  (
    await gate.once({ actor: service, purpose: ACCOUNT }, (tx) =>
      tx.people.create([aPerson(fields, [aGrant(ACCOUNT, { expires_at: ends }), aGrant('service.request')])]),
    )
  )[0]!
const erase = async (id: string, withdraw = true) => {
  const errand = { actor: service, purpose: 'service.request' }
  if (withdraw) await gate.once(errand, (tx) => tx.grants.withdraw(id, ACCOUNT))
  const erasure = await gate.run(errand, (tx) => tx.erasures.begin(id, 'asked', null))
  await gate.erasures.carryOut(erasure)
  return erasure
}
const main = async <Row>(text: string, values: unknown[] = []) =>
  withClient(house.database.adminUrl, async (client) => (await client.query(text, values)).rows as Row[])
const copyOf = async (erasure: string) =>
  (
    await main<{ kept_id: string; key_id: string; until: Date }>(
      'select * from goodfaith.kept_copies where erasure_id = $1',
      [erasure],
    )
  )[0]!
const keysLeft = (ids: string[]) =>
  withClient(house.database.keyringAdminUrl, async (client) => {
    const { rows } = await client.query('select from keyring.keys where key_id = any ($1::uuid[])', [ids])
    return rows.length
  })
const read = (erasure: string) => gate.kept.open(officer, { erasure }, 'asked by an authority')

test('the database counts a term as core does', async () => {
  const moments = fc.date({ min: new Date(0), max: new Date('2090-01-01'), noInvalidDate: true })
  const rule = fc.record({ months: fc.nat({ max: 400 }), counted: fc.constantFrom(...COUNTED) })
  await withClient(house.database.adminUrl, async (client) => {
    await client.query('create temp table terms (law_id uuid, months int, counted text)')
    await fc.assert(
      fc.asyncProperty(rule, moments, async ({ months, counted }, ends) => {
        await client.query('begin')
        const { rows: law } = await client.query<{ id: string }>(
          `insert into goodfaith.laws (law_id, name, article, country, purposes, fields, months, counted)
           values (gen_random_uuid(), 'x', 'x', 'EU', '{x}', '{x}', $1, $2) returning law_id as id`,
          [months, counted],
        )
        const { rows } = await client.query<{ until: Date }>('select gate.law_term($1, $2) as until', [
          law[0]!.id,
          ends,
        ])
        await client.query('rollback')
        expect(rows[0]!.until.getTime()).toBe(keptUntil({ months, counted }, ends.getTime()))
      }),
      { numRuns: 150 },
    )
  })
})

test('a destruction that stopped after the key is finished by the next round, with one line', async () => {
  const erasure = await erase(await someone())
  const copy = await copyOf(erasure)
  await clock.to(copy.until.getTime() + 1)
  // as far as a crash let it come: marked, and the key gone
  await main('update goodfaith.kept_copies set ending_at = gate.now() where kept_id = $1', [copy.kept_id])
  await withClient(house.database.keyringAdminUrl, (client) =>
    client.query('delete from keyring.keys where key_id = $1', [copy.key_id]),
  )
  const lines = async () =>
    (await main("select from goodfaith.ledger_events where kind = 'kept_destroyed'")).length
  const before = await lines()
  // two at once: whoever comes second finds it done
  await Promise.all([gate.erasures.keepLaws(), gate.erasures.keepLaws()])
  expect(await main('select from goodfaith.kept_copies where kept_id = $1', [copy.kept_id])).toEqual([])
  expect(await lines()).toBe(before + 1)
  expect((await gate.erasures.read(erasure)).kept[0]!.destroyed_at).toBeTruthy()
  await clock.to(null)
})

test('a backup brings back a copy whose key lives, as its erasure says, and none whose key is gone', async () => {
  const stays = await someone({ ...NAMES, family_name: 'Bleibend' })
  const leaves = await someone({ ...NAMES, family_name: 'Gehend' })
  const gone = await erase(await someone({ ...NAMES, family_name: 'Vergangen' }))
  const past = await copyOf(gone)
  const file = join(folder, 'backup')
  await gate.backup(file)

  const erasure = await erase(leaves)
  const { kept_id, until } = await copyOf(erasure)
  await main('update goodfaith.kept_copies set until = gate.now() where kept_id = $1', [past.kept_id])
  await gate.erasures.keepLaws()
  await gate.close()
  const keyring = { url: house.database.keyringUrl, folder: house.keyringFolder }
  const restored = await restoreBackup(file, { ownerUrl: house.database.ownerUrl, keyring })
  gate = await house.another()
  expect(restored.left_out).toBe(1)
  expect(await main('select from goodfaith.kept_copies where kept_id = $1', [past.kept_id])).toEqual([])
  const [row] = await main<{ person_id: string | null; until: Date; erasure_id: string }>(
    'select * from goodfaith.kept_copies where kept_id = $1',
    [kept_id],
  )
  expect(row).toMatchObject({ person_id: null, until, erasure_id: erasure })
  expect(await read(erasure)).toMatchObject([{ fields: { family_name: 'Gehend' } }])
  expect(await gate.kept.open(officer, { person: stays }, 'asked')).toMatchObject([
    { fields: { family_name: 'Bleibend' } },
  ])
  expect((await gate.verify()).filter((found) => found.wrong > 0)).toEqual([])
})

test('who left while a contract stands has left also after a restore of an older backup', async () => {
  const id = await someone({ ...NAMES, family_name: 'Halb' })
  const file = join(folder, 'older')
  await gate.backup(file)
  const erasure = await erase(id, false)
  await gate.close()
  const keyring = { url: house.database.keyringUrl, folder: house.keyringFolder }
  await restoreBackup(file, { ownerUrl: house.database.ownerUrl, keyring })
  gate = await house.another()
  const sees = (purpose: string) =>
    gate
      .read({ actor: service, purpose }, (rd) => rd.people.byId(id))
      .then(
        () => true,
        () => false,
      )
  expect([await sees(ACCOUNT), await sees('service.request')]).toEqual([true, false])
  expect((await gate.erasures.read(erasure)).contracts).toMatchObject([{ purpose: ACCOUNT }])
  await gate.once({ actor: service, purpose: ACCOUNT }, (tx) => tx.grants.withdraw(id, ACCOUNT))
  await gate.erasures.goOn()
  expect((await gate.erasures.read(erasure)).state).toBe('done')
})

test(
  'whatever was held under whatever laws, after leaving and after the dates nothing is left',
  { timeout: 150_000 },
  async () => {
    const lawful = (Object.keys(FIELDS) as FieldName[]).filter(
      (field) => !['protective', 'technical'].includes(FIELDS[field].compartment),
    )
    const law: fc.Arbitrary<Omit<Law, 'id'>> = fc.record({
      name: fc.constant('A law of the test'),
      article: fc.constant('1'),
      country: fc.constant('DE'),
      purposes: fc.constantFrom(
        ['service.account'],
        ['service.request'],
        ['service.account', 'sales.account'],
      ),
      fields: fc.uniqueArray(fc.constantFrom(...lawful), { minLength: 1, maxLength: 6 }),
      months: fc.integer({ min: 1, max: 120 }),
      counted: fc.constantFrom(...COUNTED),
    })
    const held = fc.record(
      {
        birth_date: fc.constant('1960-02-03'),
        city: fc.constant('Kiel'),
        income: fc.constant('1'),
        customer_number: fc.constant('K-1'),
      },
      { requiredKeys: [] },
    )
    const ends = fc.option(fc.integer({ min: 1, max: 900 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(law, { maxLength: 3 }),
        held,
        ends,
        fc.boolean(),
        async (laws, fields, inDays, first) => {
          for (const each of laws) await inForce(gate, service, officer, each)
          const now = Date.now()
          const id = await someone(
            { family_name: 'Zufall', ...fields },
            inDays === null ? null : new Date(now + inDays * 86_400_000),
          )
          const keys = await main<{ key_id: string }>(
            'select key_id from goodfaith.kept_copies where person_id = $1 union select key_id from goodfaith.persons where person_id = $1',
            [id],
          )
          const erasure = await erase(id, first)
          if (!first) {
            if (inDays === null)
              await gate.once({ actor: service, purpose: ACCOUNT }, (tx) => tx.grants.withdraw(id, ACCOUNT))
            else await clock.to(now + inDays * 86_400_000 + 1000)
            await gate.erasures.goOn()
          }
          const { state, kept } = await gate.erasures.read(erasure)
          expect(state).toBe('done')
          const dates = kept.map(({ until }) => Date.parse(until!))
          expect(dates.every((until) => Number.isFinite(until) && until > now)).toBe(true)
          await clock.to(Math.max(now, ...dates) + 1000)
          while ((await gate.erasures.keepLaws()) > 0);
          expect(await keysLeft(keys.map((row) => row.key_id))).toBe(0)
          expect(
            await main('select from goodfaith.kept_copies where erasure_id = $1 or person_id = $2', [
              erasure,
              id,
            ]),
          ).toEqual([])
          expect((await gate.erasures.read(erasure)).kept.every((each) => each.destroyed_at)).toBe(true)
          await clock.to(null)
          await main("update goodfaith.laws set ended_at = now() where name = 'A law of the test'")
          await gate.registered(true)
        },
      ),
      { numRuns: 12 },
    )
    expect(MONEY_LAUNDERING.months).toBe(60)
  },
)
