/** What the lines about a person tell staff of purposes that are not theirs. */
import { beforeAll, expect, test } from 'vitest'
import { personLedger } from '../../features/ledger/person-ledger.ts'
import { recentEvents } from '../../features/ledger/recent-events.ts'
import { myLedger } from '../../features/requests/my-ledger.ts'
import { perform, type Caller } from '../../gate/command.ts'
import type { Role } from '../../core/purposes.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asWorkingLogin } from './attack.ts'

let house: TestHouse
let service: Caller
let sales: Caller
let officer: Caller
let person: string

beforeAll(async () => {
  house = await openHouse()
  const caller = async (role: Role): Promise<Caller> => ({ ...(await house.staff(role)), roles: [role] })
  service = await caller('service')
  sales = await caller('sales')
  officer = await caller('privacy_officer')
  const [id] = await house.gate.once({ actor: service, purpose: 'service.request' }, (tx) =>
    tx.people.create([
      aPerson({ phone: '+493055501', circumstance: 'has lost their work', debts: '12000' }, [
        aGrant('service.request'),
        aGrant('sales.account'),
        aGrant('suitability.check'),
      ]),
    ]),
  )
  person = id!
  for (const [actor, purpose] of [
    [officer, 'suitability.check'],
    [service, 'service.request'],
    [sales, 'sales.account'],
  ] as const)
    await house.gate.read({ actor, purpose }, (rd) => rd.people.byId(person))
})

const asked = async (caller: Caller, purpose: string) =>
  (await perform(house.gate, personLedger, caller, purpose, { id: person })).items

test('staff read the lines of purposes that they may name, and the names of fields that these open', async () => {
  const items = await asked(sales, 'sales.account')
  expect(items.map(({ purpose }) => purpose)).toContain('sales.account')
  expect(JSON.stringify(items)).not.toMatch(
    /suitability|service\.request|debts|circumstance|lost their work/i,
  )
  const told = await asked(service, 'service.request')
  expect(told.map(({ kind }) => kind)).toContain('collected')
  expect(JSON.stringify(told)).toMatch(/phone/)
  expect(JSON.stringify(told)).not.toMatch(/suitability|debts|circumstance/i)
})

test('that there is more is told as for lists of people: tens rounded down, once, and nothing of the lines', async () => {
  const page = (caller: Caller, purpose: string, cursor?: string) =>
    perform(house.gate, personLedger, caller, purpose, { id: person, ...(cursor ? { cursor } : {}) })
  const few = await page(sales, 'sales.account')
  expect(few.withheld).toEqual({ lines: 'few', why: { not_for_this_purpose: 'few' } })
  for (let look = 0; look < 12; look++)
    await house.gate.read({ actor: service, purpose: 'service.request' }, (rd) => rd.people.byId(person))
  const more = await page(sales, 'sales.account')
  expect(more.withheld).toEqual({ lines: 10, why: { not_for_this_purpose: 10 } })
  expect(more.items).toEqual(few.items)
  expect((await page(sales, 'sales.account', more.items[0]!.event_id)).withheld).toEqual({
    lines: null,
    why: {},
  })
  expect((await page(officer, 'rights.request')).withheld).toEqual({ lines: null, why: {} })
})

test('the door gives no more to SQL with a true token of theirs', async () => {
  await asWorkingLogin(house, async (attacker) => {
    const rows = await attacker.ask('select distinct purpose from gate.read_ledger($1, $2, null, 100)', [
      await attacker.token(sales, 'sales.account'),
      person,
    ])
    expect(rows).toEqual([{ purpose: 'sales.account' }])
  })
})

test('the person, and who works for their rights, read every line with every field', async () => {
  const own: Caller = { kind: 'person', id: person, roles: [] }
  const mine = (await perform(house.gate, myLedger, own, 'rights.request', {})).items
  for (const items of [mine, await asked(officer, 'rights.request')]) {
    expect(new Set(items.map(({ purpose }) => purpose))).toEqual(
      new Set(['service.request', 'suitability.check', 'sales.account']),
    )
    expect(JSON.stringify(items)).toMatch(/debts/)
  }
})

test('the newest events of the house lead to nobody', async () => {
  const { items } = await perform(house.gate, recentEvents, sales, 'analytics.aggregate', {})
  expect(items.length).toBeGreaterThan(2)
  expect(JSON.stringify(items)).not.toContain(person)
})
