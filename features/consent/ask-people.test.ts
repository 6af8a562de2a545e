import { expect, test } from 'vitest'
import { perform, type Caller } from '../../gate/command.ts'
import { aGrant, aPerson, openHouse } from '../../test/kit/house.ts'
import { askPeople } from './ask-people.ts'
import { readStanding } from './read-standing.ts'

const claim = (purpose = 'marketing.email') =>
  aGrant(purpose, {
    basis: 'consent',
    notice: `${purpose}@1`,
    evidence: { kind: 'call', detail: 'said so on the phone' },
  })

test('someone of whom a colleague wrote down that they agreed is asked once; their yes counts, their no ends it', async () => {
  const house = await openHouse()
  const service = await house.staff('service')
  const officer: Caller = { ...(await house.staff('privacy_officer')), roles: ['privacy_officer'] }
  await house.gate.nameOrganisation(service, 'Harbour Bank')
  const errand = { actor: service, purpose: 'service.request' }
  const here = () => aGrant('service.request')
  const fields = { given_name: 'Ana', email: 'ana@example.org', language: 'de' }
  const claims = [here(), claim(), claim('marketing.post')]
  const [ana, ben, cleo, dora] = await house.gate.once(errand, (tx) =>
    tx.people.create([
      aPerson(fields, claims),
      aPerson({ given_name: 'Ben', email: 'ben@example.org' }, [here(), claim()]),
      aPerson({ given_name: 'Cleo', email: 'cleo@example.org' }, [here()]),
      aPerson({ given_name: 'Dora', email: 'dora@example.org' }, [here(), { ...claim(), under_age: true }]),
    ]),
  )
  const ask = () => askPeople(house.gate, 'http://127.0.0.1')
  expect(await ask()).toBe(3)
  expect(await ask()).toBe(0)
  const mails = await house.gate.mailroom.toPersons(officer, 10)
  expect(mails.map(({ to }) => to).sort()).toEqual(['ana@example.org', 'ben@example.org'])
  const toAna = mails.find(({ to }) => to === 'ana@example.org')!.text
  expect(toAna).toMatch(/Guten Tag Ana,[^]*Harbour Bank mir per E-Mail von Angeboten berichtet/)
  expect(toAna).toMatch(/per Brief von Angeboten/)
  const link = /\/confirm#(\S+)/.exec(toAna)?.[1]
  expect(await house.gate.sessions.readLink(link ?? '')).toEqual({ kind: 'person', owner: ana })

  const answer = (person: string, grant: string, verdict: 'confirmed' | 'refused') =>
    house.gate.once({ actor: { kind: 'person', id: person }, purpose: 'rights.request' }, (tx) =>
      tx.grants.check(person, grant, verdict),
    )
  await answer(ana!, claims[1]!.id, 'confirmed')
  await answer(ana!, claims[2]!.id, 'refused')
  await expect(answer(ana!, claims[2]!.id, 'confirmed')).rejects.toMatchObject({ code: 'grant_closed' })
  const standing = await perform(house.gate, readStanding, officer, 'rights.request', { id: ana! })
  const of = (purpose: string) => standing.items.find((item) => item.purpose === purpose)
  expect(of('marketing.email')).toMatchObject({ allowed: true })
  expect(of('marketing.post')).toMatchObject({ allowed: false, reason: 'refused' })
  expect(of('marketing.post')!.sentence).toMatch(/^because Ana said no on /)
  expect([ben, cleo, dora]).not.toContain(undefined)
})

test('whoever asked not to be written to is not asked', async () => {
  const house = await openHouse()
  const service = await house.staff('service')
  const officer = await house.staff('privacy_officer')
  const errand = { actor: service, purpose: 'service.request' }
  await house.gate.once(errand, (tx) =>
    tx.people.create([aPerson({ email: 'ema@example.org' }, [aGrant('service.request'), claim()])]),
  )
  await house.gate.run(errand, (tx) =>
    tx.imports.suppress(
      tx.imports.marksOf([
        { matches: { email: 'ema@example.org' }, alternates: { email: [], phone: [] }, channels: ['email'] },
      ]),
    ),
  )
  expect(await askPeople(house.gate, 'http://127.0.0.1')).toBe(1)
  expect(await askPeople(house.gate, 'http://127.0.0.1')).toBe(0)
  expect(await house.gate.mailroom.toPersons(officer, 10)).toEqual([])
})
