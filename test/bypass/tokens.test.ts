/** Purpose tokens: set by hand, forged, replayed, borrowed. None gives a row. */
import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { SYSTEM, type Actor } from '../../gate/token.ts'
import { seen } from '../../gate/seen.ts'
import { aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser, asWorkingLogin, databaseMoment, type Attacker } from './attack.ts'

let house: TestHouse
let service: Actor
let marketing: Actor
let person: string
const purpose = 'service.request'
const SEEN = 'select person_id from gate.seen_persons()'
const READ = 'select distinct person_id from gate.read_people($1, array[$2]::uuid[], array[$3])'

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  marketing = await house.staff('marketing')
  const [id] = await house.gate.once({ actor: service, purpose }, (tx) => tx.people.create([aPerson()]))
  person = id!
})

/** What a token shows: through the policies, and through a door. */
async function shown({ client, ask }: Attacker, token: string | null): Promise<unknown[]> {
  await client.query("select set_config('goodfaith.token', $1, false)", [token])
  return [await ask(SEEN), await ask(READ, [token, person, 'identity'])]
}
const NOTHING = [[], 'GF001']

test('a true token shows the person: the attacks below fail for another reason than a broken test', async () => {
  await asWorkingLogin(house, async (attacker) => {
    const rows = [{ person_id: person }]
    const [policy, door] = await shown(attacker, await attacker.token(service, purpose))
    expect(policy).toEqual(rows)
    expect(door).toEqual(rows)
  })
})

test('a session variable set by hand gives nothing', async () => {
  await asWorkingLogin(house, async (attacker) => {
    for (const name of ['goodfaith.token', 'goodfaith.purpose', 'goodfaith.actor', 'gate.purpose'])
      await attacker.client.query('select set_config($1, $2, false)', [name, purpose])
    expect(await attacker.ask(SEEN)).toEqual([])
    for (const token of [null, '', purpose, 'v1', '|'.repeat(8), 'v1||||||||'])
      expect(await shown(attacker, token), String(token)).toEqual(NOTHING)
  })
})

describe('a token changed in any of its parts gives nothing', () => {
  const changes: [string, (parts: string[]) => void][] = [
    ['version', (p) => (p[0] = 'v2')],
    ['key', (p) => (p[1] = '1')],
    ['kind of actor', (p) => (p[2] = 'system')],
    ['actor', (p) => (p[3] = marketing.id)],
    ['purpose', (p) => (p[4] = 'service.account')],
    ['binding', (p) => (p[5] = 'tx')],
    ['connection', (p) => (p[6] = '1')],
    ['moment', (p) => (p[7] = String(BigInt(p[7]!) + 1n))],
    ['signature', (p) => (p[8] = '0'.repeat(64))],
    ['an empty signature', (p) => (p[8] = '')],
    ['one part more', (p) => p.push('x')],
  ]
  test.each(changes)('%s', async (_part, change) => {
    await asWorkingLogin(house, async (attacker) => {
      const parts = (await attacker.token(service, purpose)).split('|')
      change(parts)
      expect(await shown(attacker, parts.join('|'))).toEqual(NOTHING)
    })
  })
})

test('a true token on another connection gives nothing', async () => {
  await asWorkingLogin(house, async (mine) => {
    const token = await mine.token(service, purpose)
    await asWorkingLogin(house, async (other) => expect(await shown(other, token)).toEqual(NOTHING))
  })
})

test('a token of a minute ago gives nothing, nor one of a minute ahead', async () => {
  await asWorkingLogin(house, async (attacker) => {
    const now = await databaseMoment(attacker.client)
    const at = (seconds: bigint) =>
      house.mint.token(service, purpose, 'conn', attacker.pid, now + seconds * 1_000_000n)
    expect(await shown(attacker, at(-61n))).toEqual(NOTHING)
    expect(await shown(attacker, at(120n))).toEqual(NOTHING)
    expect(await shown(attacker, at(-20n))).not.toEqual(NOTHING)
  })
})

test('a token of one transaction gives nothing in the next one on the same connection', async () => {
  await asWorkingLogin(house, async (attacker) => {
    const { client, pid } = attacker
    await client.query('begin')
    const { rows } = await client.query<{ at: string }>(
      'select (extract(epoch from transaction_timestamp()) * 1000000)::bigint::text as at',
    )
    const token = house.mint.token(service, purpose, 'tx', pid, BigInt(rows[0]!.at))
    expect(await shown(attacker, token)).not.toEqual(NOTHING)
    await client.query('commit')
    expect(await shown(attacker, token)).toEqual(NOTHING)
    await client.query('begin')
    expect(await attacker.ask(SEEN)).toEqual([])
    await client.query('rollback')
  })
})

test('a token minted for a purpose of another role, or for an actor who cannot name it, gives nothing', async () => {
  await asWorkingLogin(house, async (attacker) => {
    expect(await shown(attacker, await attacker.token(marketing, purpose))).toEqual(NOTHING)
    const themself: Actor = { kind: 'person', id: person }
    expect(await shown(attacker, await attacker.token(themself, purpose))).toEqual(NOTHING)
    const nobody: Actor = { kind: 'staff', id: SYSTEM.id }
    expect(await shown(attacker, await attacker.token(nobody, purpose))).toEqual(NOTHING)
    expect(await shown(attacker, await attacker.token(service, 'no.such.purpose'))).toEqual(NOTHING)
    expect(await shown(attacker, await attacker.token(service, 'service'))).toEqual(NOTHING)
  })
})

test("a person's own token shows that person and nobody else", async () => {
  const [other] = await house.gate.once({ actor: service, purpose }, (tx) => tx.people.create([aPerson()]))
  await asWorkingLogin(house, async (attacker) => {
    const token = await attacker.token({ kind: 'person', id: person }, 'rights.request')
    expect((await shown(attacker, token))[0]).toEqual([{ person_id: person }])
    expect(await attacker.ask(READ, [token, other, 'identity'])).toEqual([])
    for (const table of ['sources', 'grants', 'grant_marks', 'standing'])
      expect(await attacker.ask(`select from gate.seen_${table}() where person_id <> '${person}'`)).toEqual(
        [],
      )
  })
})

test('a member of staff who lost the role loses the purpose with the next statement', async () => {
  const leaver = await house.staff('service')
  const administrator = await asSuperuser(house, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "select staff_id as id from goodfaith.staff where 'administrator' = any (roles)",
    )
    return { kind: 'staff', id: rows[0]!.id } as const
  })
  await asWorkingLogin(house, async (attacker) => {
    const token = await attacker.token(leaver, purpose)
    expect(await shown(attacker, token)).not.toEqual(NOTHING)
    await house.gate.staff.setRoles(administrator, leaver.id, ['marketing'])
    expect(await shown(attacker, token)).toEqual(NOTHING)
  })
})

test('a connection that goes back to the pool keeps no purpose', async () => {
  const errand = { actor: service, purpose }
  const tokenSet = () =>
    house.gate.run(errand, (tx) =>
      sql<{ at: string }>`
    select current_setting('goodfaith.token', true) as at`.execute(tx.db),
    )
  expect((await tokenSet()).rows[0]!.at).toContain(purpose)
  // a command that tries to leave its token behind for whoever comes next
  const kept = await house.gate.run(errand, async (tx) => {
    await sql`select set_config('goodfaith.token', current_setting('goodfaith.token'), false)`.execute(tx.db)
    return (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db)).rows[0]!.pid
  })
  await house.gate.run({ actor: marketing, purpose: 'marketing.email' }, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db)
    expect(rows[0]!.pid).toBe(kept)
    expect(await tx.db.selectFrom(seen('persons')).select('person_id').execute()).toEqual([])
  })
})

test('a command that commits by itself sees nothing afterwards', async () => {
  const rows = await house.gate.run({ actor: service, purpose }, async (tx) => {
    expect(await tx.db.selectFrom(seen('persons')).select('person_id').execute()).not.toEqual([])
    await sql`commit`.execute(tx.db)
    return tx.db.selectFrom(seen('persons')).select('person_id').execute()
  })
  expect(rows).toEqual([])
})

test('the key of the tokens can be read by nobody who is not the owner, and a new one cannot be put in', async () => {
  await asWorkingLogin(house, async ({ ask }) => {
    expect(await ask('select * from gate.token_keys')).toBe('42501')
    const zeros = '0'.repeat(128)
    expect(
      await ask(
        `insert into gate.token_keys values (1, decode('${zeros}', 'hex'), decode('${zeros}', 'hex'))`,
      ),
    ).toBe('42501')
    expect(await ask("select gate.verify('x')")).toBe('42501')
    expect(await ask("select gate.claims('x')")).toBe('42501')
  })
})
