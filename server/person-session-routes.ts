import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Problem } from '../core/errors.ts'
import type { Gate } from '../gate/gate.ts'
import { SYSTEM } from '../gate/token.ts'
import { inputReader } from './input.ts'
import { checkOrigin, refuseForeign } from './origin.ts'
import { traceOf } from './problem.ts'
import { BASE } from './routes.ts'
import { endCookie, setCookie, type SessionOptions } from './session-routes.ts'
import { Throttle } from './throttle.ts'

const MINUTE = 60_000
/** Links for one address in a quarter of an hour, and from one client a minute. */
const TRIES = { address: 3, client: 10 }
/** More people than these with one address do not get a link by it: it proves too little. */
const MOST_PEOPLE = 3
const NOBODY = '00000000-0000-7000-8000-000000000000'

const Email = Type.Object({ email: Type.String({ maxLength: 320 }) })
const Token = Type.Object({ token: Type.String({ maxLength: 200 }) })

export interface PersonSessionOptions extends SessionOptions {
  readonly publicUrl: () => string
  readonly log: (trace: ReturnType<typeof traceOf>) => void
}

/** The way to one's own page: a link by mail, once and for half an hour, then a session of an hour. */
export function addPersonSessionRoutes(app: FastifyInstance, options: PersonSessionOptions): void {
  const { gate, bearers, publicOrigin } = options
  const addresses = new Throttle(TRIES.address, 15 * MINUTE)
  const clients = new Throttle(TRIES.client, MINUTE)
  const readEmail = inputReader(Email)
  const readToken = inputReader(Token)
  const sending = new Set<Promise<void>>()

  // the answer is out before anything is looked up: neither its words nor its time tell whether we know the address
  app.post(`${BASE}/me/link`, async (request, reply) => {
    refuseForeign(request, publicOrigin)
    const { email } = readEmail({}, {}, request.body) as { email: string }
    clients.take(request.ip)
    if (isFree(addresses, email.trim().toLowerCase())) {
      const language = /^de\b/i.test(request.headers['accept-language'] ?? '') ? 'de' : 'en'
      const work = sendLinks(gate, email.trim(), `${options.publicUrl()}/me`, language)
        .catch((error: unknown) => options.log(traceOf(error)))
        .finally(() => sending.delete(work))
      sending.add(work)
    }
    return reply
      .code(202)
      .send({ sent: 'if we hold something under this address, a link is on its way to it' })
  })
  app.addHook('onClose', async () => {
    await Promise.all(sending)
  })

  app.post(`${BASE}/me/session`, async (request, reply) => {
    refuseForeign(request, publicOrigin)
    const { token } = readToken({}, {}, request.body) as { token: string }
    clients.take(request.ip)
    const { kind, owner } = await gate.sessions.readLink(token)
    if (kind !== 'person') throw new Problem('link_invalid')
    await gate.sessions.useLink(token)
    const { secret, csrf, expiresAt } = await gate.sessions.begin('person', owner!)
    setCookie(options, reply, bearers.cookies.person, secret, expiresAt)
    return reply.code(201).send({ csrf, expires_at: expiresAt.toISOString() })
  })

  app.delete(`${BASE}/me/session`, async (request, reply) => {
    const found = await bearers.of(request, ['person'])
    checkOrigin(request, found, publicOrigin)
    await endCookie(options, request, reply, bearers.cookies.person)
    return reply.code(204).send()
  })
}

/** Too many for one address: the same answer, and no mail. Otherwise the answer would tell that there is one. */
function isFree(throttle: Throttle, key: string): boolean {
  try {
    throttle.take(key)
    return true
  } catch {
    return false
  }
}

/** A link for each person held with the address, to the address as it is held; the same steps where nobody is. */
async function sendLinks(gate: Gate, email: string, page: string, language: 'de' | 'en'): Promise<void> {
  const held = await gate.sessions.personsOf(email)
  const people = held.length === 0 || held.length > MOST_PEOPLE ? [NOBODY] : held
  for (const person of people) {
    const link = `${page}#${await gate.sessions.makeLink('person', person)}`
    await gate
      .run({ actor: SYSTEM, purpose: 'rights.request' }, async (tx) => {
        const { fields } = await tx.people.byId(person, ['email'])
        if (!fields.email || 'withheld' in fields.email) throw new Problem('not_found')
        const organisation = tx.registered.organisation?.name ?? 'Goodfaith'
        const address = fields.email.value
        await tx.outbox.send({ person, address, ...LETTER[language](organisation, link) })
      })
      .catch((error: unknown) => {
        if (!(error instanceof Problem) || error.code !== 'not_found') throw error
      })
  }
}

const LETTER = {
  en: (organisation: string, link: string) => ({
    subject: `Your page at ${organisation}`,
    text: `You asked for the way to your own page. It shows what ${organisation} holds about you and why, and lets you change it or leave.\n\n${link}\n\nThe link works once, for half an hour. If it was not you who asked, you need do nothing.\n`,
  }),
  de: (organisation: string, link: string) => ({
    subject: `Ihre Seite bei ${organisation}`,
    text: `Sie haben nach dem Weg zu Ihrer eigenen Seite gefragt. Sie zeigt, was ${organisation} über Sie weiß und warum, und lässt Sie es ändern oder gehen.\n\n${link}\n\nDer Link gilt einmal und eine halbe Stunde. Wenn nicht Sie gefragt haben, brauchen Sie nichts zu tun.\n`,
  }),
}
