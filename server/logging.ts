import type { FastifyReply, FastifyRequest } from 'fastify'
import type { LoggerOptions } from 'pino'
import { traceOf } from './problem.ts'

/**
 * What may be logged: codes, names of errors, route patterns, times. No address, header, query, body or message: at
 * every level, so that a level chosen in an emergency gives nothing away.
 */
export function loggerOptions(level: string): LoggerOptions {
  const nothing = () => undefined
  return {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: traceOf, error: traceOf, req: nothing, res: nothing, request: nothing },
    hooks: {
      // an error handed over by itself would be written with its message
      logMethod(args, method) {
        const [first] = args as unknown[]
        if (first instanceof Error) method.apply(this, [{ err: first }, 'error'] as Parameters<typeof method>)
        else method.apply(this, args)
      },
    },
  }
}

/** One line per answered request: quiet for what went well. */
export function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const status = reply.statusCode
  const line = {
    method: request.method,
    route: request.routeOptions.url ?? '(none)',
    status,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  }
  // whoever waits for us to be ready asks many times, and the answer is no news
  const asksWhether = line.route === '/healthz'
  if (status >= 500 && !asksWhether) request.log.error(line, 'answered')
  else if (status >= 400) request.log.info(line, 'answered')
  else request.log.debug(line, 'answered')
}
