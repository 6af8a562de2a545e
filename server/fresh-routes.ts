import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Problem } from '../core/errors.ts'
import { checkOwnPassword } from '../features/staff/sign-in.ts'
import { inputReader } from './input.ts'
import { checkOrigin } from './origin.ts'
import { BASE } from './routes.ts'
import type { SessionOptions } from './session-routes.ts'
import { Throttle } from './throttle.ts'

const MINUTE = 60_000
/** Tries a minute for one member of staff. */
const TRIES = 5
const Password = Type.Object({ password: Type.String({ maxLength: 400 }) })

/** The password asked again, for what asks for it: counts for this session alone, and for five minutes. */
export function addFreshRoutes(app: FastifyInstance, { gate, bearers, publicOrigin }: SessionOptions): void {
  const tries = new Throttle(TRIES, MINUTE)
  const read = inputReader(Password)

  app.post(`${BASE}/session/fresh`, async (request) => {
    const found = await bearers.of(request, ['staff'])
    const { bearer } = found
    checkOrigin(request, found, publicOrigin)
    if (bearer.what !== 'session') throw new Problem('session_needed')
    const { password } = read({}, {}, request.body) as { password: string }
    tries.take(bearer.id)
    await checkOwnPassword(gate, bearer.id, password)
    tries.clear(bearer.id)
    const until = await gate.vault.fresh.keep({ kind: 'staff', id: bearer.id, session: bearer.csrf })
    return { fresh_until: until.toISOString() }
  })
}
