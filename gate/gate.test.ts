import { beforeAll, describe, expect, test } from 'vitest'
import { aGrant, aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { installedPostgres } from '../test/kit/installed-postgres.ts'
import type { Kind } from '../test/kit/postgres.ts'
import type { Actor } from './token.ts'

const kinds: Kind[] = installedPostgres() ? ['embedded', 'pg15'] : ['embedded']

describe.each(kinds)('the gate on %s', (kind) => {
  let house: TestHouse
  let service: Actor
  let marketing: Actor

  beforeAll(async () => {
    house = await openHouse(kind)
    service = await house.staff('service')
    marketing = await house.staff('marketing')
  })

  test('a person is stored, opened for their purpose, and invisible for another', async () => {
    const { gate } = house
    const [id] = await gate.once({ actor: service, purpose: 'service.request' }, (tx) =>
      tx.people.create([aPerson({ phone: '+49 30 5550142', country: 'DE', birth_date: '1980-02-03' })]),
    )
    const seen = await gate.read({ actor: service, purpose: 'service.request' }, (rd) => rd.people.byId(id!))
    expect(seen.fields.given_name).toMatchObject({ value: 'Amara', source: { kind: 'person' } })
    expect(seen.fields.birth_date).toEqual({ withheld: 'not_for_this_purpose' })
    expect(seen.country).toBe('DE')
    await expect(
      gate.read({ actor: marketing, purpose: 'marketing.email' }, (rd) => rd.people.byId(id!)),
    ).rejects.toMatchObject({ code: 'not_found' })
    await expect(
      gate.read({ actor: marketing, purpose: 'service.request' }, (rd) => rd.people.byId(id!)),
    ).rejects.toMatchObject({ code: 'purpose_not_for_role' })
  })

  test('names are listed in order, paged, searched by prefix and by exact address', async () => {
    const { gate } = house
    const names = ['Zoë Adler', 'Björn Ärger', 'Cem Özil', 'Dana Müller', 'Ed Meyer']
    await gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
      tx.people.create(
        names.map((name, i) => {
          const [given_name, family_name] = name.split(' ') as [string, string]
          return aPerson({ given_name, family_name, email: `p${i}@example.org` })
        }),
      ),
    )
    const errand = { actor: service, purpose: 'service.request' }
    const fields = ['given_name', 'family_name', 'email'] as const
    const first = await gate.read(errand, (rd) => rd.people.list({ sort: 'name', limit: 3, fields }))
    expect(first.items.map((p) => 'value' in p.fields.family_name! && p.fields.family_name.value)).toEqual([
      'Adler',
      'Ärger',
      'Meyer',
    ])
    const second = await gate.read(errand, (rd) =>
      rd.people.list({ sort: 'name', limit: 3, fields, cursor: first.next ?? undefined }),
    )
    expect(second.items.map((p) => 'value' in p.fields.family_name! && p.fields.family_name.value)).toEqual([
      'Müller',
      'Okafor',
      'Özil',
    ])
    expect(second.next).toBeNull()
    const found = await gate.read(errand, (rd) => rd.people.search({ query: 'mul dan', limit: 10, fields }))
    expect(found.items).toHaveLength(1)
    const exact = await gate.read(errand, (rd) =>
      rd.people.search({ query: 'P3@EXAMPLE.org', limit: 10, fields }),
    )
    expect(exact.items).toHaveLength(1)
  })

  test('people of one long family name stand in order of their given names', async () => {
    const { gate } = house
    const errand = { actor: service, purpose: 'service.account' }
    const given = ['Zacharias', 'Anton', 'Moritz', 'Berta']
    await gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
      tx.people.create(
        given.map((given_name) =>
          aPerson({ given_name, family_name: 'Wolfeschlegelstein-Hausenberger' }, [
            aGrant('service.account'),
          ]),
        ),
      ),
    )
    const fields = ['given_name', 'family_name'] as const
    const names = async (sort: 'name' | '-name') =>
      (await gate.read(errand, (rd) => rd.people.list({ sort, limit: 10, fields }))).items.map(
        (p) => 'value' in p.fields.given_name! && p.fields.given_name.value,
      )
    expect(await names('name')).toEqual(['Anton', 'Berta', 'Moritz', 'Zacharias'])
    expect(await names('-name')).toEqual(['Zacharias', 'Moritz', 'Berta', 'Anton'])
  })

  test('a withdrawal is refused with the next call', async () => {
    const { gate } = house
    const errand = { actor: service, purpose: 'service.request' }
    const [id] = await gate.once(errand, (tx) => tx.people.create([aPerson()]))
    await gate.read(errand, (rd) => rd.people.byId(id!))
    await gate.once(errand, (tx) => tx.grants.withdraw(id!, 'service.request'))
    await expect(gate.read(errand, (rd) => rd.people.byId(id!))).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a changed value keeps what it replaces, and is found by its new words only', async () => {
    const { gate } = house
    const errand = { actor: service, purpose: 'service.request' }
    const [id] = await gate.once(errand, (tx) =>
      tx.people.create([aPerson({ given_name: 'Quintus', family_name: 'Oldname' })]),
    )
    const source = { kind: 'person' as const, detail: 'told on the phone', notice: null, collected_at: null }
    await gate.run(errand, (tx) => tx.people.change(id!, { family_name: 'Newname' }, source, 1))
    const seen = await gate.read(errand, (rd) => rd.people.byId(id!))
    expect(seen.fields.family_name).toMatchObject({ value: 'Newname', earlier: [{ value: 'Oldname' }] })
    const fields = ['given_name'] as const
    const found = (query: string) => gate.read(errand, (rd) => rd.people.search({ query, limit: 5, fields }))
    expect((await found('newn')).items).toHaveLength(1)
    expect((await found('oldn')).items).toHaveLength(0)
    await expect(
      gate.run(errand, (tx) => tx.people.change(id!, { family_name: 'Third' }, source, 1)),
    ).rejects.toMatchObject({ code: 'version_conflict' })
  })

  test('a consent typed by staff waits for a second person', async () => {
    const { gate } = house
    const second = await house.staff('service')
    const errand = { actor: service, purpose: 'service.request' }
    const consent = aGrant('marketing.email', {
      basis: 'consent',
      notice: 'marketing.email@1',
      evidence: { kind: 'paper', detail: 'signed at the counter' },
    })
    const [id] = await gate.once(errand, (tx) =>
      tx.people.create([aPerson({}, [aGrant('service.request'), consent])]),
    )
    const mail = () =>
      gate.read({ actor: marketing, purpose: 'marketing.email' }, (rd) => rd.people.byId(id!))
    await expect(mail()).rejects.toMatchObject({ code: 'not_found' })
    await expect(
      gate.once(errand, (tx) => tx.grants.check(id!, consent.id, 'accepted')),
    ).rejects.toMatchObject({
      code: 'second_person_needed',
    })
    await gate.once({ ...errand, actor: second }, (tx) => tx.grants.check(id!, consent.id, 'accepted'))
    const seen = await mail()
    expect(seen.fields.given_name).toMatchObject({ value: 'Amara' })
    expect(seen.fields.family_name).toEqual({ withheld: 'not_for_this_purpose' })
  })
})
