import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { v4 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import type { Gate } from '../gate/gate.ts'
import { Bearers } from './bearers.ts'
import { commands as all, type AnyCommand } from './commands.ts'
import { addFreshRoutes } from './fresh-routes.ts'
import { addImportRoutes } from './import-routes.ts'
import { addLedgerRoutes } from './ledger-routes.ts'
import { loggerOptions, logAnswer } from './logging.ts'
import { openApi } from './openapi.ts'
import { OTHER_ROUTES } from './other-routes.ts'
import { addPersonSessionRoutes } from './person-session-routes.ts'
import { bodyOf, placeOf, problemOf, traceOf } from './problem.ts'
import { addCommandRoutes } from './routes.ts'
import { addScreens, isScreen, sendScreen } from './screens.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { addSessionRoutes } from './session-routes.ts'
import { addSetupRoutes, Setup, type LoadDemo } from './setup.ts'

export interface HttpOptions {
  readonly gate: Gate
  /** Where people reach us; null: as the request says. */
  readonly publicUrl: string | null
  readonly logLevel: string
  readonly version: string
  readonly demo?: LoadDemo | undefined
  /** Commands to serve; all of the house unless told. */
  readonly commands?: readonly AnyCommand[]
  /** Where the log goes; standard error unless told. */
  readonly logTo?: { write(line: string): void }
}

export interface Http {
  readonly app: FastifyInstance
  readonly setup: Setup
  /** Told once it listens, for links in mail. */
  listening(url: string): void
  /** Told once everything is there; until then /healthz says that it is not. */
  ready(): void
}

/** Requests a minute from one client to the few routes that let strangers try something. */
const STRANGERS = { max: 60, timeWindow: '1 minute' }
const MEGABYTE = 2 ** 20

/** The server's routes: every command, signing in, the screens, and what the outside may know. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const { gate, publicUrl, commands = all } = options
  const secure = publicUrl?.startsWith('https:') ?? false
  let address = publicUrl ?? ''
  const health = { ready: false }
  const app = createApp(options)
  const bearers = new Bearers(gate, secure)
  const setup = new Setup(gate, options.demo, (trace) =>
    app.log.error({ trace }, 'the demo could not be loaded'),
  )
  addSecurityHeaders(app, secure)
  await app.register(cookie)
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('too_many_requests', { retryAfter: Math.ceil(ttl / 1000) }),
  })
  app.addHook('onRoute', (route) => {
    if (STRANGERS_TRY.test(`${String(route.method)} ${route.url}`))
      route.config = { ...route.config, rateLimit: STRANGERS }
  })
  await app.register(async (routes) => {
    routes.addHook('onSend', keepNothing)
    const common = { gate, bearers, secure, setup, publicOrigin: publicUrl }
    addCommandRoutes(routes, { ...common, commands, publicUrl: () => address })
    await addImportRoutes(routes, { ...common, commands, publicUrl: () => address })
    addSessionRoutes(routes, common)
    addFreshRoutes(routes, common)
    addSetupRoutes(routes, common)
    addPersonSessionRoutes(routes, {
      ...common,
      publicUrl: () => address,
      log: (trace) => app.log.error({ trace }, 'a link could not be sent'),
    })
  })
  addLedgerRoutes(app, gate)
  addOpenRoutes(app, gate, health, openApi(commands, OTHER_ROUTES, options.version))
  await addScreens(app)
  return {
    app,
    setup,
    listening: (url) => void (address = publicUrl ?? url),
    ready: () => void (health.ready = true),
  }
}

/** Signing in, one-time links, a link by mail: by method and path. */
const STRANGERS_TRY = /^POST \/api\/v1\/(session|session\/link|me\/link|me\/session)$/

function createApp({ logLevel, publicUrl, logTo }: HttpOptions): FastifyInstance {
  const app = fastify({
    logger: { ...loggerOptions(logLevel), stream: logTo ?? process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MEGABYTE,
    requestTimeout: 120_000,
    genReqId: () => uuid(),
    trustProxy: publicUrl === null ? false : 'loopback',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) =>
      answer(error, request as FastifyRequest, reply as FastifyReply),
  }) as unknown as FastifyInstance
  // input is checked by the command's own compiled schema, once path, query and body are one
  app.setValidatorCompiler(() => () => true)
  app.setErrorHandler((error, request, reply) => answer(error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!
    const looks = request.method === 'GET' || request.method === 'HEAD'
    const page = looks && isScreen(path) ? sendScreen(reply, path) : undefined
    return page ?? answer(new Problem('not_found'), request, reply)
  })
  app.addHook('onResponse', (request, reply, done) => {
    logAnswer(request, reply)
    done()
  })
  return app
}

/** Any error as a problem; an administrator finds its names, codes and place in the log, by the request's id. */
function answer(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  if (problem.status >= 500)
    request.log.error({ trace: traceOf(error), at: placeOf(problem.cause ?? error) }, problem.code)
  if (problem.retryAfter !== undefined) void reply.header('retry-after', problem.retryAfter)
  if (problem.code === 'not_signed_in') void reply.header('www-authenticate', 'Bearer')
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(bodyOf(problem, request.id))
}

/** Answers of the API are kept nowhere on the way. */
async function keepNothing(
  _request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  void reply.header('cache-control', 'no-store')
  return payload
}

/** What anybody may ask: whether we are there, what the routes are, and the keys that signatures are checked by. */
function addOpenRoutes(
  app: FastifyInstance,
  gate: Gate,
  health: { readonly ready: boolean },
  document: unknown,
): void {
  const described = JSON.stringify(document)
  app.get('/healthz', (_request, reply) =>
    health.ready ? { status: 'ok' } : reply.code(503).send({ status: 'starting' }),
  )
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(described))
  app.get('/.well-known/goodfaith-keys.json', () => {
    const { receipt, ledger } = gate.publicKeys()
    const signs = { alg: 'EdDSA', use: 'sig' }
    return {
      keys: [
        { ...receipt, ...signs, role: 'receipt' },
        { ...ledger, ...signs, role: 'ledger' },
      ],
    }
  })
  // Global Privacy Control: nothing is ever sold or shared for its recipient's own purposes, with or without the signal
  app.get('/.well-known/gpc.json', () => ({ gpc: true, lastUpdate: '2026-11-23' }))
}
