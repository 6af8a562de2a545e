import { beforeAll, expect, test } from 'vitest'
import { perform, type Caller } from '../../gate/command.ts'
import type { Actor } from '../../gate/token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { leave, planLeaving } from '../../features/erasure/leave.ts'
import { agree, confirm } from '../../features/requests/choose.ts'
import { readMe } from '../../features/requests/me.ts'

// Who has left while a contract stands: all else ended at once, and nothing brings it back.
const RIGHTS = 'rights.request'
const MAIL = { purpose: 'marketing.email', notice: 'marketing.email@1' }
let house: TestHouse
let service: Actor
let me: Caller
const claim = { basis: 'consent', notice: 'marketing.post@1', evidence: { kind: 'call' } }
const waiting = aGrant('marketing.post', claim)

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service', 'sales')
  const account = [aGrant('service.account')]
  const [id] = await house.gate.run({ actor: service, purpose: 'service.account' }, (tx) =>
    tx.people.create([{ ...aPerson({ given_name: 'Ana' }), grants: account }]),
  )
  me = { kind: 'person', id: id!, roles: [] }
  await perform(house.gate, agree, me, RIGHTS, MAIL)
  await give(waiting)
  const { code } = await perform(house.gate, planLeaving, me, RIGHTS, {})
  await perform(house.gate, leave, me, RIGHTS, { code })
})

function give(grant: ReturnType<typeof aGrant>): Promise<void> {
  return house.gate.run({ actor: service, purpose: 'service.account' }, (tx) => tx.grants.give(me.id, grant))
}

test('their own page has no switch left for what they ended', async () => {
  const { leaving, standing } = await perform(house.gate, readMe, me, RIGHTS, {})
  expect(leaving).not.toBeNull()
  expect(standing.filter((one) => one.switchable)).toEqual([])
  expect(standing.find(({ purpose }) => purpose === MAIL.purpose)).toMatchObject({ allowed: false })
  expect(standing.find(({ purpose }) => purpose === 'service.account')).toMatchObject({ allowed: true })
})

test('nothing they ended begins again: not by their own hand, nor by ours', async () => {
  await expect(perform(house.gate, agree, me, RIGHTS, MAIL)).rejects.toMatchObject({ code: 'has_left' })
  const yes = { grant_id: waiting.id }
  await expect(perform(house.gate, confirm, me, RIGHTS, yes)).rejects.toMatchObject({ code: 'grant_closed' })
  await expect(give(aGrant('service.request'))).rejects.toMatchObject({ code: 'has_left' })
  await expect(give(aGrant('marketing.post', claim))).rejects.toMatchObject({ code: 'has_left' })
  const { standing } = await perform(house.gate, readMe, me, RIGHTS, {})
  expect(standing.filter(({ allowed, basis }) => allowed && basis !== null)).toHaveLength(1)
})

test('a contract may still be written down', async () => {
  await expect(give(aGrant('service.account'))).resolves.toBeUndefined()
})
