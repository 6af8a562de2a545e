/**
 * One kept-alive HTTP/1.1 connection, one request at a time, on a bare socket. The client shares two cores with the
 * servers it measures, and `node:http` would spend as much on each request as the plain server does; this spends a
 * fifth. It reads what a server may answer: a length or chunks, and 204.
 */
import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: Buffer
}

export interface Connection {
  /** Sends one whole request and gives its answer. Rejects when the connection breaks or the answer is unreadable. */
  send(request: Buffer): Promise<Answer>
  close(): void
}

/** Opens a connection to a port of loopback. */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  let held: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  const fail = (error: Error): void => {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.on('data', (data) => {
    held = held.length === 0 ? data : Buffer.concat([held, data])
    const answer = readAnswer(held, fail)
    if (!answer || !waiting) return
    const { resolve } = waiting
    waiting = undefined
    held = Buffer.alloc(0)
    resolve(answer)
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  return {
    send: (request) => sendOn(socket, request, (pending) => (waiting = pending)),
    close: () => socket.destroy(),
  }
}

function sendOn(
  socket: Socket,
  request: Buffer,
  wait: (pending: { resolve: (answer: Answer) => void; reject: (error: Error) => void }) => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    wait({ resolve, reject })
    socket.write(request)
  })
}

/** The answer at the start of `bytes`, or nothing while it is not whole. */
function readAnswer(bytes: Buffer, fail: (error: Error) => void): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end)
  const status = Number(head.slice(9, 12))
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)
  if (length) {
    const from = end + 4
    const to = from + Number(length[1])
    return bytes.length < to ? undefined : { status, body: bytes.subarray(from, to) }
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return readChunks(bytes, end + 4, status)
  if (status === 204) return { status, body: Buffer.alloc(0) }
  fail(new Error('an answer without a length'))
  return undefined
}

function readChunks(bytes: Buffer, from: number, status: number): Answer | undefined {
  const chunks: Buffer[] = []
  for (let at = from; ;) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    if (bytes.length < line + 2 + size + 2) return undefined
    if (size === 0) return { status, body: Buffer.concat(chunks) }
    chunks.push(bytes.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
}
