import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { knownTo, Lines, linesShape } from './describe-lines.ts'

/**
 * Lines about a person, the reads among them, newest first: all of them for whoever works for the person's rights,
 * otherwise those of purposes that the asker may name, with the fields that these open.
 */
export const personLedger = command({
  name: 'ledger.person',
  summary:
    'Lines about a person: what was recorded, changed, looked at, agreed and withdrawn, for purposes that you may name',
  http: { method: 'GET', path: '/people/{id}/ledger' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({
    id: Type.String({ format: 'uuid' }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ format: 'uuid' })),
  }),
  output: Lines,
  mode: 'write',
  async run(tx, caller, { id, limit = 50, cursor = null }) {
    // absent, invisible and erased alike
    await tx.people.sees(id)
    return linesShape(tx, await tx.lines.about(id, cursor, limit + 1), limit, false, knownTo(caller, tx))
  },
})
