import { beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'
import type { Actor } from './token.ts'

let house: TestHouse
let ada: Actor
let jo: Actor

beforeAll(async () => {
  house = await openHouse()
  ada = await house.staff()
  jo = await house.staff('sales')
})

/** What somebody could do who has the whole database, and not the keyring. */
function bySql(text: string, values: unknown[] = []): Promise<number> {
  return withClient(
    house.database.adminUrl,
    async (client) => (await client.query(text, values)).rowCount ?? 0,
  )
}

test('a session opens for its owner, until it is ended', async () => {
  const { sessions } = house.gate
  const { secret, csrf } = await sessions.begin('staff', jo.id)
  expect(await sessions.bearer(secret)).toMatchObject({ what: 'session', id: jo.id, roles: ['sales'], csrf })
  expect(await sessions.bearer(`${secret}x`)).toBeUndefined()
  await sessions.end(secret)
  expect(await sessions.bearer(secret)).toBeUndefined()
})

test('a session that was changed by SQL opens nothing', async () => {
  const { sessions } = house.gate
  for (const change of [
    `staff_id = '${ada.id}'`,
    "expires_at = expires_at + interval '1 day'",
    "created_at = created_at - interval '1 second'",
    'mac = sha256(mac)',
  ]) {
    const { secret } = await sessions.begin('staff', jo.id)
    expect(await sessions.bearer(secret)).toBeDefined()
    expect(
      await bySql(`update goodfaith.sessions set ${change} where staff_id = $1`, [jo.id]),
    ).toBeGreaterThan(0)
    expect(await sessions.bearer(secret)).toBeUndefined()
    await bySql('delete from goodfaith.sessions')
  }
})

test('a token that was widened, lengthened or given to another by SQL opens nothing', async () => {
  const { sessions } = house.gate
  for (const change of [
    'purposes = null',
    "purposes = '{sales.enquiry,marketing.email}'",
    `staff_id = '${ada.id}'`,
    `token_id = '${uuid()}'`,
    "expires_at = expires_at + interval '1 year'",
  ]) {
    const { secret } = await sessions.makeToken(jo, { name: 'x', days: 1, purposes: ['sales.enquiry'] })
    expect(await sessions.bearer(secret)).toMatchObject({ what: 'token', purposes: ['sales.enquiry'] })
    await bySql(`update goodfaith.api_tokens set ${change}`)
    expect(await sessions.bearer(secret)).toBeUndefined()
    await bySql('delete from goodfaith.api_tokens')
  }
})

test('a link is for one owner and one use, and not for whom SQL says', async () => {
  const { sessions } = house.gate
  const link = await sessions.makeLink('staff', jo.id)
  const [first, second] = await Promise.allSettled([sessions.useLink(link), sessions.useLink(link)])
  expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected'])
  const stolen = await sessions.makeLink('staff', jo.id)
  await bySql('update goodfaith.sign_in_links set staff_id = $1', [ada.id])
  await expect(sessions.readLink(stolen)).rejects.toMatchObject({ code: 'link_invalid' })
  const first_ = await sessions.makeLink('first', null)
  await expect(sessions.readLink(first_)).rejects.toMatchObject({ code: 'link_invalid' })
})

test('an erased person’s session opens nothing, and nothing of it is left', async () => {
  const { gate } = house
  const service = await house.staff('service')
  const [id] = await gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
    tx.people.create([aPerson()]),
  )
  const { secret } = await gate.sessions.begin('person', id!)
  const link = await gate.sessions.makeLink('person', id!)
  expect(await gate.sessions.bearer(secret)).toMatchObject({ kind: 'person', id })
  const officer = await house.staff('privacy_officer')
  const erasure = await gate.run({ actor: officer, purpose: 'rights.request' }, (tx) =>
    tx.erasures.begin(id!, 'they asked', null),
  )
  await gate.erasures.carryOut(erasure)
  expect(await gate.sessions.bearer(secret)).toBeUndefined()
  await expect(gate.sessions.readLink(link)).rejects.toMatchObject({ code: 'link_invalid' })
  expect(await bySql('select from goodfaith.sessions where person_id = $1', [id])).toBe(0)
  expect(await bySql('select from goodfaith.sign_in_links where person_id = $1', [id])).toBe(0)
})
