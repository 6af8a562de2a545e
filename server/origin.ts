import type { FastifyRequest } from 'fastify'
import { Problem } from '../core/errors.ts'
import type { Found } from './bearers.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a write that a page of another origin made the browser send. A cookie alone never writes: staff prove by the
 * session's CSRF token that the app asks; a person's page, which holds no secret of the session, by its origin. The
 * cookies are SameSite=Strict besides.
 * @param publicOrigin where people reach us, when it is set
 * @throws Problem `csrf_failed`
 */
export function checkOrigin(request: FastifyRequest, found: Found, publicOrigin: string | null): void {
  if (found.way === 'header' || SAFE.has(request.method)) return
  const own = isOwnOrigin(request, publicOrigin)
  const sent = request.headers['x-csrf-token'] ?? request.headers['x-csrf']
  const proven = typeof sent === 'string' && sent === found.bearer.csrf
  if (own === false || !(proven || (found.bearer.kind === 'person' && own))) throw new Problem('csrf_failed')
}

/** The same before anybody is signed in: signing in must not be done by another page either. */
export function refuseForeign(request: FastifyRequest, publicOrigin: string | null): void {
  if (isOwnOrigin(request, publicOrigin) === false) throw new Problem('csrf_failed')
}

/** Undefined where the browser says nothing; programs other than browsers do not. */
function isOwnOrigin(request: FastifyRequest, publicOrigin: string | null): boolean | undefined {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (origin === undefined) return undefined
  if (origin === publicOrigin) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}
