import { beforeAll, expect, test, vi } from 'vitest'
import { aGrant, aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { inForce } from '../test/kit/laws.ts'
import { withClient } from '../test/kit/postgres.ts'
import type { Gate } from './gate.ts'
import type { Actor } from './token.ts'

const purpose = 'service.account'
const NAMES = ['Aalders', 'Brinkmann', 'Ceesay', 'Dzhugashvili', 'Eriksson', 'Fofana', 'Grünwald']
/** Two seconds, and whatever a busy machine makes of them. */
const HEARD = { timeout: 15_000, interval: 250 }
let house: TestHouse
let service: Actor
let officer: Actor
const ids = new Map<string, string>()

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  officer = await house.staff('privacy_officer')
  await inForce(house.gate, service, officer)
  for (const name of NAMES) await collect(name)
})

const errand = () => ({ actor: service, purpose })
async function collect(family_name: string, gate = house.gate): Promise<string> {
  const fields = { family_name, email: `${ids.size}@turn.example`, birth_date: '1969-08-07' }
  const [id] = await gate.once(errand(), (tx) => tx.people.create([aPerson(fields, [aGrant(purpose)])]))
  ids.set(family_name, id!)
  return id!
}
/** Everything by which people are found, by every way there is. */
async function found(gate: Gate = house.gate): Promise<void> {
  for (const [name, id] of ids) {
    const search = (query: string) =>
      gate.read(errand(), (rd) => rd.people.search({ query, limit: 5, fields: ['family_name'] }))
    expect([name, (await search(name)).items.map((one) => one.id)]).toEqual([name, [id]])
    const copies = await gate.kept.open(officer, { birth_date: '1969-08-07', family_name: name }, 'asked')
    expect(copies.map((copy) => copy.fields.family_name)).toEqual([name])
  }
  const page = await gate.read(errand(), (rd) =>
    rd.people.list({ sort: 'name', limit: 50, fields: ['family_name'] }),
  )
  expect(page.items.map((one) => one.id).toSorted()).toEqual([...ids.values()].toSorted())
}
const main = async <Row>(text: string) =>
  withClient(house.database.adminUrl, async (client) => (await client.query(text)).rows as Row[])
const state = async () =>
  (await main<{ phase: string; generation: number }>('select * from gate.token_turn'))[0]!
const tokens = async () =>
  (await main<{ token: Buffer }>('select token from goodfaith.search_tokens')).map((row) =>
    row.token.toString('hex'),
  )
const named = () =>
  withClient(house.database.keyringAdminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select name from keyring.named_keys where name ~ '^(blind|order|kept)' order by 1",
    )
    return rows.map((row) => row.name)
  })

test('after a turn everyone is found, and nothing is left of the old keys', async () => {
  const before = new Set(await tokens())
  expect(before.size).toBeGreaterThan(20)
  const member = (await house.gate.staff.members())[0]!
  await found()
  expect(await house.gate.turnTokens({ begin: true, most: 2 })).toBe(true)
  expect(await state()).toMatchObject({ phase: 'still', generation: 1 })
  await found()
  const after = await tokens()
  expect(new Set(after).size).toBe(before.size)
  expect(after.filter((token) => before.has(token))).toEqual([])
  expect(await named()).toEqual(['blind.1', 'kept.1', 'order.1'])
  expect(await house.gate.staff.byAddress(member.email)).toMatchObject({ id: member.id })
  const page = await house.gate.read(errand(), (rd) =>
    rd.people.list({ sort: 'name', limit: 50, fields: ['family_name'] }),
  )
  expect(page.items.map((one) => [...ids].find(([, id]) => id === one.id)![0])).toEqual(NAMES)
  // a gate that opens now, and one that opened before
  await found(await house.another())
  expect(await house.gate.turnTokens()).toBe(false)
})

test('cut off anywhere it goes on, and everyone is found all the while, also who came or changed meanwhile', async () => {
  const other = await house.another()
  const before = new Set(await tokens())
  const source = { kind: 'person' as const, detail: 'by letter', notice: null, collected_at: null }
  const doors = ['put_tokens', 'put_kept_tokens', 'drop_tokens'] as const
  let begin = true
  for (const door of doors) {
    // cut off: from its second call on the door is not there
    await main(`create table gate.cut as select 0 as calls`)
    await main(`grant select, update on gate.cut to goodfaith_gate`)
    await main(`alter function gate.${door} rename to ${door}_whole`)
    await main(cutOff(door))
    await expect(house.gate.turnTokens({ begin, most: 2, settle: 10 })).rejects.toMatchObject({
      code: 'database_refused',
    })
    begin = false
    await main(`drop function gate.${door}; drop table gate.cut`)
    await main(`alter function gate.${door}_whole rename to ${door}`)
    await found()
    await collect(`Unterwegs-${door.replaceAll('_', '')}`)
    const id = ids.get(NAMES[0]!)!
    await house.gate.run(errand(), (tx) => tx.people.change(id, { city: door }, source))
    // another gate asks every two seconds
    await vi.waitFor(() => found(other), HEARD)
  }
  expect(await other.turnTokens({ most: 3, settle: 2500 })).toBe(true)
  await vi.waitFor(() => found(), HEARD)
  await found(other)
  expect(await state()).toMatchObject({ phase: 'still', generation: 2 })
  expect((await tokens()).filter((token) => before.has(token))).toEqual([])
  expect(await named()).toEqual(['blind.2', 'kept.2', 'order.2'])
}, 60_000)

test('a keyring that came back with other keys is noticed, and everyone is found again', async () => {
  await withClient(house.database.keyringAdminUrl, (client) =>
    client.query("delete from keyring.named_keys where name ~ '^(blind|order|kept)'"),
  )
  const later = await house.another()
  const lost = await later.read(errand(), (rd) =>
    rd.people.search({ query: 'Aald', limit: 5, fields: ['family_name'] }),
  )
  expect(lost.items).toEqual([])
  await house.gate.close()
  expect(await later.turnTokens({ settle: 10 })).toBe(true)
  await found(later)
})

/** The door's own answer once, then a refusal. */
function cutOff(door: 'put_tokens' | 'put_kept_tokens' | 'drop_tokens'): string {
  const [takes, gives, call] = {
    put_tokens: [
      'token text, people uuid[], versions integer[], codes integer[], t_person uuid[], t_token bytea[], upto uuid',
      'uuid[]',
      'return gate.put_tokens_whole(token, people, versions, codes, t_person, t_token, upto);',
    ],
    put_kept_tokens: [
      'token text, copies uuid[], versions integer[], words bytea[]',
      'void',
      'perform gate.put_kept_tokens_whole(token, copies, versions, words);',
    ],
    drop_tokens: [
      'token text, parity integer, most integer, out gone integer, out missed uuid[]',
      'record',
      'select w.gone, w.missed into gone, missed from gate.drop_tokens_whole(token, parity, 7) w;',
    ],
  }[door]
  return `set role goodfaith_gate;
    create function gate.${door}(${takes}) returns ${gives} language plpgsql security definer as $$
    begin
      if (select calls from gate.cut) > 0 then raise exception 'cut' using errcode = 'XX000'; end if;
      update gate.cut set calls = calls + 1;
      ${call}
    end $$;
    grant execute on function gate.${door} to public; reset role`
}
