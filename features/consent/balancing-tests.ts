import { Type } from 'typebox'
import { cleanText } from '../../core/text.ts'
import { command } from '../../gate/command.ts'
import { Id } from './describe-grants.ts'

const OrNull = Type.Union([Type.String(), Type.Null()])
const purpose = 'analytics.aggregate'

/** The weighings of interests that legitimate interests stand on. */
export const listTests = command({
  name: 'balancing-tests.list',
  summary: 'The weighings of interests, with who wrote and who signed them',
  http: { method: 'GET', path: '/balancing-tests' },
  purpose,
  who: ['staff'],
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Id,
        purpose: Type.String(),
        text: Type.String(),
        written_by: OrNull,
        written_at: Type.String(),
        signed_by: OrNull,
        signed_at: OrNull,
        ended_at: OrNull,
        mine: Type.Boolean(),
      }),
    ),
  }),
  mode: 'write',
  async run(tx, caller) {
    const rows = await tx.db.selectFrom('balancing_tests').selectAll().orderBy('written_at', 'desc').execute()
    const ids = rows.flatMap((row) => [row.written_by, ...(row.signed_by ? [row.signed_by] : [])])
    const names = new Map((await tx.staff.members(ids)).map((member) => [member.id, member.name]))
    return {
      items: rows.map((row) => ({
        id: row.test_id,
        purpose: row.purpose,
        text: row.text,
        written_by: names.get(row.written_by) ?? null,
        written_at: row.written_at.toISOString(),
        signed_by: row.signed_by === null ? null : (names.get(row.signed_by) ?? null),
        signed_at: row.signed_at?.toISOString() ?? null,
        ended_at: row.ended_at?.toISOString() ?? null,
        mine: row.written_by === caller.id,
      })),
    }
  },
})

/** Writes a weighing; it counts when a second person has signed it. */
export const writeTest = command({
  name: 'balancing-tests.write',
  summary: 'Write a weighing of interests for a purpose; it counts once a second person has signed it',
  http: { method: 'POST', path: '/balancing-tests', status: 201 },
  purpose,
  who: ['staff'],
  input: Type.Object({
    purpose: Type.String({ minLength: 1, maxLength: 100 }),
    text: Type.String({ minLength: 40, maxLength: 10_000 }),
  }),
  output: Type.Object({ id: Id }),
  mode: 'write',
  async run(tx, _caller, { purpose: which, text }) {
    return { id: await tx.registries.writeTest(which, cleanText(text, 10_000, { multiline: true })) }
  },
})

export const signTest = command({
  name: 'balancing-tests.sign',
  summary: 'Sign a weighing that someone else has written',
  http: { method: 'POST', path: '/balancing-tests/{id}/sign' },
  purpose,
  who: ['staff'],
  roles: ['administrator', 'privacy_officer'],
  input: Type.Object({ id: Id }),
  output: Type.Object({ id: Id }),
  mode: 'house',
  async run(gate, caller, { id }, errand) {
    await gate.run({ actor: caller, purpose: errand }, (tx) => tx.registries.signTest(id))
    await gate.registered(true)
    return { id }
  },
})

export const endTest = command({
  name: 'balancing-tests.end',
  summary: 'End a weighing that no longer holds; what leant on it ends at once',
  http: { method: 'POST', path: '/balancing-tests/{id}/end' },
  purpose,
  who: ['staff'],
  roles: ['administrator', 'privacy_officer'],
  input: Type.Object({ id: Id }),
  output: Type.Object({ id: Id }),
  mode: 'house',
  async run(gate, caller, { id }, errand) {
    await gate.run({ actor: caller, purpose: errand }, (tx) => tx.registries.endTest(id))
    await gate.registered(true)
    return { id }
  },
})
