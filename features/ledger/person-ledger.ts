import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { linesAbout } from './queries.ts'
import { Lines, linesShape } from './describe-lines.ts'

/** Every line about a person, the reads among them, newest first. */
export const personLedger = command({
  name: 'ledger.person',
  summary: 'Every line about a person: what was recorded, changed, looked at, agreed and withdrawn',
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
  async run(tx, _caller, { id, limit = 50, cursor = null }) {
    // absent, invisible and erased alike
    await tx.people.sees(id)
    return linesShape(tx, await linesAbout(tx, id, cursor, limit + 1), limit, false)
  },
})
