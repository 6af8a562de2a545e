import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { findPurpose } from '../../core/purposes.ts'
import { command } from '../../gate/command.ts'
import { Id } from './shapes.ts'

const DAYS = 90

/** A token for programs, in one's own name: no wider than its owner at each use, narrower where purposes are named. */
export const makeToken = command({
  name: 'tokens.make',
  summary: 'Make a token of your own for programs; it is shown once',
  http: { method: 'POST', path: '/tokens', status: 201 },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({
    name: Type.Optional(Type.String({ maxLength: 100 })),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    purposes: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 40 })),
  }),
  output: Type.Object({
    id: Id,
    name: Type.String(),
    token: Type.String(),
    expires_at: Type.String(),
    purposes: Type.Union([Type.Array(Type.String()), Type.Null()]),
  }),
  mode: 'house',
  async run(gate, caller, { name, days = DAYS, purposes }) {
    const registered = await gate.registered()
    for (const [i, purpose] of (purposes ?? []).entries())
      if (!findPurpose(purpose, registered.purposes))
        throw new Problem('purpose_unknown', { pointer: `/purposes/${i}` })
    const called = name?.trim() || 'API'
    const made = await gate.sessions.makeToken(caller, { name: called, days, purposes: purposes ?? null })
    return {
      id: made.id,
      name: called,
      token: made.secret,
      expires_at: made.expiresAt.toISOString(),
      purposes: purposes ?? null,
    }
  },
})
