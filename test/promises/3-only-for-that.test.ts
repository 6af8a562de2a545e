/** Promise 3. Only for that: data is used for what it was given for. */
import { beforeAll, expect, test } from 'vitest'
import { FIELDS, type FieldName } from '../../core/fields.ts'
import { opensField, ROLES, SHIPPED } from '../../core/purposes.ts'
import type { Actor } from '../../gate/token.ts'
import { seen } from '../../gate/seen.ts'
import { aGrant, aPerson, EVERY_FIELD, openHouse, type TestHouse } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'

let house: TestHouse
let anyone: Actor
let everything: string
let servedOnly: string

const VALUES: Partial<Record<FieldName, string>> = {
  given_name: 'Amara',
  family_name: 'Okafor',
  email: 'amara@okafor.example',
  phone: '+49 30 5550142',
  street: 'Lindenweg 3',
  postcode: '10115',
  city: 'Berlin',
  birth_date: '1980-02-03',
  household: 'two adults, one child',
  income: '41000',
  debts: '3000',
  device: 'TX-9',
  circumstance: 'has lost their work',
}

beforeAll(async () => {
  house = await openHouse()
  anyone = await house.staff(...ROLES)
  const granted = SHIPPED.filter(({ kind }) => kind === 'granted').map(({ id }) => aGrant(id))
  // nobody accepts a contract for a consent: the rows behind are what this test is about
  const made = await house.gate.once({ actor: anyone, purpose: 'service.request' }, (tx) =>
    tx.people.create([
      aPerson(
        VALUES,
        granted.filter(({ purpose }) => accepts(purpose)),
      ),
      aPerson(VALUES),
    ]),
  )
  everything = made[0]!
  servedOnly = made[1]!
  await withClient(house.database.adminUrl, (client) =>
    client.query(
      `insert into goodfaith.standing (purpose, person_id, since, until)
         select purpose, $1, now(), 'infinity' from goodfaith.purposes where kind = 'granted' on conflict do nothing`,
      [everything],
    ),
  )
})

function accepts(purpose: string): boolean {
  return SHIPPED.find(({ id }) => id === purpose)!.bases.includes('contract')
}

const PURPOSES = SHIPPED.filter(
  ({ kind, roles }) => kind !== 'group' && kind !== 'aggregate' && roles.length > 0,
)

test('there is no call without a purpose, for a purpose that is not registered, or for a heading', async () => {
  for (const purpose of ['', 'no.such.purpose', 'marketing', 'service'])
    await expect(
      house.gate.read({ actor: anyone, purpose }, (rd) => rd.people.byId(everything)),
      purpose,
    ).rejects.toMatchObject({ code: 'purpose_unknown' })
})

test.each(PURPOSES.map((purpose) => [purpose.id, purpose] as const))(
  '%s opens exactly the fields that it names, in an opened person, in a list and in a search',
  async (id, purpose) => {
    const errand = { actor: anyone, purpose: id }
    const person = await house.gate.read(errand, (rd) => rd.people.byId(everything, EVERY_FIELD))
    const list = await house.gate.read(errand, (rd) =>
      rd.people.list({ sort: 'recent', limit: 50, fields: EVERY_FIELD }),
    )
    const listed = list.items.find((each) => each.id === everything)!
    for (const field of Object.keys(VALUES) as FieldName[]) {
      const opens = opensField(purpose, field)
      for (const shown of [person.fields[field], listed.fields[field]]) {
        if (opens) expect([field, shown && 'value' in shown]).toEqual([field, true])
        else if (FIELDS[field].compartment === 'protective')
          expect([field, shown]).toEqual([field, undefined])
        else expect([field, shown]).toEqual([field, { withheld: 'not_for_this_purpose' }])
      }
    }
  },
)

test.each(PURPOSES.filter(({ kind }) => kind === 'granted').map(({ id }) => id))(
  '%s shows nobody who did not take part in it: by id, in a list, in a search, in a count, in the rows',
  async (id) => {
    if (id === 'service.request') return
    const errand = { actor: anyone, purpose: id }
    await expect(house.gate.read(errand, (rd) => rd.people.byId(servedOnly))).rejects.toMatchObject({
      code: 'not_found',
    })
    const list = await house.gate.read(errand, (rd) =>
      rd.people.list({ sort: 'recent', limit: 50, fields: [] }),
    )
    expect(list.items.map((each) => each.id)).toEqual([everything])
    expect((await house.gate.read(errand, (rd) => rd.people.count())).shown).toBe(1)
    await house.gate.run(errand, async (tx) => {
      const rows = await tx.db.selectFrom(seen('persons')).select('person_id').execute()
      expect(rows).toEqual([{ person_id: everything }])
    })
  },
)

test('counting opens nobody', async () => {
  const errand = { actor: anyone, purpose: 'analytics.aggregate' }
  await expect(house.gate.read(errand, (rd) => rd.people.byId(everything))).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(
    (
      await house.gate.read(errand, (rd) =>
        rd.people.list({ sort: 'recent', limit: 50, fields: EVERY_FIELD }),
      )
    ).items,
  ).toEqual([])
})

test('what the purpose does not open cannot be changed by it either', async () => {
  const source = { kind: 'person' as const, detail: 'by phone', notice: null, collected_at: null }
  await expect(
    house.gate.run({ actor: anyone, purpose: 'marketing.email' }, (tx) =>
      tx.people.change(everything, { phone: '+49 30 5550100' }, source),
    ),
  ).rejects.toMatchObject({ code: 'not_allowed' })
})

test('a role that does not have the purpose is refused, whoever asks', async () => {
  const support = await house.staff('support')
  for (const purpose of ['marketing.email', 'sales.account', 'suitability.check', 'rights.request'])
    await expect(
      house.gate.read({ actor: support, purpose }, (rd) => rd.people.byId(everything)),
      purpose,
    ).rejects.toMatchObject({ code: 'purpose_not_for_role' })
})
