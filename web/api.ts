import { catalogue, type Code } from '../core/errors.ts'
import type { Intercepted } from './shapes.ts'

/** What the server answered instead of doing it (RFC 9457). Holds no personal value. */
export class Refusal extends Error {
  readonly code: Code | 'unreachable' | 'unknown'
  readonly status: number
  /** What was wrong, in a few words. */
  readonly title: string
  /** What to do about it. */
  readonly fix: string
  readonly detail: string | undefined
  /** JSON pointer to the part of the input that caused it. */
  readonly pointer: string | undefined
  /** Seconds to wait. */
  readonly retryAfter: number | undefined

  constructor(status: number, body: unknown, retryAfter?: number) {
    const said = isRecord(body) ? body : {}
    const known = typeof said.code === 'string' && said.code in catalogue ? (said.code as Code) : undefined
    const entry = known ? catalogue[known] : undefined
    const title = entry?.title ?? text(said.title) ?? 'The server answered something unexpected'
    super(title)
    this.name = 'Refusal'
    this.code = known ?? 'unknown'
    this.status = status
    this.title = title
    this.fix = entry?.fix ?? text(said.fix) ?? 'Try again; if it stays, tell an administrator.'
    this.detail = text(said.detail)
    this.pointer = text(said.pointer)
    this.retryAfter = retryAfter
  }

  /** The name of the field that caused it, if one did: '/fields/email' gives 'email'. */
  get field(): string | undefined {
    return this.pointer?.split('/').pop()
  }
}

/** The server could not be reached at all. */
export class Unreachable extends Refusal {
  constructor() {
    super(0, {
      title: 'Goodfaith cannot be reached',
      fix: 'Nothing was changed. Check the connection and try again.',
    })
    Object.assign(this, { code: 'unreachable' })
  }
}

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** The purpose the call names; left out only where the route serves none or one. */
  readonly purpose?: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** Lets a repeated click count once. */
  readonly once?: string
}

let csrf: string | undefined
let onIntercepted: (found: readonly Intercepted[]) => void = () => {}
let onSignedOut: () => void = () => {}

/** Every later write carries it; the server gives a new one with each session. */
export function keepCsrf(token: string | undefined): void {
  csrf = token
}

/** Called when an answer says that a number was taken out of what was sent, whatever the call. */
export function whenIntercepted(then: typeof onIntercepted): void {
  onIntercepted = then
}

/** Called when the server says that nobody is signed in any more. */
export function whenSignedOut(then: () => void): void {
  onSignedOut = then
}

/**
 * One call of the API. Gives the body of the answer.
 * @throws {Refusal} what the server said, or {@link Unreachable}
 */
export async function call<T>(path: string, asking: Asking = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' }
  const method = asking.method ?? 'GET'
  if (asking.purpose) headers.purpose = asking.purpose
  if (method !== 'GET' && csrf) headers['x-csrf-token'] = csrf
  if (asking.once) headers['idempotency-key'] = asking.once
  const form = asking.body instanceof FormData
  if (asking.body !== undefined && !form) headers['content-type'] = 'application/json'
  const answer = await fetch(`/api/v1${path}${queryOf(asking.query)}`, {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    body: bodyOf(asking.body),
    signal: asking.signal,
  }).catch((cause: unknown) => {
    if (asking.signal?.aborted) throw cause
    throw new Unreachable()
  })
  if (answer.ok) {
    const body = await read(answer)
    if (isRecord(body) && Array.isArray(body.intercepted) && body.intercepted.length > 0)
      onIntercepted(body.intercepted as Intercepted[])
    return body as T
  }
  const wait = Number(answer.headers.get('retry-after'))
  const refusal = new Refusal(
    answer.status,
    await read(answer).catch(() => undefined),
    wait > 0 ? wait : undefined,
  )
  if (refusal.code === 'not_signed_in') onSignedOut()
  throw refusal
}

/** True where asking again can help: nothing was wrong with what was asked. */
export function worthAnotherTry(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof Refusal && (error.status === 0 || error.status === 503)
}

function queryOf(query: Asking['query']): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== '') parts.set(name, String(value))
  const text = parts.toString()
  return text && `?${text}`
}

function bodyOf(body: unknown): BodyInit | undefined {
  if (body === undefined) return undefined
  return body instanceof FormData ? body : JSON.stringify(body)
}

async function read(answer: Response): Promise<unknown> {
  const said = await answer.text()
  return said === '' ? undefined : JSON.parse(said)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
