import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { toldOfWords } from '../../core/intake.ts'
import { command } from '../../gate/command.ts'
import { Intercepted } from '../consent/describe-intercepted.ts'

const Id = Type.String({ format: 'uuid' })

/** A whole secret: for the purposes that may, with a password asked again and a reason that the person can read. */
export const openSecret = command({
  name: 'vault.open',
  summary:
    'Open a whole card, bank or identity number: after POST /session/fresh, with a reason; more than three an hour need a second person',
  http: { method: 'POST', path: '/people/{id}/secrets/{secret_id}/open' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({ id: Id, secret_id: Id, reason: Type.Optional(Type.String({ maxLength: 500 })) }),
  output: Type.Object({ secret_id: Id, kind: Type.String(), value: Type.String(), intercepted: Intercepted }),
  mode: 'house',
  async run(gate, caller, { id, secret_id, reason }, purpose) {
    if (!reason?.trim()) throw new Problem('reason_missing', { pointer: '/reason' })
    const who = { ...caller, session: caller.session ?? null }
    const { kind, value } = await gate.vault.open(who, purpose, id, secret_id, reason)
    return { secret_id, kind, value, intercepted: toldOfWords({ '/reason': reason }) }
  },
})
