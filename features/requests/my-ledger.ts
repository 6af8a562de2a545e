import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { Lines, linesShape } from '../ledger/describe-lines.ts'

/** Who looked, and why: every line about the person who asks. */
export const myLedger = command({
  name: 'requests.ledger',
  summary: 'Every line about you: who looked at what, and what for',
  http: { method: 'GET', path: '/me/ledger' },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ format: 'uuid' })),
  }),
  output: Lines,
  mode: 'write',
  async run(tx, caller, { limit = 50, cursor = null }) {
    return linesShape(tx, await tx.lines.about(caller.id, cursor, limit + 1), limit, true)
  },
})
