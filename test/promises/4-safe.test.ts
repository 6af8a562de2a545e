/** Promise 4. Safe: what is held is sealed under a key of the person's own, and stands nowhere in plain. */
import { inspect } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import type { FieldName } from '../../core/fields.ts'
import { parseCard } from '../../core/identifiers/card.ts'
import { parseIban } from '../../core/identifiers/iban.ts'
import { exportPerson } from '../../features/requests/export-person.ts'
import { myLedger } from '../../features/requests/my-ledger.ts'
import { perform, type Caller } from '../../gate/command.ts'
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

describe('numbers of cards, accounts and identities', () => {
  const CARD = '4929498239180041'
  const IBAN = 'DE89370400440532013000'
  const DNI = '12345678Z'
  const source = { kind: 'person' as const, detail: 'on the phone', notice: null, collected_at: null }
  let holder: string

  beforeAll(async () => {
    const fields = { card: CARD, iban: IBAN, national_id: DNI, street: `Gasse 3, IBAN ${IBAN}` }
    const grants = ['service.request', 'service.account'].map((each) => aGrant(each))
    const made = await house.gate.once({ actor: service, purpose }, (tx) =>
      tx.people.create([aPerson(fields, grants)]),
    )
    holder = made[0]!
  })

  const read = (by: Actor, called: string, id = holder) =>
    house.gate.read({ actor: by, purpose: called }, (rd) => rd.people.byId(id))
  const change = (fields: Parameters<NewChange>[1]) =>
    house.gate.run({ actor: service, purpose }, (tx) => tx.people.change(holder, fields, source))
  type NewChange = Parameters<Parameters<typeof house.gate.run>[1]>[0]['people']['change']

  test('go to the vault, whatever they were typed into; people see masks with their source', async () => {
    const person = await read(service, purpose)
    expect(person.fields.street).toMatchObject({ value: 'Gasse 3, IBAN DE •••• 3000' })
    expect(person.secrets?.map(({ kind, masked }) => [kind, masked])).toEqual([
      ['card', '•••• 0041'],
      ['iban', 'DE •••• 3000'],
      ['national_id', 'ES •••• 678Z'],
    ])
    expect(person.secrets?.[0]?.source).toMatchObject({ kind: 'person', by: { kind: 'staff' } })
    expect(JSON.stringify(person)).not.toMatch(/4929498239180041|370400440532|12345678Z/)
  })

  test('are not even masks for a purpose that has no need of them', async () => {
    const [marketing, made] = [
      await house.staff('marketing'),
      await house.gate.once({ actor: service, purpose }, (tx) =>
        tx.people.create([aPerson({ card: CARD }, [aGrant('sales.account')])]),
      ),
    ]
    const sales = await house.staff('sales')
    expect(await read(sales, 'sales.account', made[0]!)).toMatchObject({ secretsWithheld: ['card'] })
    await expect(read(marketing, 'marketing.email', made[0]!)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('stand in plain nowhere, each under a key of its own that is not the person’s', async () => {
    for (const url of [house.database.adminUrl, house.database.keyringAdminUrl])
      expect(foundIn(await dump(url), [CARD, IBAN, DNI])).toEqual([])
    await withClient(house.database.adminUrl, async (client) => {
      const { rows } = await client.query<{ key_id: string; owner: string }>(
        'select s.key_id, p.key_id as owner from goodfaith.secrets s join goodfaith.persons p using (person_id) where person_id = $1',
        [holder],
      )
      expect(new Set(rows.map(({ key_id }) => key_id)).size).toBe(3)
      expect(rows.filter(({ key_id, owner }) => key_id === owner)).toEqual([])
    })
  })

  test('are kept once however often they come, and a security code never', async () => {
    await change({ card: '4929 4982 3918 0041', street: `Gasse 4, ${CARD} 12/29 cvc 987` })
    const person = await read(service, purpose)
    expect(person.fields.street).toMatchObject({ value: 'Gasse 4, •••• 0041 12/29 cvc •••' })
    expect(person.secrets).toHaveLength(3)
    expect(JSON.stringify(person)).not.toContain('987')
    await change({ card: '5425 2334 3010 9903 12/29 321' })
    const more = await read(service, purpose)
    expect(more.secrets?.map(({ masked }) => masked)).toContain('•••• 9903')
    expect(JSON.stringify(more)).not.toContain('321')
  })

  test('are opened with a fresh password and a reason, which the person reads', async () => {
    const who = { ...service, session: Buffer.alloc(32, 9).toString('base64url') }
    const card = (await read(service, purpose)).secrets!.find(({ masked }) => masked === '•••• 0041')!
    const open = () =>
      house.gate.vault.open(who, 'service.account', holder, card.id, 'a refund, card 4929 4982 3918 0041')
    await expect(open()).rejects.toMatchObject({ code: 'fresh_sign_in_needed' })
    await house.gate.vault.fresh.keep(who)
    expect(await open()).toMatchObject({ kind: 'card', value: CARD })
    const { items } = await perform(
      house.gate,
      myLedger,
      { kind: 'person', id: holder, roles: [] },
      'rights.request',
      {},
    )
    expect(items[0]).toMatchObject({ kind: 'secret_opened', fields: ['card'] })
    expect(items[0]!.sentence).toMatch(/opened the whole of your card number/)
    expect(foundIn(await dump(house.database.adminUrl), [CARD, 'a refund'])).toEqual([])
  })

  test('are masks in a copy of everything, and go with their key when they are removed', async () => {
    const officer: Caller = { ...(await house.staff('privacy_officer')), roles: ['privacy_officer'] }
    const copy = await perform(house.gate, exportPerson, officer, 'rights.request', { id: holder })
    expect(copy.person.secrets.length).toBeGreaterThan(3)
    expect(JSON.stringify(copy)).not.toMatch(/4929498239180041|370400440532|12345678Z/)
    const keys = () =>
      withClient(house.database.keyringAdminUrl, async (client) => {
        const { rows } = await client.query<{ held: string }>('select count(*) as held from keyring.keys')
        return Number(rows[0]!.held)
      })
    const before = await keys()
    await change({ iban: null })
    expect((await read(service, purpose)).secrets?.map(({ kind }) => kind)).not.toContain('iban')
    expect(await keys()).toBe(before - 1)
    expect((await house.gate.verify()).filter(({ wrong }) => wrong > 0)).toEqual([])
  })

  test('die with the person, each key on record', async () => {
    const { rows } = await withClient(house.database.adminUrl, (client) =>
      client.query<{ key_id: string }>('select key_id from goodfaith.secrets where person_id = $1', [holder]),
    )
    // a contract that stands would keep them to its end
    await house.gate.run({ actor: service, purpose: 'service.account' }, (tx) =>
      tx.grants.withdraw(holder, 'all'),
    )
    const officer = await house.staff('privacy_officer')
    const erasure = await house.gate.run({ actor: officer, purpose: 'rights.request' }, (tx) =>
      tx.erasures.begin(holder, 'asked', null),
    )
    await house.gate.erasures.carryOut(erasure)
    const done = await house.gate.erasures.read(erasure)
    const counts = new Map(done.holdings.map(({ holding, count }) => [holding, count]))
    expect([counts.get('secrets'), counts.get('secret_tokens')]).toEqual([rows.length, rows.length])
    await withClient(house.database.keyringAdminUrl, async (client) => {
      const ids = rows.map(({ key_id }) => key_id)
      const left = await client.query('select from keyring.keys where key_id = any ($1::uuid[])', [ids])
      const kept = await client.query(
        'select from keyring.destroyed where key_hash = any (select sha256(uuid_send(k)) from unnest($1::uuid[]) k)',
        [ids],
      )
      expect([left.rowCount, kept.rowCount]).toEqual([0, ids.length])
    })
    expect((await house.gate.verify()).filter(({ wrong }) => wrong > 0)).toEqual([])
  })
})
