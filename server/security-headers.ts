import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import helmet, { type HelmetOptions } from 'helmet'

/**
 * The screens bring scripts and styles as files and write no style element (see ui/look.tsx), so that nothing inline is
 * let through. Styles that scripts set on elements are not subject to the policy.
 */
const optionsOf = (secure: boolean): HelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
  xFrameOptions: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
})

/**
 * What every answer says to browsers: the same for each, so it is worked out once and not while somebody waits.
 * @param secure whether people reach us by https
 */
export function addSecurityHeaders(app: FastifyInstance, secure: boolean): void {
  const headers = headersOf(secure)
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}

function headersOf(secure: boolean): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket())
  const answer = new ServerResponse(request)
  helmet(optionsOf(secure))(request, answer, (error) => {
    if (error) throw error
  })
  return { ...answer.getHeaders(), 'permissions-policy': 'camera=(), geolocation=(), microphone=()' }
}
