import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../core/errors.ts'
import { isOneCommit, perform, type Caller } from '../gate/command.ts'
import type { Gate } from '../gate/gate.ts'
import { SYSTEM } from '../gate/token.ts'
import type { Bearers } from './bearers.ts'
import type { AnyCommand } from './commands.ts'
import { inputReader } from './input.ts'
import { checkOrigin } from './origin.ts'

export interface RoutesOptions {
  readonly gate: Gate
  readonly bearers: Bearers
  readonly commands: readonly AnyCommand[]
  /** Where people reach us; for the origin of writes and the links in mail. */
  readonly publicUrl: () => string
  readonly publicOrigin: string | null
}

/** Below which every command's path stands. */
export const BASE = '/api/v1'

type Json = Readonly<Record<string, unknown>>

/** Every command as a route, from its own schemas. */
export function addCommandRoutes(app: FastifyInstance, options: RoutesOptions): void {
  for (const command of options.commands) {
    const { method, path, status = 200 } = command.http
    const run = runner(command, options)
    app.route({
      method,
      url: `${BASE}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      // what the schema does not declare is dropped from the answer
      schema: { response: { [status]: command.output } },
      handler: async (request, reply) => {
        const answer = await run(request, reply)
        return reply.code(reply.statusCode === 200 ? status : reply.statusCode).send(answer)
      },
    })
  }
}

function runner(command: AnyCommand, options: RoutesOptions) {
  const { gate, bearers } = options
  const read = inputReader(command.input)
  const writes = command.http.method !== 'GET'
  const anyone = command.who.includes('anyone')
  // who may do what has changed: everybody is asked anew
  const roles = writes && command.name.startsWith('staff.')
  const done = (answer: unknown) => {
    if (roles) bearers.forgetAll()
    return answer
  }
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { caller, purposes } = anyone ? NOBODY : await callerOf(command, request, options)
    const purpose = purposeOf(command, request.headers['purpose'])
    if (purposes && !purposes.includes(purpose)) throw new Problem('purpose_not_for_role')
    const input = read(request.params as Json, request.query as Json, request.body)
    const key = writes ? keyOf(request) : undefined
    if (key === undefined) return done(await perform(gate, command, caller, purpose, input))
    const owner = `${caller.id} ${purpose} ${command.name}`
    const once = isOneCommit(command)
    const taken = await gate.repeats.reserve(owner, key, JSON.stringify(input), once)
    if ('status' in taken) return repeated(reply, taken)
    try {
      return done(await perform(gate, command, caller, purpose, input, taken))
    } catch (error) {
      // what was refused is not done, and neither is one commit that failed: the key may be used again
      if (once || (error instanceof Problem && error.status < 500))
        await gate.repeats.giveUp(taken).catch(() => undefined)
      throw error
    }
  }
}

const NOBODY: { caller: Caller; purposes: null } = { caller: { ...SYSTEM, roles: [] }, purposes: null }

/** Who asks, as far as the route lets them. Throws `not_signed_in`, `not_allowed`, `csrf_failed`. */
export async function callerOf(
  command: Pick<AnyCommand, 'who' | 'roles' | 'purpose'> & { readonly http: { readonly method: string } },
  request: FastifyRequest,
  { bearers, publicOrigin, publicUrl }: RoutesOptions,
): Promise<{ caller: Caller; purposes: readonly string[] | null }> {
  const found = await bearers.of(request, command.who)
  const { bearer } = found
  checkOrigin(request, found, publicOrigin)
  if (!command.who.includes(bearer.kind)) throw new Problem('not_allowed')
  if (command.roles && !bearer.roles.some((role) => command.roles!.includes(role)))
    throw new Problem('not_allowed')
  // a token for certain purposes does nothing else: no staff, no tokens wider than itself
  if (bearer.purposes && command.purpose === 'none' && (command.roles || command.http.method !== 'GET'))
    throw new Problem('not_allowed')
  const session = bearer.what === 'session' ? bearer.csrf : null
  const language = languageOf(request.headers['accept-language'])
  const caller = {
    kind: bearer.kind,
    id: bearer.id,
    roles: bearer.roles,
    session,
    origin: publicUrl(),
    language,
  }
  return { caller, purposes: command.purpose === 'none' ? null : bearer.purposes }
}

/** The primary tag of the first language asked for (RFC 9110, Accept-Language); English where none is. */
function languageOf(header: string | undefined): string {
  return /^\s*([a-z]{2,3})\b/i.exec(header ?? '')?.[1]?.toLowerCase() ?? 'en'
}

/** The purpose of this call (contract, "API"). */
function purposeOf(command: AnyCommand, header: string | string[] | undefined): string {
  const named = typeof header === 'string' ? header.trim() : ''
  if (command.purpose === 'none') return command.purpose
  if (command.purpose === 'named') {
    if (named === '') throw new Problem('purpose_missing')
    return named
  }
  if (named !== '' && named !== command.purpose) throw new Problem('purpose_not_for_call')
  return command.purpose
}

/** The key under which a write is done once, however often it is asked for. */
export function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key === '' || key.length > 200)
    throw new Problem('input_invalid', { detail: 'Idempotency-Key: 1 to 200 characters' })
  return key
}

/** The same request again: only the id of what it made is known, and where to read it. */
export function repeated(reply: FastifyReply, done: { status: number; id: string | null }): unknown {
  void reply.header('idempotency-replayed', 'true')
  // past the serialiser of the route: the rest of the answer is not kept
  reply.serializer((payload: unknown) => JSON.stringify(payload))
  void reply.code(done.status).type('application/json')
  return done.id === null ? {} : { id: done.id }
}
