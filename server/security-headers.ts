import type { FastifyInstance } from 'fastify'

/**
 * What every answer says to browsers. The screens bring scripts and styles as files and write no style element (see
 * ui/look.tsx), so that nothing inline is let through; styles that scripts set on elements are not subject to the policy.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join(';')

const HEADERS = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
}

/** A year (RFC 6797), where people reach us by https. */
const STRICT = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }

/**
 * The headers of every answer (OWASP Secure Headers Project), as they stand: the same for each, so that none is worked
 * out while somebody waits.
 * @param secure whether people reach us by https
 */
export function addSecurityHeaders(app: FastifyInstance, secure: boolean): void {
  const headers = secure ? { ...HEADERS, ...STRICT } : HEADERS
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}
