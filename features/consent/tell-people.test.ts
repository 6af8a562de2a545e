import { expect, test } from 'vitest'
import { aGrant, aPerson, openHouse } from '../../test/kit/house.ts'
import { tellPeople } from './tell-people.ts'

test('someone whose data came from elsewhere is told once, where from and how to leave', async () => {
  const house = await openHouse()
  const service = await house.staff('service')
  const officer = await house.staff('privacy_officer')
  const errand = { actor: service, purpose: 'service.request' }
  const source = { kind: 'partner', detail: 'the spring fair', notice: null, collected_at: null } as const
  await house.gate.once(errand, (tx) =>
    tx.people.create([
      { ...aPerson({ given_name: 'Ana', email: 'ana@example.org' }, [aGrant('service.request')]), source },
      aPerson({ given_name: 'Ben', email: 'ben@example.org' }),
    ]),
  )
  expect(await tellPeople(house.gate, 'http://127.0.0.1')).toBe(1)
  expect(await tellPeople(house.gate, 'http://127.0.0.1')).toBe(0)
  const mails = await house.gate.mailroom.toPersons(officer, 10)
  expect(mails).toHaveLength(1)
  expect(mails[0]).toMatchObject({ to: 'ana@example.org' })
  expect(mails[0]!.text).toMatch(
    /Dear Ana,[^]*“the spring fair”[^]*answer what you ask us[^]*http:\/\/127\.0\.0\.1\/me/,
  )
})

test('whoever speaks German is told in German, with the day as they write it', async () => {
  const house = await openHouse()
  const service = await house.staff('service')
  const officer = await house.staff('privacy_officer')
  await house.gate.nameOrganisation(service, 'Hafenbank')
  const at = Date.now() - 3 * 86_400_000
  const day = new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'UTC' }).format(at)
  const source = { kind: 'partner', detail: 'Messe Kiel', notice: null, collected_at: at } as const
  const fields = { given_name: 'Grete', email: 'grete@example.org', language: 'de', phone: '+49 30 901820' }
  await house.gate.once({ actor: service, purpose: 'service.request' }, (tx) =>
    tx.people.create([{ ...aPerson(fields, [aGrant('service.request')]), source }]),
  )
  expect(await tellPeople(house.gate, 'http://127.0.0.1')).toBe(1)
  const [mail] = await house.gate.mailroom.toPersons(officer, 10)
  expect(mail!.subject).toBe('Hafenbank bewahrt etwas über Sie auf')
  expect(mail!.text).toMatch(/Guten Tag Grete,[^]*auf Anfragen zu antworten/)
  expect(mail!.text).toContain(`Es kam am ${day} von „Messe Kiel“`)
  expect(mail!.text).not.toMatch(/\b(the|you|we|with)\b|901820/)
})

test('what someone gave themselves is not told as another’s, where a file added to it', async () => {
  const house = await openHouse()
  const service = await house.staff('service')
  const officer = await house.staff('privacy_officer')
  await house.gate.run({ actor: service, purpose: 'service.request' }, async (tx) => {
    const [id] = await tx.people.create([
      aPerson({ given_name: 'Ben', email: 'ben@example.org' }, [aGrant('service.request')]),
    ])
    const source = { kind: 'migration', detail: 'the old CRM', notice: null, collected_at: null } as const
    await tx.people.change(id!, { city: 'Bonn' }, source)
  })
  expect(await tellPeople(house.gate, 'http://127.0.0.1')).toBe(1)
  const [mail] = await house.gate.mailroom.toPersons(officer, 10)
  expect(mail!.text).toContain('holds something about you that you did not give to us yourself')
  expect(mail!.text).not.toContain('holds your e-mail address')
})

test('whoever leaves between the list and the letter keeps nobody else from theirs', async () => {
  const house = await openHouse()
  const service = await house.staff('service')
  const officer = await house.staff('privacy_officer')
  const errand = { actor: service, purpose: 'service.request' }
  const source = { kind: 'partner', detail: 'the spring fair', notice: null, collected_at: null } as const
  const someone = (name: string) => ({
    ...aPerson({ given_name: name, email: `${name}@example.org` }, [aGrant('service.request')]),
    source,
  })
  const made = await house.gate.once(errand, (tx) => tx.people.create([someone('ana'), someone('ben')]))
  let listed: readonly string[] = []
  const run: typeof house.gate.run = async (asked, act) => {
    const result = await house.gate.run(asked, act)
    if (listed.length === 0 && Array.isArray(result)) {
      listed = result as string[]
      const begun = await house.gate.run(errand, (tx) => tx.erasures.begin(listed[0]!, 'asked', null))
      await house.gate.erasures.carryOut(begun)
    }
    return result
  }
  await tellPeople({ run }, 'http://127.0.0.1')
  expect(listed.toSorted()).toEqual(made.toSorted())
  expect(await house.gate.mailroom.toPersons(officer, 10)).toHaveLength(1)
})
