/** The vault attacked: whole numbers without the right, the password, the reason or the second person. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LightMyRequestResponse } from 'fastify'
import { v7 as uuid } from 'uuid'
import { SHIPPED, type Role } from '../../core/purposes.ts'
import { openersOf } from '../../core/secrets.ts'
import { hashPassword } from '../../features/staff/passwords.ts'
import type { Actor } from '../../gate/token.ts'
import { createHttp, type Http } from '../../server/http.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser, asWorkingLogin } from './attack.ts'

const PASSWORD = 'correct horse battery'
const CARD = '4929498239180041'
const IBAN = 'DE02120300000000202051'
const purpose = 'service.account'

let house: TestHouse
let http: Http
const log: string[] = []

/** Somebody at a screen: their session, and a fresh password where it was asked again. */
interface AtScreen extends Actor {
  readonly cookie: string
  readonly csrf: string
}

let jo: AtScreen
let ana: AtScreen

beforeAll(async () => {
  house = await openHouse()
  await house.staff()
  http = await createHttp({
    gate: house.gate,
    publicUrl: null,
    logLevel: 'trace',
    version: '0',
    logTo: { write: (line) => void log.push(line) },
  })
  http.listening('http://127.0.0.1:1')
  jo = await signedIn('service')
  ana = await signedIn('service')
})

afterAll(() => http.app.close())

async function signedIn(...roles: Role[]): Promise<AtScreen> {
  const email = `s-${uuid()}@example.org`
  const administrator = (await house.gate.staff.members()).find((each) =>
    each.roles.includes('administrator'),
  )!
  const by: Actor = { kind: 'staff', id: administrator.id }
  const passwordHash = await hashPassword(PASSWORD)
  const id = await house.gate.staff.add(by, { name: 'Jo Example', email, roles, passwordHash })
  return at({ kind: 'staff', id })
}

/** A session, as signing in begins one. */
async function at(who: Actor): Promise<AtScreen> {
  const { secret, csrf } = await house.gate.sessions.begin('staff', who.id)
  return { kind: 'staff', id: who.id, cookie: secret, csrf }
}

async function freshly(...roles: Role[]): Promise<AtScreen> {
  const who = await signedIn(...(roles.length > 0 ? roles : (['service'] as const)))
  expect((await fresh(who)).statusCode).toBe(200)
  return who
}

function ask(
  who: AtScreen,
  path: string,
  body: object | null,
  called: string = purpose,
): Promise<LightMyRequestResponse> {
  return http.app.inject({
    method: body === null ? 'GET' : 'POST',
    url: `/api/v1${path}`,
    headers: { cookie: `goodfaith=${who.cookie}`, 'x-csrf-token': who.csrf, purpose: called },
    ...(body === null ? {} : { payload: body }),
  })
}

const fresh = (who: AtScreen, password = PASSWORD) => ask(who, '/session/fresh', { password })
const codeOf = (answer: LightMyRequestResponse) => answer.json<{ code?: string }>().code

interface Held {
  readonly id: string
  readonly secret: string
}

async function holding(
  fields: Record<string, string> = { card: CARD },
  purposes = ['service.request', purpose],
): Promise<Held> {
  const person = aPerson(
    fields,
    purposes.map((each) => aGrant(each)),
  )
  const errand = { actor: jo, purpose: 'service.request' }
  const [id] = await house.gate.once(errand, (tx) => tx.people.create([person]))
  const rows = await behind('select secret_id from goodfaith.secrets where person_id = $1', [id])
  return { id: id!, secret: rows[0]!['secret_id'] as string }
}

const open = (who: AtScreen, { id, secret }: Held, reason: string | null = 'a refund', called = purpose) =>
  ask(who, `/people/${id}/secrets/${secret}/open`, reason === null ? {} : { reason }, called)

function behind(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return asSuperuser(
    house,
    async (client) => (await client.query<Record<string, unknown>>(text, values)).rows,
  )
}

describe('opening', () => {
  test('a whole number is opened with all that it asks for, and kept by nobody on the way', async () => {
    const who = await freshly()
    const answer = await open(who, await holding())
    expect(answer.json()).toMatchObject({ kind: 'card', value: CARD })
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['etag']).toBeUndefined()
  })

  test('without a reason, a fresh password, a session of one’s own: no', async () => {
    const held = await holding()
    expect(codeOf(await open(jo, held))).toBe('fresh_sign_in_needed')
    const who = await freshly()
    expect(codeOf(await open(who, held, null))).toBe('reason_missing')
    expect(codeOf(await open(who, held, '  '))).toBe('reason_missing')
    // somebody else has just typed their password
    expect(codeOf(await open(jo, held))).toBe('fresh_sign_in_needed')
    // the same member of staff, at another screen
    const other = await at(who)
    expect(codeOf(await open(other, held))).toBe('fresh_sign_in_needed')
    expect((await open(who, held)).statusCode).toBe(200)
  })

  test('a token of a program neither asks for the password again nor opens anything', async () => {
    const held = await holding()
    const { secret } = await house.gate.sessions.makeToken(jo, { name: 'test', days: 1, purposes: null })
    const call = (path: string, payload: object) =>
      http.app.inject({
        method: 'POST',
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${secret}`, purpose },
        payload,
      })
    expect(codeOf(await call('/session/fresh', { password: PASSWORD }))).toBe('session_needed')
    await fresh(jo)
    const path = `/people/${held.id}/secrets/${held.secret}/open`
    expect(codeOf(await call(path, { reason: 'a refund' }))).toBe('session_needed')
    expect(codeOf(await call('/secrets/match', { kind: 'card', value: CARD }))).toBe('session_needed')
  })

  test('a wrong password is no fresh one, and is tried five times a minute', async () => {
    const who = await signedIn('service')
    for (let i = 0; i < 5; i++) expect(codeOf(await fresh(who, 'wrong'))).toBe('sign_in_failed')
    expect(codeOf(await fresh(who))).toBe('too_many_requests')
    expect(codeOf(await open(who, await holding()))).toBe('fresh_sign_in_needed')
  })

  test('five minutes later it is asked again', async () => {
    const [who, held] = [await freshly(), await holding()]
    await behind("update goodfaith.fresh_sign_ins set at = at - interval '6 minutes' where staff_id = $1", [
      who.id,
    ])
    expect(codeOf(await open(who, held))).toBe('fresh_sign_in_needed')
  })

  test('a row written or moved by SQL makes no password fresh', async () => {
    const [who, other, held] = [await signedIn('service'), await freshly(), await holding()]
    const session = Buffer.from(who.csrf, 'base64url')
    await behind('insert into goodfaith.fresh_sign_ins values ($1, $2, now(), $3)', [
      session,
      who.id,
      Buffer.alloc(32),
    ])
    expect(codeOf(await open(who, held))).toBe('fresh_sign_in_needed')
    await behind(
      `update goodfaith.fresh_sign_ins f set at = o.at, mac = o.mac from goodfaith.fresh_sign_ins o
       where f.session = $1 and o.staff_id = $2`,
      [session, other.id],
    )
    expect(codeOf(await open(who, held))).toBe('fresh_sign_in_needed')
  })

  test('the rights of a person, and every purpose that has no need, never open a whole one', async () => {
    const every: Role[] = ['privacy_officer', 'service', 'support', 'sales', 'marketing']
    const [who, held] = [await freshly(...every), await holding()]
    const closed = SHIPPED.filter(({ id, kind }) => kind !== 'group' && openersOf(id).length === 0)
    expect(closed.map(({ id }) => id)).toContain('rights.request')
    for (const { id } of closed) {
      const code = codeOf(await open(who, held, 'curious', id))
      expect([id, code]).toEqual([id, 'purpose_not_for_call'])
    }
  })

  test('core and the database name the same purposes and roles', async () => {
    for (const { id } of SHIPPED) {
      const [row] = await behind('select gate.secret_openers($1) as roles', [id])
      expect([id, row!['roles']]).toEqual([id, openersOf(id)])
    }
  })

  test('a role that works for the purpose and has no need of numbers: no', async () => {
    expect(codeOf(await open(await freshly('sales'), await holding()))).toBe('not_allowed')
    expect(codeOf(await open(await freshly('marketing'), await holding()))).toBe('purpose_not_for_role')
  })

  test('absent, hidden, erased and another person’s are one answer, and twenty tries an hour are enough', async () => {
    const who = await freshly()
    const [hidden, theirs, mine] = [
      await holding({ card: CARD }, ['service.request']),
      await holding(),
      await holding(),
    ]
    const answers = [
      await open(who, hidden),
      await open(who, { id: mine.id, secret: theirs.secret }),
      await open(who, { id: mine.id, secret: uuid() }),
      await open(who, { id: uuid(), secret: mine.secret }),
    ]
    for (const answer of answers) expect(answer.json()).toEqual(answers[0]!.json())
    expect(answers.map(codeOf)).toEqual(Array.from({ length: 4 }, () => 'not_found'))
    for (let i = 4; i < 20; i++)
      expect(codeOf(await open(who, { id: uuid(), secret: uuid() }))).toBe('not_found')
    expect(codeOf(await open(who, mine))).toBe('too_many_requests')
  })

  test('nothing opens where the line cannot be written', async () => {
    const [who, held] = [await freshly(), await holding()]
    await behind('alter table goodfaith.ledger_events rename to ledger_events_away')
    const answer = await open(who, held)
    await behind('alter table goodfaith.ledger_events_away rename to ledger_events')
    expect(codeOf(answer)).toBe('ledger_unreachable')
    expect(answer.body).not.toContain(CARD)
  })
})

describe('SQL', () => {
  test('as the working login gives no secret, no token of one, no approval and no try', async () => {
    await holding()
    await asWorkingLogin(house, async ({ ask: sql, token }) => {
      for (const table of [
        'secrets',
        'secret_tokens',
        'fresh_sign_ins',
        'secret_tries',
        'approvals',
        'approval_secrets',
      ])
        expect(await sql(`select * from goodfaith.${table}`), table).toBe('42501')
      for (const call of [
        'take_secret_keys(null, null)',
        "count_try('00000000-0000-0000-0000-000000000000', '')",
      ])
        expect(await sql(`select gate.${call}`), call).toMatch(/42501|GF001/)
      expect(await sql('select gate.put_fresh(null, null, now(), null)')).toBe('GF001')
      expect(typeof (await token(jo, purpose))).toBe('string')
    })
  })

  test('with a true token stolen it gives ciphertext at most, and not without a fresh sign-in', async () => {
    const held = await holding()
    await asWorkingLogin(house, async ({ client, ask: sql, token }) => {
      const text = 'select * from gate.take_secret($1,$2,$3,$4)'
      const stolen = await token(jo, purpose)
      const session = Buffer.alloc(32, 7)
      expect(await sql(text, [stolen, held.id, held.secret, session])).toBe('GF440')
      await client.query('select gate.put_fresh($1,$2,now(),$3)', [stolen, session, Buffer.alloc(32)])
      await sql('select gate.count_secret($1,$2,$3,$4)', [stolen, held.id, held.secret, session])
      const [row] = (await sql(text, [stolen, held.id, held.secret, session])) as { sealed: Buffer }[]
      expect(row!.sealed.includes(CARD)).toBe(false)
      await client.query('select gate.put_fresh($1,$2,now(),$3)', [
        await token(ana, purpose),
        session,
        Buffer.alloc(32),
      ])
      expect(await sql('select * from gate.read_fresh($1,$2)', [await token(ana, purpose), session])).toEqual(
        [],
      )
    })
  })

  test('a try is counted before it is answered, and no rollback takes it back', async () => {
    const [who, held] = [await signedIn('service'), await holding()]
    await asWorkingLogin(house, async ({ client, ask: sql, token }) => {
      const [stolen, session, word] = [await token(who, purpose), Buffer.alloc(32, 9), [Buffer.alloc(8)]]
      await client.query('select gate.put_fresh($1,$2,now(),$3)', [stolen, session, Buffer.alloc(32)])
      const opening = [stolen, held.id, held.secret, session]
      const count = () => sql('select gate.count_secret($1,$2,$3,$4)', opening)
      const take = () => sql('select outcome from gate.take_secret($1,$2,$3,$4)', opening)
      const countMatch = () => sql('select gate.count_match($1,$2,$3)', [stolen, session, word])
      const match = () => sql('select * from gate.match_secrets($1,$2,$3)', [stolen, session, word])
      // not counted, or not committed yet: no answer
      for (const [counting, answer] of [
        [count, take],
        [countMatch, match],
      ] as const) {
        expect(await answer()).toBe('42501')
        await client.query('begin')
        await counting()
        expect(await answer()).toBe('42501')
        await client.query('rollback')
        expect(await answer()).toBe('42501')
        await counting()
        expect(typeof (await answer())).toBe('object')
      }
      // what is taken and rolled back has been taken all the same: the fourth asks for a second person
      for (const outcome of ['open', 'open', 'approval']) {
        await count()
        await client.query('begin')
        expect(await take()).toEqual([{ outcome }])
        await client.query('rollback')
      }
      // for another question than the one that was counted there is no answer
      const other = await holding()
      const [, , , ...rest] = opening
      expect(
        await sql('select * from gate.take_secret($1,$2,$3,$4)', [stolen, other.id, other.secret, ...rest]),
      ).toBe('42501')
      for (let tries = 5; tries < 20; tries++) expect(await count(), `try ${tries + 1}`).toHaveLength(1)
      for (const counting of [count, countMatch]) expect(await counting()).toBe('GF429')
    })
  })

  test('a ciphertext moved to another person, another kind or another row does not open', async () => {
    const [from, to] = [await holding(), await holding({ card: '4000056655665556' })]
    const move = `update goodfaith.secrets t set sealed = f.sealed, key_id = f.key_id from goodfaith.secrets f
      where t.secret_id = $1 and f.secret_id = $2`
    await behind(move, [to.secret, from.secret])
    expect(codeOf(await open(await freshly(), to))).toBe('not_found')
    await behind("update goodfaith.secrets set kind = 'iban' where secret_id = $1", [from.secret])
    expect(codeOf(await open(await freshly(), from))).toBe('not_found')
    await behind("update goodfaith.secrets set kind = 'card', person_id = $2 where secret_id = $1", [
      from.secret,
      to.id,
    ])
    expect(codeOf(await open(await freshly(), { id: to.id, secret: from.secret }))).toBe('not_found')
    await behind('update goodfaith.secrets set person_id = $2 where secret_id = $1', [from.secret, from.id])
    expect((await open(await freshly(), from)).json()).toMatchObject({ value: CARD })
  })
})

describe('a second person', () => {
  test('is asked beyond three an hour; what they approve opens once', async () => {
    const [who, second] = [await freshly(), await freshly()]
    const held = await Promise.all(Array.from({ length: 5 }, () => holding()))
    for (const each of held.slice(0, 3)) expect((await open(who, each)).statusCode).toBe(200)
    expect(codeOf(await open(who, held[3]!))).toBe('approval_needed')
    const asked = await ask(who, '/approvals', { secrets: [held[3]!.secret], reason: 'the refunds of June' })
    const { id } = asked.json<{ id: string }>()
    expect(codeOf(await open(who, held[3]!))).toBe('approval_needed')

    // by oneself: no; without a fresh password: no; by a role that opens none: no
    const decide = (by: AtScreen, decision = 'approve') => ask(by, `/approvals/${id}/decision`, { decision })
    expect(codeOf(await decide(who))).toBe('second_person_needed')
    expect(codeOf(await decide(await signedIn('service')))).toBe('fresh_sign_in_needed')
    expect(codeOf(await decide(await freshly('sales')))).toBe('not_allowed')
    const waiting = (await ask(second, '/approvals', null)).json<{ items: unknown[] }>()
    expect(waiting.items).toMatchObject([
      { id, yours: false, reason: 'the refunds of June', state: 'waiting' },
    ])
    expect((await decide(second)).json()).toEqual({ id, state: 'approved' })
    expect(codeOf(await decide(second, 'refuse'))).toBe('approval_closed')

    // it is whoever asked who opens, what was named, and once
    expect(codeOf(await open(who, held[4]!))).toBe('approval_needed')
    expect((await open(who, held[3]!)).json()).toMatchObject({ value: CARD })
    expect(codeOf(await open(who, held[3]!))).toBe('approval_needed')
  })

  test('whose word is an hour old, or no, opens nothing', async () => {
    const [who, second] = [await freshly(), await freshly()]
    const held = await Promise.all(Array.from({ length: 5 }, () => holding()))
    for (const each of held.slice(0, 3)) await open(who, each)
    const requested = async ({ secret }: Held, decision: string) => {
      const asked = await ask(who, '/approvals', { secrets: [secret], reason: 'a refund' })
      const { id } = asked.json<{ id: string }>()
      await ask(second, `/approvals/${id}/decision`, { decision })
      return id
    }
    await requested(held[3]!, 'refuse')
    expect(codeOf(await open(who, held[3]!))).toBe('approval_needed')
    const id = await requested(held[4]!, 'approve')
    await behind(
      "update goodfaith.approvals set ends_at = now() - interval '1 second' where approval_id = $1",
      [id],
    )
    expect(codeOf(await open(who, held[4]!))).toBe('approval_needed')
  })

  test('is not asked for somebody whom the purpose does not show', async () => {
    const hidden = await holding({ card: CARD }, ['service.request'])
    const body = { secrets: [hidden.secret, (await holding()).secret], reason: 'a refund' }
    expect(codeOf(await ask(jo, '/approvals', body))).toBe('not_found')
    expect(codeOf(await ask(jo, '/approvals', { ...body, secrets: [uuid()] }))).toBe('not_found')
  })
})

test('equality tells of people whom the purpose shows, and of nobody else', async () => {
  const who = await freshly()
  const number = '5425233430109903'
  const [shown, hidden] = [
    await holding({ card: number }),
    await holding({ card: '2222420000001113' }, ['service.request']),
  ]
  const match = (value: string) => ask(who, '/secrets/match', { kind: 'card', value })
  expect((await match('5425 2334 3010 9903')).json()).toEqual({
    items: [{ id: shown.id, secret_id: shown.secret }],
  })
  const probed = await match('2222420000001113')
  expect(probed.json()).toEqual({ items: [] })
  expect((await match('4111111111111111')).json()).toEqual(probed.json())
  expect(hidden.secret).toBeTruthy()
  for (let i = 3; i < 20; i++) await match('4111111111111111')
  expect(codeOf(await match('4111111111111111'))).toBe('too_many_requests')
})

test('whatever digits a number is typed with, no text keeps it', async () => {
  const full = [...CARD].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('')
  const arabic = [...CARD].map((digit) => String.fromCodePoint(0x660 + Number(digit))).join('')
  const hidden = [...CARD].join('\u200b')
  for (const [i, typed] of [full, arabic, hidden, CARD.replace(/(.{4})/g, '$1\n')].entries()) {
    const street = `Gasse ${i}, ${typed}`
    const answer = await ask(
      jo,
      '/people',
      {
        fields: { given_name: 'Ana', street },
        source: { kind: 'person', detail: `told us, with ${typed}` },
        grants: [
          { purpose: 'service.request', basis: 'contract', evidence: { kind: 'paper', detail: typed } },
        ],
      },
      'service.request',
    )
    const made = answer.json<{
      id: string
      fields: Record<string, { value?: string }>
      intercepted: unknown[]
    }>()
    expect(made.fields['street']!.value).toBe(`Gasse ${i}, •••• 0041`)
    expect(made.intercepted).toEqual([
      { at: '/fields/street', kind: 'card', masked: '•••• 0041' },
      { at: '/source/detail', kind: 'card', masked: '•••• 0041' },
      { at: '/grants/0/evidence/detail', kind: 'card', masked: '•••• 0041' },
    ])
    const shown = JSON.stringify([
      made,
      (await ask(jo, `/people/${made.id}/grants`, null, 'service.request')).json(),
    ])
    for (const digits of [CARD, full, arabic, hidden]) expect(shown).not.toContain(digits)
    // three times the same number is one secret
    const rows = await behind('select kind from goodfaith.secrets where person_id = $1', [made.id])
    expect(rows).toEqual([{ kind: 'card' }])
  }
})

test('no refusal and no line of the log holds a number', async () => {
  const bodies = [
    { fields: { [CARD]: 'x' } },
    { fields: { given_name: 'Ana', email: `${CARD}@bank.example` } },
    { fields: { given_name: 'Ana', card: `${CARD.slice(0, -1)}2` } },
    { fields: { given_name: 'Ana', iban: `${IBAN}7` } },
    { fields: { given_name: 'Ana', birth_date: CARD } },
    { fields: { given_name: 'Ana', phone: CARD } },
    { fields: { given_name: 'Ana', national_id: CARD } },
  ]
  for (const body of bodies) {
    const whole = { ...body, source: { kind: 'person' }, grants: [{ purpose, basis: 'contract' }] }
    const answer = await ask(jo, '/people', whole)
    expect(answer.statusCode, answer.body).toBe(422)
    expect(answer.body).not.toMatch(/49294982|0300000000/)
  }
  await ask(jo, `/people/${uuid()}/secrets/${uuid()}/open`, { reason: `for ${CARD}` })
  await ask(jo, `/people/${CARD}/secrets/${uuid()}/open`, { reason: 'x' })
  await ask(jo, `/people?search=${CARD}`, null)
  expect(log.length).toBeGreaterThan(20)
  expect(log.filter((line) => /49294982|0300000000/.test(line))).toEqual([])
})
