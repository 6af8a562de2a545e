import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { toldOfWords } from '../../core/intake.ts'
import { command } from '../../gate/command.ts'
import { Intercepted } from '../consent/describe-intercepted.ts'

const Id = Type.String({ format: 'uuid' })

/** Asks a second person to let the caller open secrets, each once. */
export const requestApproval = command({
  name: 'vault.request-approval',
  summary: 'Ask a second person to let you open these secrets, each once within an hour of their word',
  http: { method: 'POST', path: '/approvals', status: 201 },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({
    secrets: Type.Array(Id, { minItems: 1, maxItems: 50 }),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  output: Type.Object({ id: Id, state: Type.String(), intercepted: Intercepted }),
  mode: 'house',
  async run(gate, caller, { secrets, reason }, purpose) {
    if (!reason?.trim()) throw new Problem('reason_missing', { pointer: '/reason' })
    const id = await gate.approvals.request(caller, purpose, secrets, reason.trim())
    return { id, state: 'waiting', intercepted: toldOfWords({ '/reason': reason }) }
  },
})
