/**
 * The same questions to both servers. Each asks for the same number of people, with the same fields, in the same order;
 * where the two differ it is only in the spelling of the path and in the two headers that Goodfaith wants.
 */
import { type Invented, personAt, randomFrom, searchFor } from './people.ts'

export const OPERATIONS = ['create', 'by_id', 'list_50', 'search', 'email'] as const
export type Operation = (typeof OPERATIONS)[number]

export const TITLES: Record<Operation, string> = {
  create: 'create a person',
  by_id: 'read by id',
  list_50: 'list of 50 names',
  search: 'prefix search',
  email: 'exact e-mail',
}

export interface Target {
  readonly kind: 'plain' | 'goodfaith'
  readonly port: number
  readonly token: string
}

/** What is loaded on both sides, from which questions are made. */
export interface Loaded {
  readonly people: number
  readonly seed: number
  /** ids of this target's people, in no order */
  readonly ids: readonly string[]
}

/** The source and the grant with which every invented person is collected. */
export const COLLECTED = {
  source: { kind: 'person', detail: 'benchmark' },
  grants: [
    { purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract', detail: 'benchmark' } },
  ],
} as const

/** A whole HTTP request in bytes. */
export function requestOf(target: Target, method: string, path: string, body?: unknown): Buffer {
  const goodfaith = target.kind === 'goodfaith'
  const content = body === undefined ? '' : JSON.stringify(body)
  const head = [
    `${method} ${goodfaith ? '/api/v1' : ''}${path} HTTP/1.1`,
    `Host: 127.0.0.1:${target.port}`,
    `Authorization: Bearer ${target.token}`,
    ...(goodfaith ? ['Purpose: service.request'] : []),
    ...(content ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(content)}`] : []),
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${content}`)
}

/** The path of a page of 50 names. */
export function listPath(target: Target, cursor?: string): string {
  const sort = target.kind === 'goodfaith' ? '&sort=name' : ''
  const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
  return `/people?limit=50${sort}${names(target)}${from}`
}

/** An endless supply of requests: reads of people chosen at random, or people who are new in every request. */
export function supply(
  target: Target,
  operation: Operation,
  loaded: Loaded,
  cursors: readonly string[],
  round: number,
): () => Buffer {
  const random = randomFrom(round * 7919 + OPERATIONS.indexOf(operation))
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const someone = (): Invented => personAt(Math.floor(random() * loaded.people), loaded.seed)
  const get = (path: string): Buffer => requestOf(target, 'GET', path)
  const make: Record<Operation, () => Buffer> = {
    create: newPeople(target, round),
    by_id: () => get(`/people/${pick(loaded.ids)}`),
    list_50: () => get(listPath(target, pick(cursors))),
    search: () => get(searchPath(target, searchFor(someone(), random))),
    email: () => get(emailPath(target, someone().email)),
  }
  if (operation === 'create') return make.create
  // made beforehand, so that making them takes nothing from what is measured
  const ready = Array.from({ length: 4_000 }, make[operation])
  let next = 0
  return () => ready[next++ % ready.length]!
}

/** Whether an answer is what was asked for: a benchmark of refusals would be a fast one. */
export function isRight(operation: Operation, status: number, body: Buffer): boolean {
  if (status !== (operation === 'create' ? 201 : 200)) return false
  const read = JSON.parse(body.toString()) as { items?: unknown[]; id?: unknown }
  const text = body.toString()
  if (operation === 'create' || operation === 'by_id') {
    return typeof read.id === 'string' && text.includes('@example.org')
  }
  if (operation === 'list_50') return read.items?.length === 50 && !text.includes('"withheld":"')
  if (operation === 'email') return read.items?.length === 1 && text.includes('@example.org')
  return (read.items?.length ?? 0) > 0 && text.includes('"family_name":"')
}

/** Goodfaith opens only what it is asked for; the plain server's lists hold only these. */
function names(target: Target): string {
  return target.kind === 'goodfaith' ? '&fields=given_name,family_name' : ''
}

function searchPath(target: Target, typed: string): string {
  return `/people?limit=50${names(target)}&search=${encodeURIComponent(typed)}`
}

function emailPath(target: Target, email: string): string {
  return `/people?limit=50&${target.kind === 'goodfaith' ? 'search' : 'email'}=${encodeURIComponent(email)}`
}

/** People nobody has yet: their seed is the round's own. */
function newPeople(target: Target, round: number): () => Buffer {
  let number = 0
  return () => {
    const { phone, ...rest } = personAt(number++, 1_000 + round)
    const fields = phone === null ? rest : { ...rest, phone }
    return requestOf(
      target,
      'POST',
      '/people',
      target.kind === 'goodfaith' ? { fields, ...COLLECTED } : { fields },
    )
  }
}
