/** Grants that nobody gave: dated back, given by oneself, claimed by a file, or said to be the person's. */
import { beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { SYSTEM, type Actor } from '../../gate/token.ts'
import type { NewGrant } from '../../gate/seal-person.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser } from './attack.ts'

let house: TestHouse
let service: Actor
let marketing: Actor
const purpose = 'service.request'

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  marketing = await house.staff('marketing')
})

function consent(rest: Partial<NewGrant> = {}): NewGrant {
  const evidence = { kind: 'paper', detail: 'signed', at: '2019-01-01' }
  return aGrant('marketing.email', { basis: 'consent', notice: 'marketing.email@1', evidence, ...rest })
}

async function collected(grants: NewGrant[], importId: string | null = null): Promise<string> {
  const [id] = await house.gate.once({ actor: service, purpose }, (tx) =>
    tx.people.create([aPerson({}, grants)], importId),
  )
  return id!
}

function sold(id: string) {
  return house.gate.read({ actor: marketing, purpose: 'marketing.email' }, (rd) => rd.people.byId(id))
}

function check(
  actor: Actor,
  id: string,
  grant: string,
  verdict: 'accepted' | 'confirmed',
  why = 'rights.request',
) {
  return house.gate.once({ actor, purpose: why }, (tx) => tx.grants.check(id, grant, verdict))
}

test('a grant is dated by the clock of the database, whatever its evidence claims', async () => {
  const id = await collected([aGrant(purpose), consent()])
  const { rows } = await asSuperuser(house, (client) =>
    client.query<{ age: number }>(
      'select abs(extract(epoch from now() - given_at))::float as age from goodfaith.grants where person_id = $1',
      [id],
    ),
  )
  expect(rows).toHaveLength(2)
  for (const { age } of rows) expect(age).toBeLessThan(60)
})

test('what staff type in and what a file claims opens nothing, and whoever claimed it cannot accept it', async () => {
  for (const importId of [null, uuid()]) {
    const claim = consent({ evidence: { kind: 'paper', detail: 'in the file' } })
    const id = await collected([aGrant(purpose), claim], importId)
    await expect(sold(id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(check(service, id, claim.id, 'accepted', purpose)).rejects.toMatchObject({
      code: 'second_person_needed',
    })
    await expect(check(service, id, claim.id, 'confirmed', purpose)).rejects.toMatchObject({
      code: 'second_person_needed',
    })
  }
})

test('a claim without a document is for the person to confirm, and for nobody else', async () => {
  const officer = await house.staff('privacy_officer')
  const claim = consent({ evidence: { kind: 'import' } })
  const id = await collected([aGrant(purpose), claim], uuid())
  await expect(check(officer, id, claim.id, 'accepted')).rejects.toMatchObject({ code: 'evidence_missing' })
  await expect(check({ kind: 'person', id: uuid() }, id, claim.id, 'confirmed')).rejects.toMatchObject({
    code: 'not_found',
  })
  await check({ kind: 'person', id }, id, claim.id, 'confirmed')
  expect(await sold(id)).toMatchObject({ id })
})

test('the system accepts nothing and gives nothing that counts', async () => {
  const claim = consent()
  const id = await collected([aGrant(purpose), claim])
  await expect(check(SYSTEM, id, claim.id, 'accepted')).rejects.toMatchObject({
    code: 'second_person_needed',
  })
  await house.gate.run({ actor: SYSTEM, purpose: 'rights.request' }, (tx) => tx.grants.give(id, consent()))
  await expect(sold(id)).rejects.toMatchObject({ code: 'not_found' })
})

test('a grant cannot be said to be given by the person: that is who the token names', async () => {
  const id = await collected([aGrant(purpose)])
  const forged = {
    ...consent(),
    confirmed: true,
    by_kind: 'person',
    by: { kind: 'person', id },
    given_at: new Date(0),
  }
  await house.gate.run({ actor: service, purpose }, (tx) => tx.grants.give(id, forged))
  await expect(sold(id)).rejects.toMatchObject({ code: 'not_found' })
})

test('the database looks again at what a command let through', async () => {
  const refused: [Partial<NewGrant> & { purpose?: string }, string][] = [
    [{ purpose: 'no.such.purpose' }, 'purpose_unknown'],
    [{ purpose: 'marketing' }, 'purpose_unknown'],
    [{ basis: 'legitimate_interest' }, 'basis_not_accepted'],
    [{ basis: 'contract' }, 'basis_not_accepted'],
    [{ notice: null }, 'notice_unknown'],
    [{ notice: 'marketing.sms@1' }, 'notice_unknown'],
    [{ evidence: null }, 'evidence_missing'],
    [{ purpose: 'sales.prospecting', basis: 'legitimate_interest' }, 'balancing_test_missing'],
  ]
  for (const [rest, code] of refused)
    await expect(collected([aGrant(purpose), consent(rest)]), code).rejects.toMatchObject({ code })
  await expect(collected([])).rejects.toMatchObject({ code: 'grant_missing' })
})

test('what is refused leaves nothing behind: no person, no value, no line', async () => {
  const count = () =>
    asSuperuser(house, async (client) => {
      const { rows } = await client.query(
        `select (select count(*) from goodfaith.persons) as people, (select count(*) from goodfaith.sealed_values) as kept,
           (select count(*) from goodfaith.search_tokens) as tokens, (select count(*) from goodfaith.ledger_events) as lines`,
      )
      return rows
    })
  const before = await count()
  await expect(collected([aGrant(purpose), consent({ notice: null })])).rejects.toMatchObject({
    code: 'notice_unknown',
  })
  expect(await count()).toEqual(before)
})
