/** Nobody changes what others may do without a line in the ledger, in the transaction of the change. */
import { beforeAll, expect, test } from 'vitest'
import { recentEvents } from '../../features/ledger/recent-events.ts'
import { addStaff } from '../../features/staff/add-staff.ts'
import { changeStaff } from '../../features/staff/change-staff.ts'
import { endToken } from '../../features/staff/end-token.ts'
import { makeToken } from '../../features/staff/make-token.ts'
import { openLink } from '../../features/staff/sign-in.ts'
import { endTest, signTest, writeTest } from '../../features/consent/balancing-tests.ts'
import { writeNotice } from '../../features/consent/write-notice.ts'
import { perform, type Caller } from '../../gate/command.ts'
import { aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser } from './attack.ts'

let house: TestHouse
let ada: Caller
let mila: Caller

beforeAll(async () => {
  house = await openHouse()
  ada = { ...(await house.staff('administrator')), roles: ['administrator'] }
  mila = { ...(await house.staff('administrator', 'privacy_officer')), roles: ['administrator'] }
})

interface Event {
  kind: string
  actor_id: string
  fields: string
  waits: boolean
}

async function events(): Promise<Event[]> {
  return asSuperuser(house, async (client) => {
    const { rows } = await client.query<Event>(
      'select kind, actor_id, fields from goodfaith.ledger_events order by event_id',
    )
    return rows
  })
}

/** The lines that a deed leaves. */
async function left(deed: () => Promise<unknown>): Promise<Event[]> {
  const before = (await events()).length
  await deed()
  return (await events()).slice(before)
}

const AGGREGATE = 'analytics.aggregate'
const text = 'We weigh what we want against what they may expect of us, and find this fair to them.'

test('roles: who gave them, which, and to whom', async () => {
  let jo = { id: '', link: '' }
  const added = await left(async () => {
    const made = await perform(house.gate, addStaff, ada, 'none', {
      name: 'Jo Berg',
      email: 'jo@example.org',
      roles: ['sales'],
    } as never)
    jo = { id: made.id, link: made.link!.split('#')[1]! }
  })
  expect(added).toMatchObject([{ kind: 'staff.added', actor_id: ada.id }])
  expect(added[0]!.fields).toMatch(/^of:[0-9a-f]{64},sales$/)
  const changed = await left(() =>
    perform(house.gate, changeStaff, mila, 'none', {
      id: jo.id,
      roles: ['service', 'privacy_officer'],
    } as never),
  )
  expect(changed).toMatchObject([{ kind: 'staff.roles', actor_id: mila.id }])
  expect(changed[0]!.fields).toBe(added[0]!.fields.replace('sales', 'service,privacy_officer'))
  const chosen = await left(() => openLink(house.gate, { token: jo.link, password: 'correct horse battery' }))
  expect(chosen).toMatchObject([{ kind: 'staff.password', actor_id: jo.id }])
  const { items } = await perform(house.gate, recentEvents, ada, AGGREGATE, {})
  const sentences = items.map(({ sentence }) => sentence)
  expect(sentences).toContain('Jo Example added Jo Berg as sales')
  expect(sentences).toContain('Jo Example gave Jo Berg other roles: service, privacy officer')
  expect(JSON.stringify(items)).not.toContain(jo.id)
})

test('tokens, weighings, wordings and the name of the house', async () => {
  const made = { token: '', test: '' }
  const deeds: [string, string, () => Promise<unknown>][] = [
    [
      'token.made',
      'sales.account,sales.enquiry',
      async () => {
        const purposes = ['sales.account', 'sales.enquiry']
        made.token = (await perform(house.gate, makeToken, ada, 'none', { purposes })).id
      },
    ],
    ['token.ended', '', () => perform(house.gate, endToken, ada, 'none', { id: made.token })],
    [
      'test.written',
      'sales.account',
      async () =>
        (made.test = (
          await perform(house.gate, writeTest, ada, AGGREGATE, { purpose: 'sales.account', text })
        ).id),
    ],
    ['test.signed', 'sales.account', () => perform(house.gate, signTest, mila, AGGREGATE, { id: made.test })],
    ['test.ended', 'sales.account', () => perform(house.gate, endTest, mila, AGGREGATE, { id: made.test })],
    [
      'notice.written',
      'marketing.email@2',
      () => perform(house.gate, writeNotice, mila, AGGREGATE, { purpose: 'marketing.email', text }),
    ],
    ['organisation.named', '', () => house.gate.nameOrganisation(ada, 'Harbour Bank')],
  ]
  for (const [kind, fields, deed] of deeds)
    expect(await left(deed), kind).toMatchObject([
      { kind, fields: expect.stringContaining(fields) as string },
    ])
})

test('a last word is a line about the person', async () => {
  const service = await house.staff('service')
  const errand = { actor: service, purpose: 'service.request' }
  const [id] = await house.gate.once(errand, (tx) => tx.people.create([aPerson()]))
  expect(
    await left(() => house.gate.once(errand, (tx) => tx.grants.renew(id!, 'service.request'))),
  ).toMatchObject([{ kind: 'renewed', fields: 'service.request', actor_id: service.id }])
  const about = await house.gate.run(errand, (tx) => tx.lines.about(id!, null, 10))
  expect(about.map(({ kind }) => kind)).toEqual(['renewed', 'collected'])
  await house.gate.sequencer.sequence()
  expect((await house.gate.verifyLedger()).faults.size).toBe(0)
})

test('what is refused leaves no line, and what the owner does below the doors none of its own', async () => {
  const refused = await left(async () => {
    await expect(
      perform(house.gate, changeStaff, { ...(await house.staff('sales')), roles: ['sales'] }, 'none', {
        id: ada.id,
        roles: ['sales'],
      } as never),
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })
  expect(refused.map(({ kind }) => kind)).toEqual(['staff.added'])
  const bySql = await left(() =>
    asSuperuser(house, (client) => client.query("update goodfaith.staff set roles = roles || '{sales}'")),
  )
  expect(bySql).toEqual([])
})

test('ids that the database makes for lines are of version 7 and in order', async () => {
  const ids = await asSuperuser(house, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'select gate.new_id()::text as id, pg_sleep(0.002) from generate_series(1, 20)',
    )
    return rows.map(({ id }) => id)
  })
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.toSorted()).toEqual(ids)
  expect(
    Math.abs(Date.now() - Number.parseInt(ids.at(-1)!.replaceAll('-', '').slice(0, 12), 16)),
  ).toBeLessThan(60_000)
})
