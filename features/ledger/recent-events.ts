import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { newestEvents } from './queries.ts'
import { Lines, linesShape } from './describe-lines.ts'

/** The newest events of the organisation; they say nothing about a person. */
export const recentEvents = command({
  name: 'ledger.recent',
  summary: 'The newest events of the ledger: who did what for which purpose, and nothing about any person',
  http: { method: 'GET', path: '/ledger' },
  purpose: 'analytics.aggregate',
  who: ['staff'],
  input: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ format: 'uuid' })),
  }),
  output: Lines,
  mode: 'write',
  async run(tx, _caller, { limit = 50, cursor = null }) {
    return linesShape(tx, await newestEvents(tx, cursor, limit + 1), limit, false)
  },
})
