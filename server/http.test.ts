import { beforeAll, afterAll, expect, test } from 'vitest'
import type { LightMyRequestResponse } from 'fastify'
import { ROLES, type Role } from '../core/purposes.ts'
import { hashPassword } from '../features/staff/passwords.ts'
import type { Actor } from '../gate/token.ts'
import { openHouse, type TestHouse } from '../test/kit/house.ts'
import { createHttp, type Http } from './http.ts'

const ADA = { name: 'Ada Example', email: 'ada@example.org', password: 'correct horse battery' }
const CONTRACT = { purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }
const PERSON = {
  fields: { given_name: 'Amara', family_name: 'Okafor', email: 'amara@okafor.example' },
  source: { kind: 'person', detail: 'the form “Open an account”, version 4' },
  grants: [CONTRACT],
}

let house: TestHouse
let http: Http
let ada: Actor
let token: string
const log: string[] = []

beforeAll(async () => {
  house = await openHouse()
  const { password, ...named } = ADA
  const member = { ...named, roles: ROLES, passwordHash: await hashPassword(password) }
  ada = { kind: 'staff', id: await house.gate.staff.add(await house.staff(), member) }
  token = await tokenFor(ada)
  http = await createHttp({
    gate: house.gate,
    publicUrl: null,
    logLevel: 'trace',
    version: '0',
    logTo: { write: (line) => void log.push(line) },
  })
  http.listening('http://127.0.0.1:1')
})

afterAll(() => http.app.close())

async function tokenFor(actor: Actor, purposes: string[] | null = null): Promise<string> {
  return (await house.gate.sessions.makeToken(actor, { name: 'test', days: 1, purposes })).secret
}

interface Asked {
  as?: string | null
  purpose?: string
  body?: unknown
  headers?: Record<string, string>
}

function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, asked: Asked = {}) {
  const { as = token, purpose, body, headers } = asked
  return http.app.inject({
    method,
    url: path.startsWith('/api') || path.startsWith('/.') ? path : `/api/v1${path}`,
    headers: {
      ...(as ? { authorization: `Bearer ${as}` } : {}),
      ...(purpose ? { purpose } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: body as object }),
  })
}

async function create(fields: Record<string, string> = {}): Promise<string> {
  const body = { ...PERSON, fields: { ...PERSON.fields, ...fields } }
  const answer = await ask('POST', '/people', { purpose: 'service.request', body })
  expect(answer.statusCode).toBe(201)
  return answer.json<{ id: string }>().id
}

function signIn(email: string, password: string) {
  return ask('POST', '/session', { as: null, body: { email, password } })
}

const cookieOf = (answer: LightMyRequestResponse, name: string) =>
  answer.cookies.find((cookie) => cookie.name === name)

test('a person is collected and read for a purpose, and not without one', async () => {
  const id = await create()
  const read = await ask('GET', `/people/${id}`, { purpose: 'service.request' })
  expect(read.statusCode).toBe(200)
  expect(read.json()).toMatchObject({ id, fields: { given_name: { value: 'Amara' } } })
  expect(read.headers['cache-control']).toBe('no-store')
  expect(read.headers['etag']).toBeUndefined()
  const without = await ask('GET', `/people/${id}`)
  expect(without.headers['content-type']).toContain('application/problem+json')
  expect(without.json()).toMatchObject({ status: 400, code: 'purpose_missing' })
  expect((await ask('GET', `/people/${id}`, { purpose: 'no.such' })).json()).toMatchObject({
    code: 'purpose_unknown',
  })
  expect((await ask('GET', `/people/${id}`, { purpose: 'marketing.email' })).json()).toMatchObject({
    code: 'not_found',
  })
})

test('nobody is nobody: no token, a wrong one, a cookie secret as a token', async () => {
  for (const as of [null, 'gft_wrongwrongwrongwrongwrongwrong', 'x'])
    expect((await ask('GET', '/people', { as, purpose: 'service.request' })).json()).toMatchObject({
      code: 'not_signed_in',
      status: 401,
    })
  const { secret } = await house.gate.sessions.begin('staff', ada.id)
  expect((await ask('GET', '/people', { as: secret, purpose: 'service.request' })).statusCode).toBe(401)
})

test('input that does not fit is refused with a pointer that holds declared names only', async () => {
  const bad = await ask('POST', '/people', {
    purpose: 'service.request',
    body: { ...PERSON, fields: { 'ada@example.org': 7 } },
  })
  expect(bad.json()).toMatchObject({ code: 'input_invalid', pointer: '/fields' })
  expect(bad.body).not.toContain('ada@')
  expect((await ask('GET', '/people?limit=9000', { purpose: 'service.request' })).json()).toMatchObject({
    code: 'input_invalid',
    pointer: '/limit',
  })
  expect((await ask('GET', '/people?limit=2', { purpose: 'service.request' })).statusCode).toBe(200)
  expect((await ask('GET', '/people/not-an-id', { purpose: 'service.request' })).json()).toMatchObject({
    code: 'input_invalid',
    pointer: '/id',
  })
  const broken = await http.app.inject({
    method: 'POST',
    url: '/api/v1/people',
    headers: {
      authorization: `Bearer ${token}`,
      purpose: 'service.request',
      'content-type': 'application/json',
    },
    payload: '{"fields": Ümlaut',
  })
  expect(broken.json()).toMatchObject({ code: 'body_unreadable', status: 400 })
})

test('a write with a key is done once, for this actor and purpose', async () => {
  const headers = { 'idempotency-key': 'once-1' }
  const asked = { purpose: 'service.request', body: PERSON, headers }
  const first = await ask('POST', '/people', asked)
  const again = await ask('POST', '/people', asked)
  expect(again.statusCode).toBe(201)
  expect(again.json()).toEqual({ id: first.json<{ id: string }>().id })
  expect(again.headers['idempotency-replayed']).toBe('true')
  const other = { ...PERSON, fields: { given_name: 'Ana' } }
  expect((await ask('POST', '/people', { ...asked, body: other })).json()).toMatchObject({
    code: 'idempotency_reused',
  })
  const another = await tokenFor(await house.staff('service'))
  expect(
    (await ask('POST', '/people', { ...asked, as: another })).headers['idempotency-replayed'],
  ).toBeUndefined()
  const refused = { ...asked, headers: { 'idempotency-key': 'once-2' }, body: { ...PERSON, grants: [] } }
  expect((await ask('POST', '/people', refused)).json()).toMatchObject({ code: 'grant_missing' })
  expect((await ask('POST', '/people', { ...refused, body: PERSON })).statusCode).toBe(201)
})

test('a session opens by a cookie that no script reads, and writes only for the app itself', async () => {
  const signed = await signIn(ADA.email, ADA.password)
  expect(signed.statusCode).toBe(201)
  const cookie = cookieOf(signed, 'goodfaith')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
  const session = signed.json<{ csrf: string; staff: { roles: Role[] }; setup: object }>()
  expect(session.staff.roles).toEqual(ROLES)
  expect(session.setup).toMatchObject({ first_administrator: expect.any(Boolean) as boolean })
  const held = { cookie: `goodfaith=${cookie!.value}` }
  expect((await ask('GET', '/session', { as: null, headers: held })).json()).toMatchObject({
    csrf: session.csrf,
  })
  const make = (headers: Record<string, string>) =>
    ask('POST', '/tokens', { as: null, body: { name: 'a' }, headers: { ...held, ...headers } })
  expect((await make({})).json()).toMatchObject({ code: 'csrf_failed' })
  expect((await make({ 'x-csrf-token': 'wrong' })).json()).toMatchObject({ code: 'csrf_failed' })
  const foreign = { 'x-csrf-token': session.csrf, origin: 'https://elsewhere.example' }
  expect((await make(foreign)).json()).toMatchObject({ code: 'csrf_failed' })
  expect((await make({ 'x-csrf-token': session.csrf })).statusCode).toBe(201)
  const out = await ask('DELETE', '/session', {
    as: null,
    headers: { ...held, 'x-csrf-token': session.csrf },
  })
  expect(out.statusCode).toBe(204)
  expect((await ask('GET', '/session', { as: null, headers: held })).statusCode).toBe(401)
})

test('an unknown address and a wrong password are told apart by nothing, and tries are counted', async () => {
  const email = (await house.gate.staff.members()).find((member) => member.id === ada.id)!.email
  const wrong = await signIn(email, 'not the password')
  const unknown = await signIn('nobody@example.org', 'not the password')
  const none = await signIn('not an address', 'not the password')
  for (const answer of [wrong, unknown, none]) expect(answer.json()).toMatchObject({ code: 'sign_in_failed' })
  expect(unknown.body).toBe(wrong.body)
  let last = wrong
  for (let i = 0; i < 6; i++) last = await signIn('someone@example.org', 'not the password')
  expect(last.json()).toMatchObject({ code: 'too_many_requests' })
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
})

test('roles are administrators’ to give, and the last administrator stays', async () => {
  const sales = await tokenFor(await house.staff('sales'))
  const refused = await ask('PATCH', `/staff/${ada.id}`, { as: sales, body: { roles: ['sales'] } })
  expect(refused.json()).toMatchObject({ code: 'not_allowed' })
  const added = await ask('POST', '/staff', {
    body: { name: 'Jo Example', email: 'jo@example.org', roles: ['service'] },
  })
  expect(added.statusCode).toBe(201)
  const { id, link } = added.json<{ id: string; link: string }>()
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:1\/welcome#[\w-]{43}$/)
  const asked = await ask('POST', '/session/link', { as: null, body: { token: link.split('#')[1] } })
  expect([asked.statusCode, asked.json()]).toEqual([200, { for: 'colleague' }])
  const opened = await ask('POST', '/session/link', {
    as: null,
    body: { token: link.split('#')[1], password: 'a long enough password' },
  })
  expect(opened.json()).toMatchObject({ staff: { id, roles: ['service'] } })
  const { items } = (await ask('GET', '/outbox')).json<{
    items: { kind: string; to: string; text: string }[]
  }>()
  const mail = items.find(({ kind, to }) => kind === 'staff' && to === 'jo@example.org')
  expect(mail?.text).toContain(link)
  const again = await ask('POST', '/session/link', {
    as: null,
    body: { token: link.split('#')[1], password: 'a long enough password' },
  })
  expect(again.json()).toMatchObject({ code: 'link_invalid' })
  expect((await signIn('jo@example.org', 'a long enough password')).statusCode).toBe(201)
  const others = (await house.gate.staff.members()).filter(
    (member) => member.id !== ada.id && member.roles.includes('administrator'),
  )
  for (const other of others)
    expect((await ask('PATCH', `/staff/${other.id}`, { body: { roles: ['sales'] } })).statusCode).toBe(200)
  const last = await ask('PATCH', `/staff/${ada.id}`, { body: { roles: ['sales'] } })
  expect(last.json()).toMatchObject({ code: 'last_administrator', status: 409 })
})

test('a token is no wider than its purposes, its owner, or its life', async () => {
  const narrow = await tokenFor(ada, ['sales.enquiry'])
  const id = await create()
  expect(
    (await ask('GET', `/people/${id}`, { as: narrow, purpose: 'service.request' })).json(),
  ).toMatchObject({
    code: 'purpose_not_for_role',
  })
  expect((await ask('POST', '/tokens', { as: narrow, body: { name: 'wider' } })).json()).toMatchObject({
    code: 'not_allowed',
  })
  expect((await ask('GET', '/outbox', { as: narrow })).json()).toMatchObject({ code: 'not_allowed' })
  const made = (await ask('POST', '/tokens', { body: { name: 'mine' } })).json<{
    id: string
    token: string
  }>()
  expect((await ask('GET', '/tokens', { as: made.token })).body).not.toContain(made.token)
  expect((await ask('DELETE', `/tokens/${made.id}`)).statusCode).toBe(200)
  expect((await ask('DELETE', `/tokens/${made.id}`)).json()).toMatchObject({ code: 'not_found' })
  expect(await house.gate.sessions.bearer(made.token)).toBeUndefined()
})

test('a person comes in by a link in their mail, once; strangers get the same answer', async () => {
  const email = 'own.page@okafor.example'
  const id = await create({ email })
  const known = await ask('POST', '/me/link', { as: null, body: { email: email.toUpperCase() } })
  const unknown = await ask('POST', '/me/link', { as: null, body: { email: 'stranger@example.org' } })
  expect(known.statusCode).toBe(202)
  expect(unknown.body).toBe(known.body)
  const link = await expect
    .poll(async () => {
      const { items } = (await ask('GET', '/outbox')).json<{
        items: { to: string; text: string; person_id: string }[]
      }>()
      return items.filter((mail) => mail.to === email && mail.person_id === id).map((mail) => mail.text)
    })
    .toHaveLength(1)
    .then(async () => {
      const { items } = (await ask('GET', '/outbox')).json<{ items: { to: string; text: string }[] }>()
      return /http:\/\/127\.0\.0\.1:1\/me#([\w-]{43})/.exec(
        items.find((mail) => mail.to === email)!.text,
      )![1]!
    })
  const opened = await ask('POST', '/me/session', { as: null, body: { token: link } })
  expect(opened.statusCode).toBe(201)
  const cookie = cookieOf(opened, 'goodfaith_me')!
  const me = await ask('GET', '/me', { as: null, headers: { cookie: `goodfaith_me=${cookie.value}` } })
  expect(me.statusCode).toBe(200)
  const asStaff = await ask('GET', '/people', {
    as: null,
    purpose: 'rights.request',
    headers: { cookie: `goodfaith=${cookie.value}` },
  })
  expect(asStaff.statusCode).toBe(401)
  expect((await ask('POST', '/me/session', { as: null, body: { token: link } })).json()).toMatchObject({
    code: 'link_invalid',
  })
})

test('what the outside may know is there', async () => {
  const document = (await http.app.inject('/openapi.json')).json<{
    openapi: string
    paths: Record<string, object>
  }>()
  expect(document.openapi).toBe('3.1.0')
  expect(document.paths['/api/v1/people/{id}']).toHaveProperty('get.responses.200.content')
  expect(Object.keys(document.paths)).toContain('/api/v1/session')
  const keys = (await http.app.inject('/.well-known/goodfaith-keys.json')).json<{
    keys: { crv: string; x: string }[]
  }>()
  expect(keys.keys.map((key) => [key.crv, Buffer.from(key.x, 'base64url').length])).toEqual([
    ['Ed25519', 32],
    ['Ed25519', 32],
  ])
  const gpc = (await http.app.inject('/.well-known/gpc.json')).json()
  expect(gpc).toEqual({ gpc: true, lastUpdate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string })
  const starting = await http.app.inject('/healthz')
  expect([starting.statusCode, starting.json()]).toEqual([503, { status: 'starting' }])
  http.ready()
  expect((await http.app.inject('/healthz')).statusCode).toBe(200)
  expect((await ask('GET', '/nothing')).json()).toMatchObject({ code: 'not_found' })
  const policy = String((await http.app.inject('/healthz')).headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
})

test('the log holds no personal value at the widest level, whatever goes wrong', async () => {
  const needle = 'Zaphira'
  await create({ given_name: needle })
  await ask('GET', `/people?search=${needle}`, { purpose: 'service.request' })
  await ask('GET', `/people/${needle}`, { purpose: 'service.request' })
  await ask('POST', `/people?${needle}=1`, { purpose: needle, body: { fields: { [needle]: needle } } })
  await ask('GET', `/${needle}%ZZ`, { headers: { 'x-needle': needle } })
  await http.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { 'content-type': 'application/json' },
    payload: `{"email": "${needle}`,
  })
  http.app.log.error(new Error(`something about ${needle}`))
  http.app.log.info({ err: new Error(`something about ${needle}`) }, 'failed')
  expect(log.length).toBeGreaterThan(10)
  expect(
    log.filter((line) => line.includes(needle) || line.includes('Okafor') || line.includes(token)),
  ).toEqual([])
})
