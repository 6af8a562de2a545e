/** Sideways looks through the API: what a caller can vary of a request, and all that they see of an answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InjectOptions } from 'fastify'
import { v7 as uuid } from 'uuid'
import { createHttp, type Http } from '../../server/http.ts'
import type { Actor } from '../../gate/token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'

let house: TestHouse
let http: Http
let service: Actor
let tokens: Record<'service' | 'other' | 'sales', string>
let ids: Record<'absent' | 'hidden' | 'withdrawn' | 'erased', string>
const purpose = 'service.request'

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  const secret = async (actor: Actor) =>
    (await house.gate.sessions.makeToken(actor, { name: 'test', days: 1, purposes: null })).secret
  tokens = {
    service: await secret(service),
    other: await secret(await house.staff('service', 'sales')),
    sales: await secret(await house.staff('sales', 'service')),
  }
  const made = await house.gate.once({ actor: service, purpose }, (tx) =>
    tx.people.create(
      Array.from({ length: 3 }, () => aPerson({ family_name: 'Quillfeather' }, [aGrant(purpose)])),
    ),
  )
  const [hidden, withdrawn, erased] = made as [string, string, string]
  await house.gate.once({ actor: service, purpose }, (tx) => tx.grants.withdraw(withdrawn, 'all'))
  await house.gate.erasures.carryOut(
    await house.gate.run({ actor: service, purpose }, (tx) => tx.erasures.begin(erased, 'asked', null)),
  )
  ids = { absent: uuid(), hidden, withdrawn, erased }
  http = await createHttp({ gate: house.gate, publicUrl: null, logLevel: 'silent', version: '0' })
  http.listening('http://127.0.0.1:1')
})

afterAll(() => http.app.close())

type Method = NonNullable<InjectOptions['method']>

function ask(
  method: Method,
  path: string,
  who: keyof typeof tokens,
  headers: Record<string, string> = {},
  body?: unknown,
) {
  return http.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${tokens[who]}`, ...headers },
    ...(body === undefined ? {} : { payload: body as object }),
  })
}

const grant = { purpose: 'sales.account', basis: 'contract', evidence: { kind: 'contract' } }
const source = { kind: 'person', detail: 'on the phone' }

/** Every route that is told of somebody, and what is sent to it. */
const ROUTES: [Method, string, unknown?][] = [
  ['GET', ''],
  ['HEAD', ''],
  ['OPTIONS', ''],
  ['PATCH', '', { fields: { email: 'a@b.example' }, source }],
  ['GET', '/grants'],
  ['HEAD', '/grants'],
  ['POST', '/grants', grant],
  ['POST', '/withdrawals', { purpose: 'all' }],
  ['GET', '/standing'],
  ['GET', '/ledger'],
  ['HEAD', '/ledger'],
  ['POST', '/erasure', { reason: 'x' }],
]

describe('absent, hidden, withdrawn and erased get one answer, with its headers and its length', () => {
  const conditions: Record<string, string>[] = [
    {},
    { 'if-none-match': '*' },
    { 'if-match': '*' },
    { 'if-modified-since': new Date().toUTCString() },
    { range: 'bytes=0-10' },
    { 'idempotency-key': 'one key for all' },
    { accept: 'text/html', 'accept-encoding': 'gzip' },
  ]
  test.each(ROUTES)('%s /people/{id}%s', async (method, path, body) => {
    for (const condition of conditions) {
      const answers = new Map<string, string[]>()
      for (const [what, id] of Object.entries(ids)) {
        const headers = { purpose: 'sales.account', ...condition }
        const answer = await ask(method, `/people/${id}${path}`, 'sales', headers, body)
        // nobody is refused for something else before they are looked for
        expect([404, 422].includes(answer.statusCode), answer.body).toBe(true)
        expect(answer.headers['etag']).toBeUndefined()
        expect(answer.headers['last-modified']).toBeUndefined()
        const seen = JSON.stringify([answer.statusCode, { ...answer.headers, date: '' }, answer.body])
        answers.set(seen, [...(answers.get(seen) ?? []), what])
      }
      expect([...answers.values()], JSON.stringify(condition)).toEqual([Object.keys(ids)])
    }
  })
})

describe('a purpose is named as it is written in the registry, or not at all', () => {
  const odd = [
    ...['SALES.ACCOUNT', 'Sales.Account', 'sales.account.', '.sales.account', 'sales..account', 'sales'],
    ...['sales.account,service.request', 'service.request, sales.account', 'service.request;sales.account'],
    ...[
      'service.request|x',
      'service%2Erequest',
      'service\\u002erequest',
      "service.request'--",
      '*',
      'none',
      'null',
    ],
    // letters that look alike, and spaces that do not show, in the one byte that a header has for each
    ...[
      'service.request\u00a0x',
      'sérvice.request',
      'service.reque\u00dft',
      'service\u00b7request',
      '\u00a0',
    ],
    ...['__proto__', 'constructor', 'toString', 'system', '0', ''],
  ]
  test.each(odd)('%j', async (named) => {
    const of = async (id: string) => {
      const answer = await ask('GET', `/people/${id}`, 'sales', { purpose: named })
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      return answer.body
    }
    const answer = await of(ids.hidden)
    expect(answer).toMatch(/purpose_(unknown|missing|not_for_role)/)
    expect(await of(ids.absent)).toBe(answer)
  })

  test('once: a second header of the name, and one in the query or the body, name nothing', async () => {
    const both = await ask('GET', `/people/${ids.hidden}?purpose=service.request`, 'sales', {
      purpose: 'sales.account',
      'x-purpose': purpose,
    })
    expect(both.json()).toMatchObject({ code: 'not_found' })
    const twice = await http.app.inject({
      method: 'GET',
      url: `/api/v1/people/${ids.hidden}`,
      headers: { authorization: `Bearer ${tokens.sales}`, purpose: ['sales.account', purpose] as never },
    })
    expect(twice.statusCode).toBeGreaterThanOrEqual(400)
  })
})

describe('a write that is asked for twice', () => {
  const person = (family_name: string) => ({
    fields: { given_name: 'Amara', family_name },
    source,
    grants: [{ purpose, basis: 'contract', evidence: { kind: 'contract' } }],
  })
  const post = (who: keyof typeof tokens, named: string, body: unknown) =>
    ask('POST', '/people', who, { purpose: named, 'idempotency-key': 'k-1' }, body)

  test('is another write for another member of staff, and for another purpose', async () => {
    const first = await post('service', purpose, person('Okafor'))
    const again = await post('service', purpose, person('Okafor'))
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.json()).toEqual({ id: first.json<{ id: string }>().id })
    for (const [who, named] of [
      ['other', purpose],
      ['other', 'service.account'],
    ] as const) {
      const body = person('Okafor')
      body.grants[0]!.purpose = named
      const answer = await post(who, named, body)
      expect([answer.statusCode, answer.headers['idempotency-replayed']], named).toEqual([201, undefined])
      expect(answer.json<{ id: string }>().id).not.toBe(first.json<{ id: string }>().id)
    }
    // nor does it tell that somebody else has used the key
    expect((await post('other', purpose, person('Other'))).json()).toMatchObject({
      code: 'idempotency_reused',
    })
    expect((await post('sales', purpose, person('Other'))).statusCode).toBe(201)
  })

  test('answers, after a withdrawal, with nothing but the id, and after an erasure with nothing', async () => {
    const once = (body: unknown) =>
      ask('POST', '/people', 'service', { purpose, 'idempotency-key': 'k-2' }, body)
    const first = await once(person('Vanishing'))
    const { id } = first.json<{ id: string }>()
    await house.gate.once({ actor: service, purpose }, (tx) => tx.grants.withdraw(id, 'all'))
    const replayed = await once(person('Vanishing'))
    expect(replayed.json()).toEqual({ id })
    const officer = await house.staff('privacy_officer')
    await house.gate.erasures.carryOut(
      await house.gate.run({ actor: officer, purpose: 'rights.request' }, (tx) =>
        tx.erasures.begin(id, 'asked', null),
      ),
    )
    // the key stays used, and nothing of what it was used for: whoever was erased is not made again by a repetition
    const anew = await once(person('Vanishing'))
    expect(anew.json()).toMatchObject({ code: 'idempotency_reused' })
    expect(JSON.stringify(anew.json())).not.toContain(id)
  })
})

describe('a list', () => {
  const list = async (query: string, named = 'sales.account') => {
    const answer = await ask('GET', `/people?${query}`, 'sales', { purpose: named })
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }

  test('counts what it withholds for the whole of it, and for no filter: two have no difference', async () => {
    const whole = (await list('')).body
    expect(whole['withheld']).toEqual({ people: 'few', why: { no_grant: 'few' } })
    // what changes the screen and not whom it is about leaves the count as it is
    for (const query of ['limit=1', 'limit=200', 'sort=recent', 'sort=name', 'sort=-name', 'fields=email'])
      expect((await list(query)).body['withheld'], query).toEqual(whole['withheld'])
    const cursor = Buffer.from(`.${ids.hidden}`).toString('base64url')
    for (const query of [
      'search=quillfeather',
      'search=nobodyatall',
      'search=amara%40okafor.example',
      'search=%2B49%2030%20123456',
      `cursor=${cursor}&sort=recent`,
      `search=quill&cursor=${cursor}`,
    ])
      expect((await list(query)).body, query).toEqual({
        items: [],
        next: null,
        shown: null,
        withheld: { people: null, why: {} },
      })
  })

  test('offers no other filter than these: an unknown one changes nothing', async () => {
    const whole = await list('sort=recent')
    for (const query of ['country=DE', 'filter=country:DE', 'held=email', 'purpose=service.request', 'id=x'])
      expect(await list(`sort=recent&${query}`), query).toEqual(whole)
  })

  test('goes on from any cursor, made up or from another purpose, with people whom this one shows', async () => {
    const [seen] = await house.gate.once({ actor: service, purpose }, (tx) =>
      tx.people.create([aPerson({ family_name: 'Zyl' }, [aGrant('sales.account'), aGrant(purpose)])]),
    )
    const from = await list('limit=1', purpose)
    const foreign = String(from.body['next'])
    const cursors = [
      foreign,
      ...Object.values(ids).flatMap((id) => [`.${id}`, `-2147483648.${id}`, `2147483647.${id}`, `0.${id}`]),
    ]
    for (const [i, cursor] of cursors.entries())
      for (const sort of ['name', '-name', 'recent']) {
        const sent = i === 0 ? cursor : Buffer.from(cursor).toString('base64url')
        const { items = [] } = (await list(`sort=${sort}&cursor=${sent}`)).body as {
          items?: { id: string }[]
        }
        expect(items.filter(({ id }) => id !== seen)).toEqual([])
      }
    const none = [
      'x',
      '.x',
      `1;drop.${seen}`,
      `.${seen}.${seen}`,
      `.${'-'.repeat(36)}`,
      `.${seen!.replaceAll('-', 'a')}`,
    ]
    for (const cursor of [...none, `9999999999999.${seen}`, `2147483648.${seen}`, `-2147483649.${seen}`])
      for (const sort of ['name', '-name', 'recent'])
        expect(
          (await list(`sort=${sort}&cursor=${Buffer.from(cursor).toString('base64url')}`)).status,
          cursor,
        ).toBe(422)
  })
})
