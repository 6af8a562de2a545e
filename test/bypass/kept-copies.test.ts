/** What a law keeps, attacked: by another role, by SQL, and by moving what is sealed. */
import { beforeAll, expect, test } from 'vitest'
import { LAWS_OF_A_BANK } from '../../core/laws.ts'
import type { Actor } from '../../gate/token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { inForce } from '../kit/laws.ts'
import { asSuperuser, asWorkingLogin } from './attack.ts'

const LAW = 'legal.retention'
const ACCOUNT = 'service.account'
let house: TestHouse
let service: Actor
let officer: Actor

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  officer = await house.staff('privacy_officer')
  for (const law of LAWS_OF_A_BANK) await inForce(house.gate, service, officer, law)
})

async function customer(family_name: string): Promise<string> {
  const fields = { family_name, birth_date: '1970-01-02', city: 'Kiel' }
  const [id] = await house.gate.once({ actor: service, purpose: ACCOUNT }, (tx) =>
    tx.people.create([aPerson(fields, [aGrant(ACCOUNT)])]),
  )
  return id!
}

const opened = (person: string) => house.gate.kept.open(officer, { person }, 'asked by an authority')
const behind = (text: string, values: unknown[]) => asSuperuser(house, (client) => client.query(text, values))

test('one copy for each law, under a key of its own', async () => {
  const id = await customer('Gesetzt')
  const copies = await opened(id)
  expect(copies.map(({ law }) => law).toSorted()).toEqual(LAWS_OF_A_BANK.map(({ name }) => name).toSorted())
  const { rows } = await behind(
    'select key_id from goodfaith.kept_copies where person_id = $1 union select key_id from goodfaith.persons where person_id = $1',
    [id],
  )
  expect(rows).toHaveLength(3)
})

test('a copy moved to another person, or to another law, opens for nobody', async () => {
  const [mine, yours] = [await customer('Meine'), await customer('Deine')]
  await behind(
    `update goodfaith.kept_copies t set sealed = f.sealed from goodfaith.kept_copies f
     where t.person_id = $1 and f.person_id = $2 and t.law_id = f.law_id`,
    [mine, yours],
  )
  expect(await opened(mine)).toEqual([])
  await behind(
    `update goodfaith.kept_copies t set key_id = f.key_id from goodfaith.kept_copies f
     where t.person_id = $1 and f.person_id = $2 and t.law_id = f.law_id`,
    [mine, yours],
  )
  expect(await opened(mine)).toEqual([])
  expect(await opened(yours)).toHaveLength(2)
  // to the other law of the same person, with its key
  await behind(
    `update goodfaith.kept_copies t set sealed = f.sealed, key_id = f.key_id from goodfaith.kept_copies f
     where t.person_id = $1 and f.person_id = $1 and t.law_id > f.law_id`,
    [yours],
  )
  expect(await opened(yours)).toHaveLength(1)
})

test('an older version put back does not open', async () => {
  const id = await customer('Früher')
  const { rows } = await behind('select kept_id, sealed from goodfaith.kept_copies where person_id = $1', [
    id,
  ])
  const source = { kind: 'person' as const, detail: 'by letter', notice: null, collected_at: null }
  await house.gate.run({ actor: service, purpose: ACCOUNT }, (tx) =>
    tx.people.change(id, { family_name: 'Später' }, source),
  )
  expect(JSON.stringify(await opened(id))).toMatch(/Später/)
  for (const row of rows)
    await behind('update goodfaith.kept_copies set sealed = $2 where kept_id = $1', [row.kept_id, row.sealed])
  expect(await opened(id)).toEqual([])
})

test('the working login reads no copy, and its doors answer nobody but a privacy officer', async () => {
  const id = await customer('Verwahrt')
  await asWorkingLogin(house, async ({ ask, token }) => {
    for (const table of ['kept_copies', 'kept_reads', 'leavings'])
      expect(await ask(`select * from goodfaith.${table}`)).toBe('42501')
    const find = 'select * from gate.find_kept($1,$2::uuid,null,$3)'
    expect(await ask(find, [await token(service, ACCOUNT), id, []])).toBe('GF018')
    expect(await ask(find, [await token(service, LAW), id, []])).toBe('GF001')
    expect(await ask(find, [await token({ kind: 'person', id }, 'rights.request'), id, []])).toBe('GF018')
    expect(await ask(find, [await token(officer, 'rights.request'), id, []])).toBe('GF018')
    expect(await ask(find, [await token(officer, LAW), id, []])).toHaveLength(2)
  })
})

test('the purpose opens the copy and nothing else of the person', async () => {
  const id = await customer('Sonst')
  await expect(
    house.gate.read({ actor: officer, purpose: LAW }, (rd) => rd.people.byId(id)),
  ).rejects.toMatchObject({ code: 'not_found' })
})

test('a copy that is opened while its line cannot be written stays closed', async () => {
  const id = await customer('Zeile')
  await asSuperuser(house, async (client) => {
    await client.query(
      'alter table goodfaith.ledger_events add constraint closed check (kind <> $$kept_opened$$) not valid',
    )
    await expect(opened(id)).rejects.toMatchObject({ code: 'database_refused' })
    await client.query('alter table goodfaith.ledger_events drop constraint closed')
  })
  expect(await opened(id)).toHaveLength(2)
})
