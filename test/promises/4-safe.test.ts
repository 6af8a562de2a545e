/** Promise 4. Safe: what is held is sealed under a key of the person's own, and stands nowhere in plain. */
import { inspect } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import type { FieldName } from '../../core/fields.ts'
import { parseCard } from '../../core/identifiers/card.ts'
import { parseIban } from '../../core/identifiers/iban.ts'
import type { Actor } from '../../gate/token.ts'
import { Sealed } from '../../gate/seal.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'

let house: TestHouse
let service: Actor
let id: string
const purpose = 'service.request'

/** Values that occur nowhere else. */
const NEEDLES: Partial<Record<FieldName, string>> = {
  given_name: 'Zephyrine',
  family_name: 'Quillfeather',
  title: 'Archimandrite',
  email: 'zephyrine@quillfeather.example',
  phone: '+493055509871',
  street: 'Vermilionstrasse 77',
  postcode: '98761',
  city: 'Hinterzarten',
  birth_date: '1931-07-19',
  household: 'seventeen cousins',
  income: '8123457',
  debts: '7654329',
  device: 'needledevice-55',
  circumstance: 'lost the lighthouse',
  customer_number: 'KD-88-NEEDLE',
}
const EVIDENCE = 'needle of evidence at the counter'
const SOURCE = 'needle of source, told by her aunt'
const REASON = 'needle of reason for the erasure'

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  const grants = () =>
    ['service.request', 'service.account', 'suitability.check'].map((each) =>
      aGrant(each, { evidence: { kind: 'contract', detail: EVIDENCE } }),
    )
  const person = {
    ...aPerson(NEEDLES, grants()),
    source: { kind: 'person' as const, detail: SOURCE, notice: null, collected_at: null },
  }
  const made = await house.gate.once({ actor: service, purpose }, (tx) =>
    tx.people.create([person, aPerson({}, grants())]),
  )
  id = made[0]!
  const errand = { actor: service, purpose }
  await house.gate.read(errand, (rd) => rd.people.byId(id))
  await house.gate.read(errand, (rd) => rd.people.search({ query: 'zephy', limit: 5, fields: ['email'] }))
  await house.gate.run(errand, (tx) =>
    tx.people.change(id, { phone: '+493055509872' }, { ...person.source, detail: `${SOURCE}, again` }),
  )
})

/** Every byte of every table of a database, as text and as bytes. */
async function dump(url: string): Promise<Buffer> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema')`,
    )
    expect(tables.length).toBeGreaterThan(2)
    const parts: Buffer[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<Record<string, unknown>>(`select * from ${name}`)
      for (const value of rows.flatMap((row) => Object.values(row)))
        parts.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ''))
    }
    return Buffer.concat(parts)
  })
}

function foundIn(held: Buffer, needles: string[]): string[] {
  return needles.filter((needle) =>
    [needle, needle.toLowerCase()].some(
      (form) =>
        held.includes(form) ||
        held.includes(Buffer.from(form, 'utf16le')) ||
        held.includes(Buffer.from(form).toString('base64').slice(0, -4)),
    ),
  )
}

test('no value, source, evidence or reason stands in plain in any table of either database', async () => {
  await house.gate.run({ actor: service, purpose }, (tx) => tx.erasures.plan(id))
  const needles = [...Object.values(NEEDLES), '+493055509872', EVIDENCE, SOURCE]
  for (const url of [house.database.adminUrl, house.database.keyringAdminUrl]) {
    const held = await dump(url)
    expect(held.length).toBeGreaterThan(10_000)
    expect(foundIn(held, needles)).toEqual([])
  }
})

test('the search finds a value that does stand in plain', async () => {
  await withClient(house.database.adminUrl, async (client) => {
    await client.query("update goodfaith.persons set country = 'Quillfeather' where person_id = $1", [id])
  })
  expect(foundIn(await dump(house.database.adminUrl), Object.values(NEEDLES))).toEqual(['Quillfeather'])
  await withClient(house.database.adminUrl, (client) =>
    client.query('update goodfaith.persons set country = null where person_id = $1', [id]),
  )
})

test('what someone types as a reason is sealed as well', async () => {
  const [other] = await house.gate.once({ actor: service, purpose }, (tx) => tx.people.create([aPerson()]))
  const erasure = await house.gate.run({ actor: service, purpose }, (tx) =>
    tx.erasures.begin(other!, REASON, null),
  )
  expect(foundIn(await dump(house.database.adminUrl), [REASON])).toEqual([])
  await house.gate.erasures.carryOut(erasure)
})

test('each person has a key of their own; no two values are sealed alike, not even equal ones', async () => {
  const twins = await house.gate.once({ actor: service, purpose }, (tx) =>
    tx.people.create([aPerson({ email: 'a@b.example' }), aPerson({ email: 'a@b.example' })]),
  )
  await withClient(house.database.adminUrl, async (client) => {
    const keys = await client.query<{ key_id: string }>('select key_id from goodfaith.persons')
    expect(new Set(keys.rows.map(({ key_id }) => key_id)).size).toBe(keys.rows.length)
    const { rows } = await client.query<{ sealed: Buffer }>(
      "select sealed from goodfaith.sealed_values where person_id = any ($1::uuid[]) and compartment = 'contact'",
      [twins],
    )
    expect(rows).toHaveLength(2)
    expect(rows[0]!.sealed.equals(rows[1]!.sealed)).toBe(false)
    // lengths are padded, so that they tell little about a value
    for (const { sealed } of rows) expect((sealed.length - 1 - 24 - 16) % 128).toBe(0)
  })
})

test('without the key a value is gone: destroying one person’s key closes theirs and nobody else’s', async () => {
  const [mine, yours] = await house.gate.once({ actor: service, purpose }, (tx) =>
    tx.people.create([aPerson(), aPerson()]),
  )
  await withClient(house.database.keyringAdminUrl, async (client) => {
    const keyId = await withClient(house.database.adminUrl, async (main) => {
      const { rows } = await main.query<{ key_id: string }>(
        'select key_id from goodfaith.persons where person_id = $1',
        [mine],
      )
      return rows[0]!.key_id
    })
    expect((await client.query('delete from keyring.keys where key_id = $1', [keyId])).rowCount).toBe(1)
  })
  const other = await house.another()
  const open = (person: string) =>
    other.read({ actor: service, purpose }, (rd) => rd.people.byId(person, ['given_name']))
  await expect(open(mine!)).rejects.toMatchObject({ code: 'not_found' })
  expect((await open(yours!)).fields.given_name).toMatchObject({ value: 'Amara' })
})

test('a sealed value prints, serialises and logs as such', () => {
  const sealed = new Sealed(
    { table: 't', column: 'c', row: 'r', version: 1, keyId: id },
    Buffer.from('Zephyrine'),
  )
  const { place: _place, ...shown } = { place: 0, sealed }
  for (const text of [String(sealed), JSON.stringify(shown), inspect(sealed, { showHidden: true, depth: 9 })])
    expect(text).toMatch(/^("?\[sealed\]"?|\{"sealed":"\[sealed\]"\})$/)
})

test('numbers of cards and accounts are shown as masks', () => {
  expect(parseCard('4111 1111 1111 1111').mask).toBe('•••• 1111')
  expect(parseIban('DE89 3704 0044 0532 0130 00').mask).toBe('DE •••• 3000')
})
