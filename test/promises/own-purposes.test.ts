/** An organisation adds purposes of its own: never wider than those that ship, never by one person alone. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { COMPARTMENTS } from '../../core/fields.ts'
import { validateOwnPurpose } from '../../core/own-purposes.ts'
import { Problem } from '../../core/errors.ts'
import { BASES, ROLES, SHIPPED, type Purpose } from '../../core/purposes.ts'
import { perform, type Caller } from '../../gate/command.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { listPeople } from '../../features/people/list-people.ts'
import { recordOfProcessing } from '../../features/reports/data-map.ts'
import { agree, takeBack } from '../../features/requests/choose.ts'
import { readMe } from '../../features/requests/me.ts'
import { endGrants } from '../../features/consent/end-grants.ts'
import { giveGrant } from '../../features/consent/give-grant.ts'
import { listNotices } from '../../features/consent/list-purposes.ts'
import {
  checkPurpose,
  endPurpose,
  listOwnPurposes,
  proposePurpose,
} from '../../features/consent/own-purposes.ts'

const NONE = 'analytics.aggregate'
const NEWS = {
  parent: 'marketing.email',
  word: 'boats',
  title: 'News about boats',
  says: 'tell you about boat loans by e-mail',
  bases: ['consent'],
  roles: ['marketing'],
  opens: ['identity', 'contact'],
  fields: ['given_name', 'email'],
  kept: { until: 'relation' },
  silence_months: 12,
  wording: 'I would like {organisation} to write to me about boats. I can stop this at any time.',
} as const

let house: TestHouse
let ada: Caller
let ben: Caller
let ines: Caller
let jo: Caller

beforeAll(async () => {
  house = await openHouse()
  ada = { ...(await house.staff('administrator')), roles: ['administrator'] }
  ben = { ...(await house.staff('privacy_officer')), roles: ['privacy_officer'] }
  ines = { ...(await house.staff('marketing')), roles: ['marketing'] }
  jo = { ...(await house.staff('service')), roles: ['service'] }
})

const propose = (by: Caller, terms: object) =>
  perform(house.gate, proposePurpose, by, NONE, terms as never) as Promise<{ id: string }>
const check = (by: Caller, id: string, decision: string) =>
  perform(house.gate, checkPurpose, by, NONE, { id, decision, reason: 'read it through' } as never)
const visible = async (purpose: string) =>
  (await perform(house.gate, listPeople, ines, purpose, { sort: 'recent' })).items.map(({ id }) => id)

test('an own purpose waits for a second person, works like any other, and ends for everyone', async () => {
  const { id } = await propose(ada, NEWS)
  const purpose = 'marketing.email.boats'
  await expect(visible(purpose)).rejects.toMatchObject({ code: 'purpose_unknown' })
  await expect(check(ada, id, 'accept')).rejects.toMatchObject({ code: 'second_person_needed' })
  await check(ben, id, 'accept')
  await expect(check(ben, id, 'accept')).rejects.toMatchObject({ code: 'grant_closed' })
  const { items: notices } = await perform(house.gate, listNotices, ada, 'none', {})
  expect(notices.find((notice) => notice.id === `${purpose}@1`)).toMatchObject({ current: true })

  // what staff write down waits, as for every purpose of marketing; the person's own word counts at once
  const [person] = await house.gate.once({ actor: jo, purpose: 'service.request' }, (tx) =>
    tx.people.create([aPerson({}, [aGrant('service.request')])]),
  )
  const self: Caller = { kind: 'person', id: person!, roles: [] }
  const evidence = { kind: 'call', detail: 'said so' }
  const claim = { id: person!, purpose, basis: 'consent', notice: `${purpose}@1`, evidence }
  expect(await perform(house.gate, giveGrant, jo, 'service.request', claim)).toMatchObject({
    state: 'waiting',
  })
  expect(await visible(purpose)).toEqual([])
  const me = await perform(house.gate, readMe, self, 'rights.request', {})
  expect(me.standing.find((one) => one.purpose === purpose)).toMatchObject({
    switchable: true,
    reason: 'waiting',
  })
  await perform(house.gate, agree, self, 'rights.request', { purpose, notice: `${purpose}@1` })
  expect(await visible(purpose)).toEqual([person])
  await perform(house.gate, takeBack, self, 'rights.request', { purpose })
  expect(await visible(purpose)).toEqual([])
  await perform(house.gate, agree, self, 'rights.request', { purpose, notice: `${purpose}@1` })
  const record = await perform(house.gate, recordOfProcessing([]), ada, 'none', {})
  expect(record.items.find((item) => item.purpose === purpose)).toMatchObject({ teams: ['marketing'] })

  await perform(house.gate, endPurpose, ada, NONE, { id })
  await expect(visible(purpose)).rejects.toMatchObject({ code: 'purpose_unknown' })
  await expect(perform(house.gate, giveGrant, jo, 'service.request', claim)).rejects.toMatchObject({
    code: 'purpose_unknown',
  })
  expect(await endGrants(house.gate)).toBe(0)
  const lines = await house.gate.run({ actor: ada, purpose: NONE }, (tx) =>
    tx.db.selectFrom('ledger_events').select(['kind', 'fields']).where('fields', '=', purpose).execute(),
  )
  expect(lines.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['purpose.proposed', 'purpose.accepted', 'purpose.ended', 'ended']),
  )
  const { items } = await perform(house.gate, listOwnPurposes, ada, NONE, {})
  expect(items).toMatchObject([
    { id, state: 'ended', mine: true, kept: expect.stringContaining('12 months') },
  ])
  await expect(propose(ada, NEWS)).rejects.toMatchObject({ code: 'input_invalid', pointer: '/id' })
})

test('one that is refused is no purpose, and what is wider is never written down', async () => {
  const { id } = await propose(ben, { ...NEWS, word: 'cars' })
  await check(ada, id, 'refuse')
  await expect(visible('marketing.email.cars')).rejects.toMatchObject({ code: 'purpose_unknown' })
  const wider = { ...NEWS, word: 'more', bases: ['consent', 'legitimate_interest'] }
  await expect(propose(ada, wider)).rejects.toMatchObject({ code: 'basis_not_accepted' })
  await expect(propose(jo, { ...NEWS, word: 'trains' })).rejects.toMatchObject({ code: 'not_allowed' })
})

test('what stands below ends with it, and nothing begins below what has ended', async () => {
  const accepted = async (terms: object) => {
    const { id } = await propose(ada, terms)
    await check(ben, id, 'accept')
    return id
  }
  const above = await accepted({ ...NEWS, word: 'homes' })
  await accepted({ ...NEWS, parent: 'marketing.email.homes', word: 'new' })
  const waiting = await propose(ada, { ...NEWS, parent: 'marketing.email.homes', word: 'old' })
  await perform(house.gate, endPurpose, ben, NONE, { id: above })
  await expect(visible('marketing.email.homes.new')).rejects.toMatchObject({ code: 'purpose_unknown' })
  await expect(check(ben, waiting.id, 'accept')).rejects.toMatchObject({ code: 'basis_not_accepted' })
})

test('the database admits exactly what core admits', async () => {
  const months = fc.option(fc.constantFrom(1, 6, 12, 24, 60), { nil: undefined })
  const kept: fc.Arbitrary<Purpose['term']> = fc.oneof(
    fc.record({ months: fc.constantFrom(1, 6, 12, 24, 60), after: fc.constantFrom('grant', 'last_word') }),
    fc.record({ until: fc.constant('grant'), months: fc.constantFrom(1, 6, 12, 60) }),
    fc.constant({ until: 'relation' }),
  ) as fc.Arbitrary<Purpose['term']>
  const parents = [...SHIPPED]
  const child = fc
    .record({
      parent: fc.constantFrom(...parents),
      bases: fc.shuffledSubarray([...BASES].slice(0, 3), { maxLength: 2 }),
      roles: fc.shuffledSubarray([...ROLES], { maxLength: 1 }),
      opens: fc.shuffledSubarray([...COMPARTMENTS], { maxLength: 1 }),
      term: kept,
      silence: months,
      same: fc.boolean(),
    })
    .map(({ parent, bases, roles, opens, term, silence, same }): Purpose => {
      const { balancing: _test, notice: _notice, fields, ...above } = parent
      const id = `${parent.id}.own`
      const ground = same && parent.bases.length > 0 ? parent.bases : bases
      return {
        ...above,
        id,
        parent: parent.id,
        kind: 'granted',
        title: 'Own',
        bases: ground,
        roles: same ? parent.roles : roles,
        actors: parent.actors,
        opens: same ? parent.opens : opens,
        ...(fields ? { fields } : {}),
        term: same && !('until' in parent.term && parent.term.until === 'open') ? parent.term : term,
        ...(same ? {} : { silence: undefined }),
        ...(silence ? { silence: { months: silence } } : {}),
        notice: { id: `${id}@1`, text: 'I would like this.' },
      } as Purpose
    })
  let admitted = 0
  await fc.assert(
    fc.asyncProperty(child, async (own) => {
      const byCore = outcome(() => validateOwnPurpose(own))
      const byDatabase = await house.gate
        .run({ actor: ada, purpose: NONE }, async (tx) => {
          await tx.registries.proposePurpose(own, own.notice?.text ?? null)
          throw new Error('undone')
        })
        .catch((error: unknown) => (error instanceof Problem ? 'refused' : 'admitted'))
      if (byCore === 'admitted') admitted++
      expect(byDatabase).toBe(byCore)
    }),
    { numRuns: 150 },
  )
  expect(admitted, 'both ways were seen').toBeGreaterThan(10)
})

function outcome(rule: () => void): 'admitted' | 'refused' {
  try {
    rule()
    return 'admitted'
  } catch {
    return 'refused'
  }
}
