import { Type, type Static } from 'typebox'
import type { FieldName } from '../../core/fields.ts'
import { checkLaw, COUNTED, type Counted } from '../../core/laws.ts'
import { cleanText } from '../../core/text.ts'
import { command } from '../../gate/command.ts'
import { Id } from './describe-grants.ts'

const OrNull = Type.Union([Type.String(), Type.Null()])
const purpose = 'analytics.aggregate'
const LawInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  article: Type.String({ minLength: 1, maxLength: 200 }),
  country: Type.String({ minLength: 2, maxLength: 2 }),
  purposes: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 50 }),
  fields: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 50 }),
  months: Type.Integer({ minimum: 1, maximum: 1200 }),
  counted: Type.Union(COUNTED.map((from) => Type.Literal(from))),
})

/** The laws that make us keep something of a contract after its end. */
export const listLaws = command({
  name: 'laws.list',
  summary: 'What laws make us keep, of whom, how long, and who has written and checked each entry',
  http: { method: 'GET', path: '/laws' },
  purpose,
  who: ['staff'],
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        ...{ id: Id, ...LawInput.properties, months: Type.Integer(), counted: Type.String() },
        ships: Type.Boolean(),
        written_by: OrNull,
        written_at: Type.String(),
        signed_by: OrNull,
        signed_at: OrNull,
        end_asked_at: OrNull,
        ended_at: OrNull,
        /** Whether whoever asks wrote it, or asked for its end: then a second person has the next word. */
        mine: Type.Boolean(),
        end_mine: Type.Boolean(),
      }),
    ),
  }),
  mode: 'write',
  async run(tx, caller) {
    const rows = await tx.db
      .selectFrom('laws')
      .selectAll()
      .orderBy('written_at', 'desc')
      .orderBy('law_id')
      .execute()
    const ids = rows.flatMap((row) => [row.written_by ?? [], row.signed_by ?? []].flat())
    const names = new Map((await tx.staff.members(ids)).map((member) => [member.id, member.name]))
    return {
      items: rows.map((row) => ({
        ...{ id: row.law_id, name: row.name, article: row.article, country: row.country },
        ...{ purposes: row.purposes, fields: row.fields, months: row.months, counted: row.counted },
        ships: row.ships,
        written_by: row.written_by === null ? null : (names.get(row.written_by) ?? null),
        written_at: row.written_at.toISOString(),
        signed_by: row.signed_by === null ? null : (names.get(row.signed_by) ?? null),
        signed_at: row.signed_at?.toISOString() ?? null,
        end_asked_at: row.end_asked_at?.toISOString() ?? null,
        ended_at: row.ended_at?.toISOString() ?? null,
        mine: row.written_by === caller.id,
        end_mine: row.end_asked_by === caller.id,
      })),
    }
  },
})

/** Adds an entry; it counts when a second person has checked and signed it. */
export const writeLaw = command({
  name: 'laws.write',
  summary: 'Add a law that makes us keep something; it counts once a second person has signed it',
  http: { method: 'POST', path: '/laws', status: 201 },
  purpose,
  who: ['staff'],
  roles: ['administrator', 'privacy_officer'],
  input: LawInput,
  output: Type.Object({ id: Id }),
  mode: 'write',
  async run(tx, _caller, input) {
    return { id: await tx.registries.writeLaw(cleaned(input)) }
  },
})

export const signLaw = command({
  name: 'laws.sign',
  summary: 'Sign a law that someone else has entered; contracts under it have their copies from now on',
  http: { method: 'POST', path: '/laws/{id}/sign' },
  purpose,
  who: ['staff'],
  roles: ['administrator', 'privacy_officer'],
  input: Type.Object({ id: Id }),
  output: Type.Object({ id: Id }),
  mode: 'house',
  async run(gate, caller, { id }, errand) {
    await gate.run({ actor: caller, purpose: errand }, (tx) => tx.registries.signLaw(id))
    await gate.registered(true)
    return { id }
  },
})

export const endLaw = command({
  name: 'laws.end',
  summary:
    'Ask for the end of a law, or sign it as a second person; copies that were made stay to their date',
  http: { method: 'POST', path: '/laws/{id}/end' },
  purpose,
  who: ['staff'],
  roles: ['administrator', 'privacy_officer'],
  input: Type.Object({ id: Id }),
  output: Type.Object({ id: Id, state: Type.String() }),
  mode: 'house',
  async run(gate, caller, { id }, errand) {
    const state = await gate.run({ actor: caller, purpose: errand }, (tx) => tx.registries.endLaw(id))
    await gate.registered(true)
    return { id, state }
  },
})

function cleaned(input: Static<typeof LawInput>) {
  const law = {
    ...input,
    name: cleanText(input.name, 200),
    article: cleanText(input.article, 200),
    country: input.country.toUpperCase(),
    counted: input.counted as Counted,
  }
  checkLaw(law)
  return { ...law, fields: law.fields as FieldName[] }
}
