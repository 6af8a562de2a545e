/**
 * Promise 5, its second half: what the law makes us keep is locked away for that one purpose, shown to the person, and
 * destroyed on its date.
 */
import { compactVerify, importJWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { keptUntil } from '../../core/laws.ts'
import { SHIPPED } from '../../core/purposes.ts'
import { addDays } from '../../core/retention.ts'
import { planErasure } from '../../features/erasure/plan-erasure.ts'
import { openKept, endKept } from '../../features/erasure/kept-copies.ts'
import { readErasure } from '../../features/erasure/read-erasure.ts'
import { startErasure } from '../../features/erasure/start-erasure.ts'
import { exportMe } from '../../features/requests/export-person.ts'
import { readMe } from '../../features/requests/me.ts'
import { perform, type Caller } from '../../gate/command.ts'
import type { KeptQuery } from '../../gate/kept.ts'
import { movableClock, type Clock } from '../kit/clock.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { inForce, MONEY_LAUNDERING } from '../kit/laws.ts'
import { withClient } from '../kit/postgres.ts'

const ACCOUNT = 'service.account'
const LAW = 'legal.retention'
const source = { kind: 'person' as const, detail: 'on the phone', notice: null, collected_at: null }

let house: TestHouse
let clock: Clock
let service: Caller
let officer: Caller
let marketing: Caller

beforeAll(async () => {
  house = await openHouse()
  const caller = async (...roles: Parameters<TestHouse['staff']>): Promise<Caller> => ({
    ...(await house.staff(...roles)),
    roles,
  })
  service = await caller('service')
  officer = await caller('privacy_officer')
  marketing = await caller('marketing')
  await inForce(house.gate, { ...service, kind: 'staff' }, officer)
  clock = await movableClock(house.database)
})

const FIELDS = {
  given_name: 'Wanda',
  family_name: 'Bleibtreu',
  birth_date: '1961-05-04',
  street: 'Hafengasse 3',
  postcode: '20457',
  city: 'Hamburg',
  phone: '+49 40 5550123',
  income: '41000',
}

/** Someone with an account, offers by e-mail, and something that only keeps harm away. */
async function customer(fields: Record<string, string> = {}, ends: Date | null = null): Promise<string> {
  const grants = [
    aGrant(ACCOUNT, { expires_at: ends }),
    aGrant('service.request'),
    aGrant('suitability.check'),
  ]
  const [id] = await house.gate.once({ actor: service, purpose: ACCOUNT }, (tx) =>
    tx.people.create([aPerson({ ...FIELDS, ...fields }, grants)]),
  )
  const consent = { basis: 'consent', notice: 'marketing.email@1', evidence: { kind: 'form' } }
  await house.gate.run(selfOf(id!), (tx) => tx.grants.giveOwn(id!, aGrant('marketing.email', consent)))
  return id!
}

const selfOf = (id: string) => ({ actor: { kind: 'person', id } as const, purpose: 'rights.request' })
const sees = (who: Caller, purpose: string, id: string) =>
  house.gate
    .read({ actor: who, purpose }, (rd) => rd.people.byId(id))
    .then(
      () => true,
      () => false,
    )
const leave = (id: string, purpose = ACCOUNT) =>
  perform(house.gate, startErasure, service, purpose, { id, reason: 'they asked' })
const page = (id: string) => perform(house.gate, readErasure, service, 'none', { id })
const open = (query: KeptQuery, who = officer) =>
  perform(house.gate, openKept, who, LAW, {
    ...query,
    reason: 'a request of the financial intelligence unit',
  })
const endContract = (id: string) =>
  house.gate.once({ actor: service, purpose: ACCOUNT }, (tx) => tx.grants.withdraw(id, ACCOUNT))
const rows = <Row>(text: string, values: unknown[] = []) =>
  withClient(house.database.adminUrl, async (client) => (await client.query(text, values)).rows as Row[])
const keys = (ids: string[]) =>
  withClient(house.database.keyringAdminUrl, async (client) => {
    const { rows: held } = await client.query('select from keyring.keys where key_id = any ($1::uuid[])', [
      ids,
    ])
    return held.length
  })
const days = (from: Date | string, more: number) => addDays(new Date(from).getTime(), more)

describe('while a contract stands', () => {
  test('leaving ends everything else at once, and the person sees what stays, why, and until when', async () => {
    const id = await customer()
    const plan = await perform(house.gate, planErasure, service, ACCOUNT, { id })
    expect(plan.ends.map((each) => each.purpose)).toEqual([
      'marketing.email',
      'service.request',
      'suitability.check',
    ])
    expect(plan.contracts).toEqual([{ purpose: ACCOUNT, title: 'Running the account', until: null }])
    expect(plan.kept).toMatchObject([
      { basis: 'contract', until: null },
      { basis: 'law', article: MONEY_LAUNDERING.article, fields: MONEY_LAUNDERING.fields, until: null },
    ])
    expect(plan.key_epoch_ends).toBeNull()
    expect(await sees(marketing, 'marketing.email', id)).toBe(true)

    const erasure = await leave(id)
    expect(erasure.id).toBe(plan.erasure_id)
    expect(erasure).toMatchObject({ state: 'recorded', receipt: null, key_destroyed_at: null })
    expect(erasure.kept.map(({ basis, law }) => [basis, law])).toEqual([
      ['contract', 'contract: Running the account'],
      ['law', MONEY_LAUNDERING.name],
    ])
    for (const purpose of ['marketing.email', 'service.request', 'suitability.check']) {
      const actor = purpose.startsWith('marketing')
        ? marketing
        : purpose === 'suitability.check'
          ? officer
          : service
      expect([purpose, await sees(actor, purpose, id)]).toEqual([purpose, false])
    }
    expect(await sees(service, ACCOUNT, id)).toBe(true)
    // what only the others opened is gone
    const held = await rows<{ compartment: string }>(
      'select compartment from goodfaith.sealed_values where person_id = $1 order by 1',
      [id],
    )
    expect(held.map((row) => row.compartment)).toEqual(['contact', 'demographic', 'identity'])
    const me = await perform(house.gate, readMe, { ...selfOf(id).actor, roles: [] }, 'rights.request', {})
    expect(me.leaving).toMatchObject({ erasure_id: erasure.id })
    expect(me.kept).toHaveLength(2)
    await expect(leave(id)).rejects.toMatchObject({ code: 'erasure_under_way' })

    // the loop that goes on with erasures leaves it alone until the contract ends
    await house.gate.erasures.goOn()
    expect((await page(erasure.id)).state).toBe('recorded')
    expect(await sees(service, ACCOUNT, id)).toBe(true)
    await endContract(id)
    await house.gate.erasures.goOn()
    const done = await page(erasure.id)
    expect(done.state).toBe('done')
    expect(done.kept).toMatchObject([{ basis: 'law', destroyed_at: null }])
    expect(await sees(service, ACCOUNT, id)).toBe(false)
    expect(await rows('select from goodfaith.persons where person_id = $1', [id])).toEqual([])
  })

  test('a contract that ends on its own day takes the rest along on that day', async () => {
    const ends = new Date(days(new Date(), 400))
    const id = await customer({ family_name: 'Endlich' }, ends)
    const erasure = await leave(id)
    expect(erasure.kept[0]).toMatchObject({ basis: 'contract', until: ends.toISOString() })
    const until = new Date(keptUntil(MONEY_LAUNDERING, ends.getTime())).toISOString()
    expect(erasure.kept[1]).toMatchObject({ basis: 'law', until })
    await clock.to(days(ends, -1))
    await house.gate.erasures.goOn()
    expect(await sees(service, ACCOUNT, id)).toBe(true)
    await clock.to(ends.getTime())
    expect(await sees(service, ACCOUNT, id)).toBe(false)
    await house.gate.erasures.goOn()
    expect(await page(erasure.id)).toMatchObject({ state: 'done', kept: [{ until }] })
    await clock.to(null)
  })

  test('nothing is planned twice: the address that was shown is the one of the receipt', async () => {
    const id = await customer({ family_name: 'Zweimal' })
    await endContract(id)
    const mine = await house.gate.run(selfOf(id), (tx) => tx.erasures.plan(id))
    const theirs = await house.gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
      tx.erasures.plan(id),
    )
    expect([theirs.id, theirs.code]).toEqual([mine.id, mine.code])
    expect(mine.key_epoch_ends!.getTime()).toBeGreaterThan(Date.now())
    const begun = await house.gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
      tx.erasures.begin(id, 'by letter', null),
    )
    expect(begun).toBe(mine.id)
    await house.gate.erasures.carryOut(begun)
  })
})

describe('while a legal term stands', () => {
  test('the key goes at once, and the copy stays for that one purpose, to its day', async () => {
    const id = await customer({ family_name: 'Abgegangen', birth_date: '1950-01-02' })
    await house.gate.run({ actor: service, purpose: ACCOUNT }, (tx) =>
      tx.people.change(id, { city: 'Lübeck' }, source),
    )
    const mine = await perform(house.gate, exportMe, { ...selfOf(id).actor, roles: [] }, 'rights.request', {})
    expect(mine.kept).toMatchObject([{ law: MONEY_LAUNDERING.name, until: null }])
    await endContract(id)
    const [person] = await rows<{ key_id: string }>(
      'select key_id from goodfaith.persons where person_id = $1',
      [id],
    )
    const erasure = await leave(id, 'service.request')
    await house.gate.erasures.carryOut(erasure.id)
    const done = await page(erasure.id)
    const until = done.kept[0]!.until!
    expect(done).toMatchObject({ state: 'done', kept: [{ holding: 'kept_copies', destroyed_at: null }] })
    expect(new Date(until).getFullYear() - new Date().getFullYear()).toBe(5)
    expect(await keys([person!.key_id])).toBe(0)

    // the receipt says the same, signed, and names nobody
    const { payload } = await compactVerify(
      done.receipt!.jws,
      await importJWK(house.gate.publicKeys().receipt, 'EdDSA'),
    )
    const receipt = JSON.parse(new TextDecoder().decode(payload)) as { kept: object[] }
    expect(receipt.kept).toMatchObject([{ holding: 'kept_copies', law: MONEY_LAUNDERING.name }])
    expect(JSON.stringify(receipt)).not.toMatch(new RegExp(`${id}|Abgegangen`))

    // unlinked: nothing in the row, nor anywhere else, leads back to the destroyed id
    const [copy] = await rows<{ kept_id: string; key_id: string; person_id: string | null }>(
      'select * from goodfaith.kept_copies where erasure_id = $1',
      [erasure.id],
    )
    expect(copy).toMatchObject({ person_id: null })
    expect(JSON.stringify(copy)).not.toContain(id)
    expect(await keys([copy!.key_id])).toBe(1)

    for (const query of [{ erasure: erasure.id }, { birth_date: '1950-01-02', family_name: 'ABGEGANGEN' }]) {
      const { items } = await open(query)
      expect(items).toMatchObject([{ fields: { family_name: 'Abgegangen', city: 'Lübeck' } }])
      expect(Object.keys(items[0]!.fields).toSorted()).toEqual(MONEY_LAUNDERING.fields.toSorted())
    }
    const looked = await rows(
      "select from goodfaith.ledger_events where kind = 'kept_opened' and actor_id = $1 and purpose = $2",
      [officer.id, LAW],
    )
    expect(looked).toHaveLength(2)
    expect((await house.gate.verify()).filter((found) => found.wrong > 0)).toEqual([])

    await clock.to(new Date(until).getTime() - 1)
    await house.gate.erasures.keepLaws()
    expect(await keys([copy!.key_id])).toBe(1)
    // the database counts microseconds
    await clock.to(new Date(until).getTime() + 1)
    await expect(open({ erasure: erasure.id })).resolves.toEqual({ items: [], intercepted: [] })
    expect(await house.gate.erasures.keepLaws()).toBe(1)
    expect(await keys([copy!.key_id])).toBe(0)
    expect(await rows('select from goodfaith.kept_copies where kept_id = $1', [copy!.kept_id])).toEqual([])
    expect(await rows('select from goodfaith.kept_reads where kept_id = $1', [copy!.kept_id])).toEqual([])
    expect((await page(erasure.id)).kept[0]!.destroyed_at).toBe(
      new Date(new Date(until).getTime() + 1).toISOString(),
    )
    const destroyed = await rows<{ n: string }>(
      "select count(*) as n from goodfaith.ledger_events where kind = 'kept_destroyed'",
    )
    expect(Number(destroyed[0]!.n)).toBeGreaterThan(0)
    expect(await house.gate.erasures.keepLaws()).toBe(0)
    await clock.to(null)
  })

  test('it opens under no other purpose and for no other role, and not without a reason', async () => {
    const id = await customer({ family_name: 'Verschlossen', birth_date: '1949-03-04' })
    await endContract(id)
    const erasure = await leave(id, 'service.request')
    await house.gate.erasures.carryOut(erasure.id)
    for (const who of [service, marketing])
      await expect(house.gate.kept.open(who, { erasure: erasure.id }, 'curious')).rejects.toMatchObject({
        code: 'purpose_not_for_role',
      })
    await expect(
      perform(house.gate, openKept, officer, LAW, { erasure: erasure.id, reason: '  ' }),
    ).rejects.toMatchObject({ code: 'reason_missing' })
    const everyone = { ...(await house.staff('service', 'sales', 'marketing', 'support', 'privacy_officer')) }
    for (const { id: purpose, kind } of SHIPPED) {
      if (kind === 'group') continue
      const found = await house.gate
        .read({ actor: everyone, purpose }, (rd) =>
          rd.people.search({ query: 'Verschlossen', limit: 5, fields: ['family_name'] }),
        )
        .catch(() => ({ items: [] }))
      expect([purpose, found.items]).toEqual([purpose, []])
    }
  })

  test('a person who stays sees what is kept, and it goes on its day though they are still here', async () => {
    const id = await customer({ family_name: 'Bleibt' })
    await endContract(id)
    const me = await perform(house.gate, readMe, { ...selfOf(id).actor, roles: [] }, 'rights.request', {})
    expect(me.leaving).toBeNull()
    await clock.to(new Date(me.kept[0]!.until!).getTime() + 1)
    expect(await house.gate.erasures.keepLaws()).toBeGreaterThan(0)
    const after = await perform(house.gate, readMe, { ...selfOf(id).actor, roles: [] }, 'rights.request', {})
    expect(after.kept).toEqual([])
    const lines = await rows(
      `select from goodfaith.ledger_links l join goodfaith.ledger_events e using (event_id)
       where l.person_id = $1 and e.kind = 'kept_destroyed'`,
      [id],
    )
    expect(lines).toHaveLength(1)
    await clock.to(null)
  })

  test('a legal obligation that was recorded for the person is kept to its own day', async () => {
    const ends = new Date(days(new Date(), 900))
    const stated = aGrant(LAW, { basis: 'legal_obligation', expires_at: ends })
    const [id] = await house.gate.once({ actor: service, purpose: 'service.request' }, (tx) =>
      tx.people.create([aPerson({ family_name: 'Pflicht' }, [aGrant('service.request'), stated])]),
    )
    const erasure = await perform(house.gate, startErasure, service, 'service.request', {
      id: id!,
      reason: 'asked',
    })
    await house.gate.erasures.carryOut(erasure.id)
    expect(await page(erasure.id)).toMatchObject({ state: 'done', kept: [{ until: ends.toISOString() }] })
    expect((await open({ erasure: erasure.id })).items).toMatchObject([
      { fields: { family_name: 'Pflicht' } },
    ])
  })
})

describe('what was not to be', () => {
  test('the copy of a contract given by mistake is destroyed at once, by a second person', async () => {
    const id = await customer({ family_name: 'Irrtum' })
    const { items } = await open({ person: id })
    const end = (who: Caller) =>
      perform(house.gate, endKept, who, LAW, { id: items[0]!.id, person: id, reason: 'another Irrtum' })
    await expect(end(officer)).rejects.toMatchObject({ code: 'contract_stands' })
    await endContract(id)
    const [admin] = await rows<{ staff_id: string }>(
      'select staff_id from goodfaith.staff order by created_at limit 1',
    )
    expect(admin!.staff_id).toBe(service.id)
    const both = { ...(await house.staff('service', 'privacy_officer')), roles: ['privacy_officer' as const] }
    const theirs = await house.gate.once({ actor: both, purpose: ACCOUNT }, (tx) =>
      tx.people.create([
        aPerson({ ...FIELDS, family_name: 'Selbst' }, [aGrant(ACCOUNT), aGrant('service.request')]),
      ]),
    )
    await house.gate.once({ actor: both, purpose: ACCOUNT }, (tx) => tx.grants.withdraw(theirs[0]!, ACCOUNT))
    const own = (await open({ person: theirs[0]! }, both)).items[0]!
    await expect(
      perform(house.gate, endKept, both, LAW, { id: own.id, person: theirs[0]!, reason: 'mine' }),
    ).rejects.toMatchObject({ code: 'second_person_needed' })
    await end(officer)
    expect(await rows('select from goodfaith.kept_copies where person_id = $1', [id])).toEqual([])
    // a contract made later has a copy of its own
    await house.gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
      tx.grants.give(id, aGrant(ACCOUNT)),
    )
    expect((await open({ person: id })).items).toMatchObject([{ fields: { family_name: 'Irrtum' } }])
  })

  test('contracts from before a law was signed have their copies once it is', async () => {
    const id = await customer({ family_name: 'Vorher', customer_number: 'HB-7' })
    const law = { ...MONEY_LAUNDERING, name: 'Another law', fields: ['customer_number' as const], months: 12 }
    await inForce(house.gate, service, officer, law)
    const kept = async () =>
      (await perform(house.gate, readMe, { ...selfOf(id).actor, roles: [] }, 'rights.request', {})).kept
    expect((await kept()).map((each) => each.law)).not.toContain('Another law')
    await house.gate.erasures.keepLaws()
    expect((await kept()).map((each) => each.law)).toContain('Another law')
    expect((await house.gate.verify()).filter((found) => found.wrong > 0)).toEqual([])
  })
})
