/** Sideways looks at people whom the purpose does not show: each gives what it gives of nobody. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Role } from '../../core/purposes.ts'
import type { Static, TObject, TSchema } from 'typebox'
import { perform, type Caller, type Command } from '../../gate/command.ts'
import { changePerson } from '../../features/people/change-person.ts'
import { fieldHistory } from '../../features/people/field-history.ts'
import { findPerson } from '../../features/people/find-person.ts'
import { getPerson } from '../../features/people/get-person.ts'
import { listPeople } from '../../features/people/list-people.ts'
import { checkGrant } from '../../features/consent/check-grant.ts'
import { giveGrant } from '../../features/consent/give-grant.ts'
import { listGrants } from '../../features/consent/list-grants.ts'
import { readStanding } from '../../features/consent/read-standing.ts'
import { withdraw } from '../../features/consent/withdraw.ts'
import { planErasure } from '../../features/erasure/plan-erasure.ts'
import { startErasure } from '../../features/erasure/start-erasure.ts'
import { seen } from '../../gate/seen.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser, asWorkingLogin } from './attack.ts'

let house: TestHouse
let service: Caller
let marketing: Caller
let sales: Caller
let officer: Caller
/** Seen by service, hidden from marketing and sales. */
let hidden: string
let hiddenGrant: string
let erased: string
const HIDDEN = {
  given_name: 'Xanthe',
  family_name: 'Quillfeather',
  email: 'xanthe@quill.example',
  phone: '+493055501',
}

beforeAll(async () => {
  house = await openHouse()
  const caller = async (role: Role): Promise<Caller> => ({ ...(await house.staff(role)), roles: [role] })
  service = await caller('service')
  marketing = await caller('marketing')
  sales = await caller('sales')
  officer = await caller('privacy_officer')
  const grant = aGrant('service.request')
  hidden = await collected(HIDDEN, [grant])
  hiddenGrant = grant.id
  erased = await collected({ family_name: 'Gone' })
  const begun = await house.gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
    tx.erasures.begin(erased, 'asked', null),
  )
  await house.gate.erasures.carryOut(begun)
})

async function collected(
  fields: Record<string, string>,
  grants = [aGrant('service.request')],
): Promise<string> {
  const [id] = await house.gate.once({ actor: service, purpose: 'service.request' }, (tx) =>
    tx.people.create([aPerson(fields, grants)]),
  )
  return id!
}

/** All that a caller gets to know of an answer: its values, or every part of its problem. */
async function told<I extends TObject, O extends TSchema>(
  declared: Command<I, O>,
  caller: Caller,
  purpose: string,
  input: Static<I>,
): Promise<string> {
  try {
    return JSON.stringify(await perform(house.gate, declared, caller, purpose, input))
  } catch (error) {
    const { code, status, message, detail, pointer, fix } = error as Record<string, unknown>
    return JSON.stringify({ code, status, message, detail, pointer, fix })
  }
}

describe('absent, hidden and erased give one answer, letter by letter', () => {
  const source = { kind: 'person', detail: 'on the phone' }
  const calls: [string, (id: string) => Promise<string>][] = [
    ['opening', (id) => told(getPerson, sales, 'sales.account', { id })],
    ['history', (id) => told(fieldHistory, sales, 'sales.account', { id, field: 'email' })],
    [
      'change',
      (id) =>
        told(changePerson, sales, 'sales.account', { id, fields: { email: 'a@b.example' }, source } as never),
    ],
    ['grants', (id) => told(listGrants, sales, 'sales.account', { id })],
    ['standing', (id) => told(readStanding, sales, 'sales.account', { id })],
    [
      'giving',
      (id) =>
        told(giveGrant, sales, 'sales.account', { id, purpose: 'sales.account', basis: 'contract' } as never),
    ],
    ['withdrawing', (id) => told(withdraw, sales, 'sales.account', { id, purpose: 'all' })],
    [
      'checking',
      (id) =>
        told(checkGrant, sales, 'sales.account', {
          id,
          grant_id: hiddenGrant,
          decision: 'accept',
          reason: 'x',
        } as never),
    ],
    ['planning an erasure', (id) => told(planErasure, sales, 'sales.account', { id })],
    ['erasing', (id) => told(startErasure, sales, 'sales.account', { id, reason: 'x' })],
  ]
  test.each(calls)('%s', async (_what, call) => {
    const absent = await call(uuid())
    expect(absent).toContain('not_found')
    expect(await call(hidden)).toBe(absent)
    expect(await call(erased)).toBe(absent)
  })

  test('and as many rows of the database', async () => {
    await asWorkingLogin(house, async (attacker) => {
      const token = await attacker.token(sales, 'sales.account')
      for (const id of [uuid(), hidden, erased])
        expect(
          await attacker.ask('select * from gate.read_people($1, array[$2]::uuid[], $3)', [
            token,
            id,
            ['identity'],
          ]),
        ).toEqual([])
    })
  })

  test('a purpose of another role is refused before anyone is looked for', async () => {
    const answer = (id: string) => told(getPerson, marketing, 'service.request', { id })
    expect(await answer(hidden)).toBe(await answer(uuid()))
    expect(await answer(hidden)).toContain('purpose_not_for_role')
  })
})

test('searching by a beginning, an address or a number finds hidden people no more than absent ones', async () => {
  for (const [found, absent] of [
    ['xan', 'zzz'],
    ['Xanthe Quillfeather', 'Nobody Atall'],
    ['xanthe@quill.example', 'nobody@quill.example'],
    ['+49 30 55501', '+49 30 55509'],
  ]) {
    const answer = (search: string) => told(listPeople, sales, 'sales.account', { search })
    expect(await answer(found!), found).toBe(await answer(absent!))
    expect(await told(listPeople, service, 'service.request', { search: found! }), found).toContain(hidden)
  }
})

test('what the purpose does not open is neither searched, nor sorted by, nor shown in the order of the rows', async () => {
  const names = ['Aal', 'Zyl', 'Mai']
  const grants = () => [aGrant('service.request'), consent()]
  for (const family_name of names)
    await accepted(await collected({ given_name: 'Same', family_name }, grants()))
  const refused = { code: 'search_not_covered' }
  const list = (input: object) => perform(house.gate, listPeople, marketing, 'marketing.email', input)
  await expect(list({ search: 'zyl' })).rejects.toMatchObject(refused)
  await expect(list({ search: '+49 30 55501' })).rejects.toMatchObject(refused)
  for (const sort of ['name', '-name'] as const) await expect(list({ sort })).rejects.toMatchObject(refused)
  const page = await list({ limit: 10 })
  // newest first: the order of arrival, whatever the names
  expect(page.items.map(({ id }) => id)).toEqual(
    page.items
      .map(({ id }) => id)
      .toSorted()
      .toReversed(),
  )
  expect(JSON.stringify(page)).not.toMatch(/Aal|Zyl|Mai/)
})

test('the door to the order of names is closed to such a purpose as well, and a cursor holds no code of a name', async () => {
  await asWorkingLogin(house, async (attacker) => {
    const token = await attacker.token(marketing, 'marketing.email')
    expect(
      await attacker.ask("select code from gate.list_people($1, '{}', false, null, null, 10)", [token]),
    ).toBe('GF018')
  })
  const { next } = await perform(house.gate, listPeople, marketing, 'marketing.email', { limit: 1 })
  expect(Buffer.from(next!, 'base64url').toString()).toMatch(/^\.[0-9a-f-]{36}$/)
})

test('what is withheld is counted for whole screens only, in tens: few includes none', async () => {
  const list = (input: object) => perform(house.gate, listPeople, officer, 'suitability.check', input)
  const held = await asSuperuser(house, async (client) =>
    Number((await client.query('select count(*) as n from goodfaith.persons')).rows[0].n),
  )
  expect(held).toBeLessThan(10)
  expect((await list({})).withheld).toEqual({ people: 'few', why: { no_grant: 'few' } })
  // a filter, or a page further on, counts nothing: two of them have no difference
  for (const search of ['xanthe@quill.example', 'nobody@quill.example'])
    expect((await perform(house.gate, listPeople, sales, 'sales.account', { search })).withheld).toEqual({
      people: null,
      why: {},
    })
  expect((await list({ cursor: Buffer.from(`.${uuid()}`).toString('base64url') })).withheld.people).toBeNull()
})

test('nothing is unique across people: the same values of a hidden person are accepted like any others', async () => {
  const id = await collected(HIDDEN)
  expect(id).not.toBe(hidden)
  await asWorkingLogin(house, async (attacker) => {
    const token = await attacker.token(sales, 'sales.account')
    const words = await asSuperuser(house, async (client) => {
      const { rows } = await client.query<{ token: Buffer }>(
        'select token from goodfaith.search_tokens where person_id = $1',
        [hidden],
      )
      return rows.map((row) => row.token)
    })
    expect(words.length).toBeGreaterThan(5)
    // an importer hears of duplicates among people they may see, even who knows every token
    expect(await attacker.ask('select * from gate.known_people($1, $2)', [token, words])).toEqual([])
    expect(
      await attacker.ask("select * from gate.search_people($1, $2, '{}', null, 10)", [
        token,
        words.slice(0, 1),
      ]),
    ).toEqual([])
  })
})

test('the query builder joins, counts and compares hidden people no more than absent ones', async () => {
  await house.gate
    .run({ actor: sales, purpose: 'sales.account' }, async (tx) => {
      for (const table of ['persons', 'sources', 'standing', 'grants', 'grant_marks'] as const) {
        const { rows } = await sql<{ n: string }>`select count(*) as n from ${seen(table)}
        where person_id = ${hidden}::uuid`.execute(tx.db)
        expect([table, rows[0]!.n]).toEqual([table, '0'])
      }
      await expect(
        sql`insert into goodfaith.found values (${hidden}, ${sales.id}, now(), now()) on conflict do nothing`.execute(
          tx.db,
        ),
      ).rejects.toMatchObject({ code: '42501' })
    })
    .catch((error: unknown) =>
      expect(error).toMatchObject({ code: expect.stringMatching(/not_allowed|database_refused/) as string }),
    )
})

test('that somebody has a protective fact is told to no purpose that does not open it', async () => {
  const id = await collected({ circumstance: 'has lost their work', debts: '12000' }, [
    aGrant('service.request'),
    aGrant('suitability.check'),
  ])
  const shown = await perform(house.gate, getPerson, service, 'service.request', { id })
  expect(JSON.stringify(shown)).not.toMatch(/circumstance|protective|lost their work/)
  const { rows } = await house.gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
    sql<{
      compartment: string
    }>`select compartment, held from gate.read_people(current_setting('goodfaith.token'), array[${id}]::uuid[], '{identity,contact,protective,finance}')`.execute(
      tx.db,
    ),
  )
  expect(rows.map(({ compartment }) => compartment).toSorted()).toEqual(['contact', 'finance', 'identity'])
  const opened = await perform(house.gate, getPerson, officer, 'suitability.check', { id })
  expect(JSON.stringify(opened)).toContain('has lost their work')
})

test('whoever asks whether someone is here has to know two different identifiers, and is counted even when they do not', async () => {
  const asking: Caller = { ...(await house.staff('service')), roles: ['service'] }
  const ask = (identifiers: object) =>
    perform(house.gate, findPerson, asking, 'service.request', { identifiers, reason: 'at the counter' })
  await expect(ask({ email: HIDDEN.email })).rejects.toMatchObject({ code: 'find_needs_two' })
  const wrong = await ask({ email: HIDDEN.email, phone: '+49 30 55502' })
  expect(wrong).toEqual(await ask({ email: 'nobody@quill.example', phone: '+49 30 55502' }))
  await asWorkingLogin(house, async (attacker) => {
    const token = await attacker.token(asking, 'service.request')
    const word = await asSuperuser(house, async (client) => {
      const { rows } = await client.query<{ token: Buffer }>(
        'select token from goodfaith.search_tokens where person_id = $1 limit 1',
        [hidden],
      )
      return rows[0]!.token
    })
    const asked = (name: string) =>
      attacker.ask(
        `select gate.${name}($1, array[$2]::bytea[], array[$2]::bytea[]${name === 'find_person' ? ", 'infinity'" : ''})`,
        [token, word],
      )
    // not counted, or not committed yet: no answer
    expect(await asked('find_person')).toBe('42501')
    await attacker.client.query('begin')
    await asked('count_find')
    expect(await asked('find_person')).toBe('42501')
    await attacker.client.query('rollback')
    expect(await asked('find_person')).toBe('42501')
    await asked('count_find')
    expect(await asked('find_person')).toEqual([])
  })
  const attempts = await asSuperuser(
    house,
    async (client) =>
      (await client.query('select * from goodfaith.find_attempts where staff_id = $1', [asking.id])).rows,
  )
  expect(attempts).toHaveLength(3)
})

test('a rollback takes no question back: twenty an hour are twenty, and what was answered stays a line', async () => {
  const asking: Caller = { ...(await house.staff('service')), roles: ['service'] }
  const undone = new Error('changed my mind')
  const ask = (identifiers: object) =>
    house.gate.run({ actor: asking, purpose: 'service.request' }, async (tx) => {
      await tx.people.find(identifiers, 'at the counter')
      throw undone
    })
  const known = { email: HIDDEN.email, phone: HIDDEN.phone }
  const id = await collected({ email: 'undone@quill.example', phone: '+493055577' })
  await expect(ask({ email: 'undone@quill.example', phone: '+493055577' })).rejects.toBe(undone)
  for (let i = 0; i < 19; i++) await expect(ask(known)).rejects.toBe(undone)
  await expect(ask(known)).rejects.toMatchObject({ code: 'too_many_requests' })
  const lines = await asSuperuser(
    house,
    async (client) =>
      (
        await client.query(
          "select from goodfaith.ledger_links l join goodfaith.ledger_events e using (event_id) where l.person_id = $1 and e.kind = 'found'",
          [id],
        )
      ).rows,
  )
  expect(lines).toHaveLength(1)
  // what was counted is answered for that question alone
  await asWorkingLogin(house, async (attacker) => {
    const other: Caller = { ...(await house.staff('service')), roles: ['service'] }
    const token = await attacker.token(other, 'service.request')
    const words = [Buffer.from([1]), Buffer.from([2]), Buffer.from([3])]
    await attacker.ask('select gate.count_find($1, array[$2]::bytea[], array[$3]::bytea[])', [
      token,
      words[0],
      words[1],
    ])
    const answer = (a: Buffer, b: Buffer) =>
      attacker.ask(
        "select person_id from gate.find_person($1, array[$2]::bytea[], array[$3]::bytea[], 'infinity')",
        [token, a, b],
      )
    expect(await answer(words[0]!, words[1]!)).toEqual([])
    expect(await answer(words[0]!, words[2]!)).toBe('42501')
  })
})

test('a refusal holds no value of what was sent', async () => {
  const value = 'Unspeakable-Value'
  for (const [call, input] of [
    [changePerson, { id: hidden, fields: { email: value }, source: { kind: 'person', detail: value } }],
    [changePerson, { id: hidden, fields: { birth_date: value }, source: { kind: 'person', detail: value } }],
    [listPeople, { cursor: value }],
    [findPerson, { identifiers: { birth_date: value, family_name: value }, reason: value }],
  ] as [Command, object][]) {
    const answer = await told(call, service, 'service.request', input as never)
    expect(answer).toContain('"code"')
    expect(answer).not.toContain(value)
  }
})

function consent() {
  return aGrant('marketing.email', {
    basis: 'consent',
    notice: 'marketing.email@1',
    evidence: { kind: 'paper', detail: 'signed' },
  })
}

/** The waiting consent of a person, checked by the privacy officer. */
async function accepted(id: string): Promise<void> {
  await house.gate.run({ actor: officer, purpose: 'rights.request' }, async (tx) => {
    for (const grant of await tx.grants.of(id))
      if (grant.purpose === 'marketing.email') await tx.grants.check(id, grant.id, 'accepted')
  })
}
