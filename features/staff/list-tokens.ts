import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { Id } from './shapes.ts'

/** One's own tokens, without their secrets. */
export const listTokens = command({
  name: 'tokens.list',
  summary: 'Your own tokens',
  http: { method: 'GET', path: '/tokens' },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Id,
        name: Type.String(),
        purposes: Type.Union([Type.Array(Type.String()), Type.Null()]),
        created_at: Type.String(),
        expires_at: Type.String(),
        last_used_at: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
    next: Type.Null(),
  }),
  mode: 'house',
  async run(gate, caller) {
    const tokens = await gate.sessions.tokens(caller)
    return {
      items: tokens.map((token) => ({
        id: token.id,
        name: token.name,
        purposes: token.purposes ? [...token.purposes] : null,
        created_at: token.created_at.toISOString(),
        expires_at: token.expires_at.toISOString(),
        last_used_at: token.last_used_at?.toISOString() ?? null,
      })),
      next: null,
    }
  },
})
