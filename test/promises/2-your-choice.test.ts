/** Promise 2. Your choice: taking part is voluntary. */
import { beforeAll, expect, test } from 'vitest'
import { SHIPPED, type Role } from '../../core/purposes.ts'
import { giveGrant } from '../../features/consent/give-grant.ts'
import { listGrants } from '../../features/consent/list-grants.ts'
import { withdraw } from '../../features/consent/withdraw.ts'
import { createPerson } from '../../features/people/create-person.ts'
import { getPerson } from '../../features/people/get-person.ts'
import { perform, type Caller } from '../../gate/command.ts'
import type { Actor } from '../../gate/token.ts'
import { movableClock, type Clock } from '../kit/clock.ts'
import { aGrant, openHouse, type TestHouse } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'

let house: TestHouse
let clock: Clock
let service: Caller
let marketing: Caller
let officer: Caller
const purpose = 'service.request'
const contract = { purpose, basis: 'contract', evidence: { kind: 'contract' } }
const agreed = aGrant('marketing.email', {
  basis: 'consent',
  notice: 'marketing.email@1',
  evidence: { kind: 'form', detail: 'the switch on my page' },
})

beforeAll(async () => {
  house = await openHouse()
  clock = await movableClock(house.database)
  const caller = async (role: Role): Promise<Caller> => ({ ...(await house.staff(role)), roles: [role] })
  service = await caller('service')
  marketing = await caller('marketing')
  officer = await caller('privacy_officer')
})

async function collected(): Promise<string> {
  const fields = { given_name: 'Ana', email: 'ana@example.org', phone: '+49 30 5550142' }
  const source = { kind: 'person', detail: 'the form' }
  return (
    await perform(house.gate, createPerson, service, purpose, { fields, source, grants: [contract] } as never)
  ).id
}

/** The person's own word, on their own page. */
function says(id: string, grant = { ...agreed, id: crypto.randomUUID() }) {
  const themself: Actor = { kind: 'person', id }
  return house.gate.run({ actor: themself, purpose: 'rights.request' }, (tx) => tx.grants.give(id, grant))
}

function mailed(id: string, channel = 'marketing.email') {
  return perform(house.gate, getPerson, marketing, channel, { id })
}
const REFUSED = { code: 'not_found' }

test('silence is no: nobody takes part in anything they were not asked for', async () => {
  const id = await collected()
  for (const { id: channel, roles } of SHIPPED.filter(
    (each) => each.kind === 'granted' && each.id !== purpose,
  )) {
    const asker: Caller = { ...(await house.staff(...roles)), roles: [...roles] }
    await expect(perform(house.gate, getPerson, asker, channel, { id }), channel).rejects.toMatchObject(
      REFUSED,
    )
  }
})

test('one yes is for one purpose and one channel', async () => {
  const id = await collected()
  await says(id)
  expect((await mailed(id)).fields.email).toMatchObject({ value: 'ana@example.org' })
  for (const channel of ['marketing.sms', 'marketing.phone', 'marketing.post', 'marketing.profiling'])
    await expect(mailed(id, channel), channel).rejects.toMatchObject(REFUSED)
})

test('a yes keeps who, when, how, and the exact wording that was seen', async () => {
  const id = await collected()
  const before = Date.now()
  await says(id)
  const { items } = await perform(house.gate, listGrants, officer, 'rights.request', { id })
  const yes = items.find((item) => item.purpose === 'marketing.email')!
  expect(yes).toMatchObject({
    state: 'active',
    basis: 'consent',
    given_by: { kind: 'person', id },
    evidence: { kind: 'form', detail: 'the switch on my page' },
    notice: { id: 'marketing.email@1', text: expect.stringContaining('at most twice a month') as string },
  })
  expect(Math.abs(Date.parse(yes.given_at) - before)).toBeLessThan(60_000)
})

test('a yes that somebody else wrote down opens nothing until the person says so or a second person has checked it', async () => {
  const id = await collected()
  const given = {
    id,
    purpose: 'marketing.email',
    basis: 'consent',
    notice: 'marketing.email@1',
    evidence: { kind: 'call' },
  }
  const grant = await perform(house.gate, giveGrant, service, purpose, given as never)
  expect(grant.state).toBe('waiting')
  await expect(mailed(id)).rejects.toMatchObject(REFUSED)
  const themself: Actor = { kind: 'person', id }
  await house.gate.once({ actor: themself, purpose: 'rights.request' }, (tx) =>
    tx.grants.check(id, grant.id, 'confirmed'),
  )
  expect((await mailed(id)).id).toBe(id)
})

test('a yes needs its wording and its evidence', async () => {
  const id = await collected()
  const give = (rest: object) =>
    perform(house.gate, giveGrant, service, purpose, {
      id,
      purpose: 'marketing.email',
      basis: 'consent',
      ...rest,
    } as never)
  await expect(give({ evidence: { kind: 'paper' } })).rejects.toMatchObject({ code: 'notice_missing' })
  await expect(give({ notice: 'marketing.email@1' })).rejects.toMatchObject({ code: 'evidence_missing' })
  await expect(give({ notice: 'marketing.sms@1', evidence: { kind: 'paper' } })).rejects.toMatchObject({
    code: 'notice_unknown',
  })
})

test('withdrawing is one word, by the person or for them, and holds with the next call', async () => {
  for (const by of ['person', 'staff'] as const) {
    const id = await collected()
    await says(id)
    await mailed(id)
    if (by === 'person') {
      const themself: Actor = { kind: 'person', id }
      await house.gate.once({ actor: themself, purpose: 'rights.request' }, (tx) =>
        tx.grants.withdraw(id, 'marketing.email'),
      )
    } else await perform(house.gate, withdraw, service, purpose, { id, purpose: 'marketing.email' })
    await expect(mailed(id)).rejects.toMatchObject(REFUSED)
    // what they did not withdraw goes on
    expect((await perform(house.gate, getPerson, service, purpose, { id })).id).toBe(id)
  }
})

test('a yes ends after 24 months of silence, by itself, to the second', async () => {
  const id = await collected()
  await says(id)
  const given = await withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ until: Date }>(
      "select until from goodfaith.standing where purpose = 'marketing.email' and person_id = $1",
      [id],
    )
    return rows[0]!.until.getTime()
  })
  expect(new Date(given).getUTCFullYear()).toBe(new Date().getUTCFullYear() + 2)
  await clock.to(given - 1)
  expect((await mailed(id)).id).toBe(id)
  await clock.to(given + 1)
  await expect(mailed(id)).rejects.toMatchObject(REFUSED)
  await clock.to(null)
})

test('a grant is never edited: what happens to it stands beside it', async () => {
  const id = await collected()
  await says(id)
  const rows = () =>
    withClient(
      house.database.adminUrl,
      async (client) =>
        (await client.query('select * from goodfaith.grants where person_id = $1 order by grant_id', [id]))
          .rows,
    )
  const before = await rows()
  await perform(house.gate, withdraw, service, purpose, { id, purpose: 'all' })
  expect(await rows()).toEqual(before)
})
