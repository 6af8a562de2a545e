/** Promise 10. Provable: every grant, read, disclosure and destruction is a line, and no line is ever changed. */
import { beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../gate/token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'
import { asWorkingLogin } from '../bypass/attack.ts'

let house: TestHouse
let service: Actor
const purpose = 'service.request'
const errand = () => ({ actor: service, purpose })

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
})

async function collected(): Promise<string> {
  const [id] = await house.gate.once(errand(), (tx) => tx.people.create([aPerson()]))
  return id!
}

interface Line {
  kind: string
  purpose: string
  actor_kind: string
  actor_id: string | null
  fields: string
}

/** The lines about someone, oldest first. */
function lines(id: string): Promise<Line[]> {
  return withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query<Line>(
      `select e.kind, e.purpose, e.actor_kind, e.actor_id, e.fields from goodfaith.ledger_events e
       join goodfaith.ledger_links l using (event_id) where l.person_id = $1 order by e.at, e.event_id`,
      [id],
    )
    return rows
  })
}

async function kinds(id: string): Promise<string[]> {
  return (await lines(id)).map(({ kind }) => kind)
}

function open(id: string) {
  return house.gate.read(errand(), (rd) => rd.people.byId(id, ['given_name']))
}

test('collecting, reading, changing, giving, withdrawing and erasing are lines that say who and what for', async () => {
  const id = await collected()
  const source = { kind: 'person' as const, detail: 'by phone', notice: null, collected_at: null }
  await open(id)
  await house.gate.run(errand(), (tx) => tx.people.change(id, { city: 'Bonn' }, source))
  await house.gate.run(errand(), (tx) => tx.grants.give(id, aGrant('service.account')))
  await house.gate.once(errand(), (tx) => tx.grants.withdraw(id, 'service.account'))
  await house.gate.run(errand(), (tx) => tx.erasures.begin(id, 'asked by letter', null))
  expect(await kinds(id)).toEqual(['collected', 'opened', 'changed', 'granted', 'withdrawn', 'erasure_asked'])
  for (const line of await lines(id))
    expect(line).toMatchObject({ purpose, actor_kind: 'staff', actor_id: service.id })
  expect((await lines(id))[1]).toMatchObject({ fields: 'given_name' })
  await house.gate.erasures.goOn()
  expect(await lines(id)).toEqual([])
})

test('who is shown in a list or found by a search has a line for it, once an hour for the same staff', async () => {
  const id = await collected()
  const list = () =>
    house.gate.read(errand(), (rd) => rd.people.list({ sort: 'recent', limit: 1, fields: ['given_name'] }))
  expect((await list()).items[0]?.id).toBe(id)
  await list()
  expect(await kinds(id)).toEqual(['collected', 'listed'])
})

test('a read that is rolled back stays read', async () => {
  const id = await collected()
  const failed = house.gate.run(errand(), async (tx) => {
    await tx.people.byId(id, ['given_name'])
    throw new RangeError('never mind')
  })
  await expect(failed).rejects.toThrow('never mind')
  expect(await kinds(id)).toEqual(['collected', 'opened'])
})

test('a change that is rolled back leaves no line of it', async () => {
  const id = await collected()
  const failed = house.gate.run(errand(), async (tx) => {
    await tx.grants.withdraw(id, purpose)
    throw new RangeError('never mind')
  })
  await expect(failed).rejects.toThrow('never mind')
  expect(await kinds(id)).toEqual(['collected'])
  expect((await open(id)).id).toBe(id)
})

test('where no line can be written nothing is opened', async () => {
  const id = await collected()
  const alter = (text: string) =>
    withClient(house.database.adminUrl, async (client) => {
      // the doors that write the lines of reads
      const { rows } = await client.query<{ f: string }>(
        "select p::regprocedure::text as f from unnest(array['gate.append', 'gate.look', 'gate.view_pages']::regproc[]) p",
      )
      for (const { f } of rows) await client.query(`${text.replace('doors', f)} ${house.database.names.work}`)
    })
  await alter('revoke execute on function doors from')
  try {
    const closed = { code: expect.stringMatching(/ledger_unreachable|not_allowed/) as string }
    await expect(open(id)).rejects.toMatchObject(closed)
    await expect(
      house.gate.read(errand(), (rd) => rd.people.list({ sort: 'recent', limit: 5, fields: ['given_name'] })),
    ).rejects.toMatchObject(closed)
    await expect(house.gate.run(errand(), (tx) => tx.people.byId(id, ['given_name']))).rejects.toMatchObject(
      closed,
    )
    await expect(house.gate.run(errand(), (tx) => tx.grants.of(id))).rejects.toMatchObject(closed)
  } finally {
    await alter('grant execute on function doors to')
  }
  expect((await open(id)).id).toBe(id)
  expect(await kinds(id)).toEqual(['collected', 'opened'])
})

test('lines of reads at the same time share a commit', async () => {
  const ids = await house.gate.once(errand(), (tx) =>
    tx.people.create(Array.from({ length: 24 }, () => aPerson())),
  )
  await Promise.all(ids.map((id) => open(id)))
  await withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ lines: string; commits: string }>(
      `select count(*) as lines, count(distinct e.xmin::text) as commits from goodfaith.ledger_events e
       join goodfaith.ledger_links l using (event_id) where l.person_id = any ($1::uuid[]) and e.kind = 'opened'`,
      [ids],
    )
    expect(rows[0]!.lines).toBe('24')
    expect(Number(rows[0]!.commits)).toBeLessThan(24)
  })
})

test('the login that writes lines can change and remove none', async () => {
  await collected()
  await asWorkingLogin(house, async (attacker) => {
    await attacker.client.query("select set_config('goodfaith.token', $1, false)", [
      await attacker.token(service, purpose),
    ])
    for (const table of ['events', 'links', 'leaves', 'tiles', 'checkpoints'])
      for (const statement of [
        `delete from goodfaith.ledger_${table}`,
        `truncate goodfaith.ledger_${table}`,
        `insert into goodfaith.ledger_${table} default values`,
      ])
        expect(await attacker.ask(statement), statement).toBe('42501')
    expect(await attacker.ask("update goodfaith.ledger_events set kind = 'opened'")).toBe('42501')
    expect(await attacker.ask('update goodfaith.ledger_links set place = 0')).toBe('42501')
  })
})

test('a line says nothing about the person, and a person is never named as who acted', async () => {
  const id = await collected()
  const themself: Actor = { kind: 'person', id }
  await house.gate.once({ actor: themself, purpose: 'rights.request' }, (tx) =>
    tx.grants.withdraw(id, 'service.request'),
  )
  expect((await lines(id)).at(-1)).toMatchObject({ kind: 'withdrawn', actor_kind: 'person', actor_id: null })
  await withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query('select to_jsonb(e)::text as line from goodfaith.ledger_events e')
    expect(JSON.stringify(rows)).not.toContain(id)
    expect(JSON.stringify(rows)).not.toMatch(/Amara|Okafor/)
  })
})
