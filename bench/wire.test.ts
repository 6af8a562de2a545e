import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { openConnection } from './wire.ts'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  return (server.address() as { port: number }).port
}

const ask = (path: string) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)

test('answers with a length, in chunks, in pieces and without a body, on one connection', async () => {
  const long = 'ä'.repeat(100_000)
  const port = await serve((request, response) => {
    if (request.url === '/length') response.setHeader('Content-Length', 5).end('hello')
    else if (request.url === '/none') response.writeHead(204).end()
    else if (request.url === '/long') response.end(long)
    else {
      response.write('one,')
      setTimeout(() => response.end('two'), 20)
    }
  })
  const connection = await openConnection(port)
  closing.push(() => connection.close())
  for (const [path, status, body] of [
    ['/length', 200, 'hello'],
    ['/chunks', 200, 'one,two'],
    ['/none', 204, ''],
    ['/long', 200, long],
    ['/length', 200, 'hello'],
  ] as const) {
    const answer = await connection.send(ask(path))
    expect([answer.status, answer.body.toString()]).toEqual([status, body])
  }
})

test('a connection that the server ends rejects what waits', async () => {
  const port = await serve((request) => request.socket.destroy())
  const connection = await openConnection(port)
  await expect(connection.send(ask('/'))).rejects.toThrow('closed')
})
