import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { knownTo, Lines, linesShape } from './describe-lines.ts'

const WHY = 'not_for_this_purpose'
const Count = Type.Union([Type.Integer(), Type.Literal('few')])

/** How many lines are for purposes that the asker may not name; null where every line is shown. */
const LinesWithheld = Type.Object({
  lines: Type.Union([Count, Type.Null()]),
  why: Type.Record(Type.String(), Count),
})

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
  output: Type.Object({ ...Lines.properties, withheld: LinesWithheld }),
  mode: 'write',
  async run(tx, caller, { id, limit = 50, cursor = null }) {
    // absent, invisible and erased alike
    await tx.people.sees(id)
    const lines = await tx.lines.about(id, cursor, limit + 1)
    const shown = await linesShape(tx, lines, limit, false, knownTo(caller, tx))
    // who works for the person's rights is shown every line; further pages tell nothing that the first did not
    const all = tx.purpose.id === 'rights.request' || cursor !== null
    const count = all ? null : await tx.lines.withheld(id)
    const why: Record<string, number | 'few'> = count === null ? {} : { [WHY]: count }
    return { ...shown, withheld: { lines: count, why } }
  },
})
