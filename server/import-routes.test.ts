import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../test/kit/house.ts'
import { createHttp, type Http } from './http.ts'

let house: TestHouse
let http: Http
let token: string
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const grants = [{ purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }]
const source = { kind: 'person', detail: 'a form' }
const TABLE = 'Name,Mail\nAda,ada@example.org\n'

beforeAll(async () => {
  house = await openHouse()
  token = (
    await house.gate.sessions.makeToken(await house.staff('service'), {
      name: 'test',
      days: 1,
      purposes: null,
    })
  ).secret
  http = await createHttp({ gate: house.gate, publicUrl: null, logLevel: 'silent', version: '0' })
  await http.app.listen({ host: '127.0.0.1', port: 0 })
  http.listening('http://127.0.0.1')
})
afterAll(async () => {
  agent.destroy()
  await http.app.close()
})

type Answer = { status: number; body: { code?: string; pointer?: string; state?: string; id?: string } }

function send(path: string, file: Buffer | string, options: unknown = {}, key?: string): Promise<Answer> {
  const head = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"`
  const body = Buffer.concat([
    Buffer.from(`${head('options')}\r\n\r\n${JSON.stringify(options)}\r\n`),
    Buffer.from(`${head('file')}; filename="people.csv"\r\nContent-Type: text/csv\r\n\r\n`),
    Buffer.from(file),
    Buffer.from('\r\n--b--\r\n'),
  ])
  return new Promise((resolve, reject) => {
    const { port } = http.app.server.address() as AddressInfo
    const asked = request({
      ...{ agent, port, host: '127.0.0.1', method: 'POST', path: `/api/v1${path}`, timeout: 8000 },
      headers: {
        authorization: `Bearer ${token}`,
        purpose: 'service.request',
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': body.length,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
    })
    asked.once('timeout', () => asked.destroy(new Error('no answer')))
    asked.once('error', reject)
    asked.once('response', (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('end', () =>
        resolve({
          status: answer.statusCode!,
          body: JSON.parse(Buffer.concat(chunks).toString()) as Answer['body'],
        }),
      )
    })
    asked.end(body)
  })
}

test('what is stated of a file is refused by its own name, in a preview and in an import', async () => {
  for (const [path, more] of [
    ['/imports/preview', {}],
    ['/imports', { source, grants }],
  ] as const) {
    for (const [stated, pointer] of [
      [{ encoding: 'ebcdic' }, '/options/encoding'],
      [{ delimiter: '' }, '/options/delimiter'],
      [{ header: 1 }, '/options/header'],
      [{ dates: { Mail: 'ydm' } }, '/options/dates/Mail'],
    ] as const)
      expect(await send(path, TABLE, { ...stated, ...more })).toMatchObject({
        status: 422,
        body: { code: 'input_invalid', pointer },
      })
  }
  expect(await send('/imports', TABLE, { source, grants, delimiter: ',', header: true })).toMatchObject({
    status: 202,
  })
})

test('a file that is sent again with its key is imported once, and with other words not at all', async () => {
  const stated = { source, grants }
  const file = 'Name,Mail\nOnce,once@routes.example\n'
  const first = await send('/imports', file, stated, 'a key')
  expect(first.status).toBe(202)
  const again = await send('/imports', file, stated, 'a key')
  expect([again.status, again.body]).toEqual([202, { id: first.body.id }])
  for (const [other, options] of [
    [`${file}Two,two@routes.example\n`, stated],
    [file, { ...stated, dry_run: true }],
  ] as const)
    expect(await send('/imports', other, options, 'a key')).toMatchObject({
      status: 422,
      body: { code: 'idempotency_reused' },
    })
  // what was refused was not done: the key may be used again
  expect((await send('/imports', file, { ...stated, grants: [] }, 'b key')).status).toBe(422)
  expect((await send('/imports', file, stated, 'b key')).status).toBe(202)
})

test('a file that is not what it says is refused while it still comes, and nobody waits behind it', async () => {
  const picture = Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    Buffer.alloc(24 * 2 ** 20, 7),
  ])
  for (let nth = 0; nth < 3; nth++) {
    expect(await send('/imports/preview', picture)).toMatchObject({
      status: 422,
      body: { code: 'import_file_unreadable' },
    })
    expect((await send('/imports/preview', TABLE)).status).toBe(200)
  }
})
