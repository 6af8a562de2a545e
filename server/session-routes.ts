import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type, type Static } from 'typebox'
import { Problem } from '../core/errors.ts'
import type { Role } from '../core/purposes.ts'
import { addressKey, checkSignIn, openLink } from '../features/staff/sign-in.ts'
import type { Gate } from '../gate/gate.ts'
import type { Bearers } from './bearers.ts'
import { inputReader } from './input.ts'
import { checkOrigin, refuseForeign } from './origin.ts'
import { BASE } from './routes.ts'
import type { Setup } from './setup.ts'
import { Throttle } from './throttle.ts'

export interface SessionOptions {
  readonly gate: Gate
  readonly bearers: Bearers
  readonly publicOrigin: string | null
  readonly secure: boolean
  readonly setup: Setup
}

const MINUTE = 60_000
/** Tries a minute: for one address, and from one client whatever the address. */
const TRIES = { address: 5, client: 20 }

const SignIn = Type.Object({
  email: Type.String({ maxLength: 320 }),
  password: Type.String({ maxLength: 400 }),
})
const OpenLink = Type.Object({
  token: Type.String({ maxLength: 200 }),
  /** Left out to ask whom the link is for; it stays good. */
  password: Type.Optional(Type.String({ maxLength: 400 })),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  email: Type.Optional(Type.String({ maxLength: 320 })),
})

/** Signing in and out of the staff's app. */
export function addSessionRoutes(app: FastifyInstance, options: SessionOptions): void {
  const { gate, bearers, publicOrigin } = options
  const addresses = new Throttle(TRIES.address, MINUTE)
  const clients = new Throttle(TRIES.client, MINUTE)
  const readSignIn = inputReader(SignIn)
  const readLink = inputReader(OpenLink)

  app.post(`${BASE}/session`, async (request, reply) => {
    refuseForeign(request, publicOrigin)
    const { email, password } = readSignIn({}, {}, request.body) as { email: string; password: string }
    const key = addressKey(gate, email)
    clients.take(request.ip)
    addresses.take(key)
    const id = await checkSignIn(gate, email, password)
    addresses.clear(key)
    return reply.code(201).send(await begin(options, reply, id))
  })

  app.post(`${BASE}/session/link`, async (request, reply) => {
    refuseForeign(request, publicOrigin)
    const sent = readLink({}, {}, request.body) as Static<typeof OpenLink>
    clients.take(request.ip)
    const { password } = sent
    if (password === undefined) return reply.code(200).send(await whomFor(gate, sent.token))
    const id = await openLink(gate, { ...sent, password })
    bearers.forgetAll()
    return reply.code(201).send(await begin(options, reply, id))
  })

  app.get(`${BASE}/session`, async (request) => {
    const { bearer } = await bearers.of(request, ['staff'])
    return shapeOf(options, bearer.id, bearer.csrf)
  })

  app.delete(`${BASE}/session`, async (request, reply) => {
    const found = await bearers.of(request, ['staff'])
    checkOrigin(request, found, publicOrigin)
    await endCookie(options, request, reply, bearers.cookies.staff)
    return reply.code(204).send()
  })
}

async function whomFor(gate: Gate, token: string): Promise<{ for: 'first' | 'colleague' }> {
  const { kind } = await gate.sessions.readLink(token)
  if (kind === 'person') throw new Problem('link_invalid')
  return { for: kind === 'first' ? 'first' : 'colleague' }
}

async function begin(options: SessionOptions, reply: FastifyReply, id: string): Promise<unknown> {
  const { secret, csrf, expiresAt } = await options.gate.sessions.begin('staff', id)
  setCookie(options, reply, options.bearers.cookies.staff, secret, expiresAt)
  return shapeOf(options, id, csrf)
}

/** A cookie that no script reads and no other site sends. */
export function setCookie(
  { secure }: { readonly secure: boolean },
  reply: FastifyReply,
  name: string,
  secret: string,
  expires: Date,
): void {
  void reply.setCookie(name, secret, { path: '/', httpOnly: true, sameSite: 'strict', secure, expires })
}

/** Ends the session of a cookie here and in the database. */
export async function endCookie(
  { gate, bearers, secure }: Pick<SessionOptions, 'gate' | 'bearers' | 'secure'>,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
): Promise<void> {
  const secret = request.cookies[name]
  if (secret !== undefined) {
    await gate.sessions.end(secret)
    bearers.forget(secret)
  }
  void reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'strict', secure })
}

/** Who is signed in, and what they may name. */
async function shapeOf({ gate, setup }: SessionOptions, id: string, csrf: string): Promise<unknown> {
  const [member] = await gate.staff.members([id])
  if (!member) throw new Problem('not_signed_in')
  const { organisation, purposes } = await gate.registered()
  return {
    staff: { id, name: member.name, email: member.email, roles: member.roles },
    organisation: { name: organisation?.name ?? '' },
    csrf,
    purposes: purposes.flatMap(({ id, title, says, opens, fields, roles, actors, kind }) =>
      kind !== 'group' && actors.includes('staff') && mayName(member.roles, roles)
        ? [{ id, kind, title, says, opens, fields: fields ?? null, roles }]
        : [],
    ),
    setup: await setup.state(),
  }
}

function mayName(held: readonly Role[], asked: readonly Role[]): boolean {
  return asked.some((role) => held.includes(role))
}
