import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { isSecretKind } from '../../core/secrets.ts'
import { command } from '../../gate/command.ts'

const Id = Type.String({ format: 'uuid' })

/** Whose number it is, among people whom the purpose shows: a payment that came back, a card that was handed in. */
export const matchSecret = command({
  name: 'vault.match',
  summary:
    'Find who has exactly this card, bank or identity number; after POST /session/fresh, twenty an hour',
  http: { method: 'POST', path: '/secrets/match' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({
    kind: Type.String({ maxLength: 20 }),
    value: Type.String({ maxLength: 60 }),
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  }),
  output: Type.Object({ items: Type.Array(Type.Object({ id: Id, secret_id: Id })) }),
  mode: 'house',
  async run(gate, caller, { kind, value, country }, purpose) {
    if (!isSecretKind(kind)) throw new Problem('input_invalid', { pointer: '/kind' })
    const who = { ...caller, session: caller.session ?? null }
    const found = await gate.vault.match(who, purpose, kind, value, country)
    return { items: found.map(({ person_id, secret_id }) => ({ id: person_id, secret_id })) }
  },
})
