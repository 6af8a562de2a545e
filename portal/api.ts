import type { Statement } from './shapes.ts'

/** What the server refused, or that it could not be reached (`code` is then `unreachable`, `status` 0). */
export class Refused extends Error {
  readonly code: string
  readonly status: number
  /** Names of fields and limits, never a value. */
  readonly detail: string | undefined
  readonly pointer: string | undefined

  constructor(status: number, code: string, detail?: string, pointer?: string) {
    super(code)
    this.name = 'Refused'
    this.status = status
    this.code = code
    this.detail = detail
    this.pointer = pointer
  }
}

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** `none` sends no session: the receipt is read without one. */
  readonly session?: 'none'
}

/**
 * One call of the API. Answers what the server sent, or undefined for an empty answer.
 * @throws {Refused} with the code of the problem (RFC 9457), or `unreachable`.
 */
export async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (document.documentElement.lang) headers['accept-language'] = document.documentElement.lang
  if (asked.body !== undefined) headers['content-type'] = 'application/json'
  const answer = await fetch(`/api/v1${path}`, {
    method: asked.method ?? 'GET',
    headers,
    body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
    signal: asked.signal,
    credentials: asked.session === 'none' ? 'omit' : 'same-origin',
    cache: 'no-store',
  }).catch((cause: unknown) => {
    if (asked.signal?.aborted) throw cause
    throw new Refused(0, 'unreachable')
  })
  const text = await answer.text()
  const content: unknown = text === '' ? undefined : readJson(text)
  if (answer.ok) return content as T
  const problem = (content ?? {}) as { code?: unknown; detail?: unknown; pointer?: unknown }
  throw new Refused(
    answer.status,
    typeof problem.code === 'string' ? problem.code : 'unreachable',
    typeof problem.detail === 'string' ? problem.detail : undefined,
    typeof problem.pointer === 'string' ? problem.pointer : undefined,
  )
}

/** How this organisation uses what it is told; anybody may read it. */
export function readStatement(): Promise<Statement> {
  return ask<Statement>('/public/statement', { session: 'none' })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** True where asking again may help: the server was away or busy, nothing was wrong with what was asked. */
export function worthAnotherTry(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof Refused && (error.status === 0 || error.status === 503)
}
