import { Type, type Static } from 'typebox'
import { COMPARTMENTS, FIELDS } from '../../core/fields.ts'
import { validateOwnPurpose } from '../../core/own-purposes.ts'
import { BASES, findPurpose, ROLES, type ActorKind, type Purpose, type Term } from '../../core/purposes.ts'
import { cleanText } from '../../core/text.ts'
import { command } from '../../gate/command.ts'
import type { Registered } from '../../gate/registry.ts'
import type { Schema } from '../../gate/schema.ts'
import { Id } from './describe-grants.ts'
import { endGrants } from './end-grants.ts'
import { keptSentence } from './list-purposes.ts'

const OrNull = Type.Union([Type.String(), Type.Null()])
const purpose = 'analytics.aggregate'
const roles = ['administrator', 'privacy_officer'] as const
const oneOf = <T extends string>(names: readonly T[]) =>
  Type.Unsafe<T>(Type.Union(names.map((name) => Type.Literal(name))))
const Months = Type.Integer({ minimum: 1, maximum: 600 })

/** How long: months from the grant or the last word; to the end the grant states; or with the relation. */
const Kept = Type.Union([
  Type.Object({ months: Months, after: oneOf(['grant', 'last_word']) }),
  Type.Object({ until: Type.Literal('grant'), months: Months }),
  Type.Object({ until: Type.Literal('relation') }),
])

/** The purposes that this organisation has added, or is about to. */
export const listOwnPurposes = command({
  name: 'purposes.own',
  summary: "The organisation's own purposes: who wrote and who checked each, and where it stands",
  http: { method: 'GET', path: '/purposes/own' },
  purpose,
  who: ['staff'],
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Id,
        purpose: Type.String(),
        parent: Type.String(),
        state: oneOf(['waiting', 'accepted', 'refused', 'ended']),
        title: Type.String(),
        says: Type.String(),
        dpv: Type.String(),
        bases: Type.Array(Type.String()),
        roles: Type.Array(Type.String()),
        opens: Type.Array(Type.String()),
        fields: Type.Union([Type.Array(Type.String()), Type.Null()]),
        kept: Type.String(),
        wording: OrNull,
        proposed_by: OrNull,
        proposed_at: Type.String(),
        decided_by: OrNull,
        decided_at: OrNull,
        why: OrNull,
        ended_by: OrNull,
        ended_at: OrNull,
        mine: Type.Boolean(),
      }),
    ),
  }),
  mode: 'write',
  async run(tx, caller) {
    const rows = await tx.db
      .selectFrom('purpose_proposals')
      .selectAll()
      .orderBy('proposed_at', 'desc')
      .execute()
    const ids = rows.flatMap((row) =>
      [row.proposed_by, row.decided_by, row.ended_by].flatMap((id) => id ?? []),
    )
    const names = new Map((await tx.staff.members([...new Set(ids)])).map(({ id, name }) => [id, name]))
    const named = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
    return {
      items: rows.map((row) => ({
        id: row.proposal_id,
        purpose: row.purpose,
        parent: row.parent,
        state: stateOf(row),
        title: row.title,
        says: row.says,
        dpv: row.dpv,
        bases: row.bases,
        roles: row.roles,
        opens: row.opens,
        fields: row.fields,
        kept: keptSentence(termOf(row)),
        wording: row.wording,
        proposed_by: named(row.proposed_by),
        proposed_at: row.proposed_at.toISOString(),
        decided_by: named(row.decided_by),
        decided_at: row.decided_at?.toISOString() ?? null,
        why: row.why,
        ended_by: named(row.ended_by),
        ended_at: row.ended_at?.toISOString() ?? null,
        mine: row.proposed_by === caller.id,
      })),
    }
  },
})

const Proposed = Type.Object({
  parent: Type.String({ minLength: 1, maxLength: 100 }),
  /** The last part of its id, below the parent's. */
  word: Type.String({ minLength: 1, maxLength: 40 }),
  title: Type.String({ minLength: 1, maxLength: 80 }),
  says: Type.String({ minLength: 1, maxLength: 200 }),
  /** A term of the DPV; the parent's when left out. */
  dpv: Type.Optional(Type.String({ maxLength: 100 })),
  bases: Type.Array(oneOf(BASES), { minItems: 1, maxItems: BASES.length }),
  roles: Type.Array(oneOf(ROLES), { minItems: 1, maxItems: ROLES.length }),
  opens: Type.Array(oneOf(COMPARTMENTS), { maxItems: COMPARTMENTS.length }),
  fields: Type.Optional(
    Type.Array(oneOf(Object.keys(FIELDS) as (keyof typeof FIELDS)[]), { minItems: 1, maxItems: 100 }),
  ),
  kept: Kept,
  silence_months: Type.Optional(Months),
  wording: Type.Optional(Type.String({ minLength: 20, maxLength: 4000 })),
})

/** Writes a purpose down below one that there is; it counts when a second person has accepted it. */
export const proposePurpose = command({
  name: 'purposes.propose',
  summary: 'Write down a purpose below one there is, never wider than it; a second person accepts it',
  http: { method: 'POST', path: '/purposes/own', status: 201 },
  purpose,
  who: ['staff'],
  roles,
  input: Proposed,
  output: Type.Object({ id: Id, purpose: Type.String(), state: Type.String() }),
  mode: 'write',
  async run(tx, _caller, input) {
    const own = ownPurpose(input, tx.registered)
    validateOwnPurpose(own, tx.registered.purposes)
    const id = await tx.registries.proposePurpose(own, own.notice?.text ?? null)
    return { id, purpose: own.id, state: 'waiting' }
  },
})

/** A second person accepts a purpose, or does not; never one of their own. */
export const checkPurpose = command({
  name: 'purposes.check',
  summary: 'Accept or refuse a purpose that someone else has written down',
  http: { method: 'POST', path: '/purposes/own/{id}/check' },
  purpose,
  who: ['staff'],
  roles,
  input: Type.Object({
    id: Id,
    decision: oneOf(['accept', 'refuse']),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  }),
  output: Type.Object({ id: Id, purpose: Type.String(), state: Type.String() }),
  mode: 'house',
  async run(gate, caller, { id, decision, reason }, errand) {
    const accept = decision === 'accept'
    const called = await gate.run({ actor: caller, purpose: errand }, (tx) =>
      tx.registries.checkPurpose(id, accept, cleanText(reason, 500, { multiline: true })),
    )
    await gate.registered(true)
    return { id, purpose: called, state: accept ? 'accepted' : 'refused' }
  },
})

/** Ends a purpose of the organisation's own, with what stands below it; nobody can work for it from now on. */
export const endPurpose = command({
  name: 'purposes.end',
  summary: 'End a purpose of your own with what stands below it; every grant for it ends',
  http: { method: 'POST', path: '/purposes/own/{id}/end' },
  purpose,
  who: ['staff'],
  roles,
  input: Type.Object({ id: Id }),
  output: Type.Object({ id: Id, purpose: Type.String(), state: Type.String() }),
  mode: 'house',
  async run(gate, caller, { id }, errand) {
    const called = await gate.run({ actor: caller, purpose: errand }, (tx) => tx.registries.endPurpose(id))
    await gate.registered(true)
    await endGrants(gate)
    return { id, purpose: called, state: 'ended' }
  },
})

/** As core knows it. Who may act for it besides staff is what its nearest limit allows. */
function ownPurpose(input: Static<typeof Proposed>, { purposes }: Registered): Purpose {
  const parent = findPurpose(input.parent, purposes)
  const id = `${input.parent}.${input.word}`
  const actors: ActorKind[] = ['staff', 'system']
  const wording =
    input.wording === undefined ? undefined : cleanText(input.wording, 4000, { multiline: true })
  return {
    id,
    parent: input.parent,
    kind: 'granted',
    title: cleanText(input.title, 80),
    says: cleanText(input.says, 200),
    dpv: input.dpv ?? parent?.dpv ?? '',
    bases: input.bases,
    roles: input.roles,
    actors: parent && parent.actors.length > 0 ? actors.filter((one) => parent.actors.includes(one)) : actors,
    opens: input.opens,
    ...(input.fields ? { fields: input.fields } : {}),
    term: input.kept,
    ...(input.silence_months === undefined ? {} : { silence: { months: input.silence_months } }),
    ...(wording !== undefined && input.bases.includes('consent')
      ? { notice: { id: `${id}@1`, text: wording } }
      : {}),
  }
}

type Row = Schema['purpose_proposals']

function stateOf(row: Row): 'waiting' | 'accepted' | 'refused' | 'ended' {
  if (row.ended_at) return 'ended'
  return row.accepted === null ? 'waiting' : row.accepted ? 'accepted' : 'refused'
}

function termOf({ term_months, term_from, silence_months }: Row): Pick<Purpose, 'term' | 'silence'> {
  const months = term_months ?? 0
  const term: Term =
    term_from === null
      ? { until: 'relation' }
      : term_from === 'unstated'
        ? { until: 'grant', months }
        : { months, after: term_from as 'grant' | 'last_word' }
  return { term, ...(silence_months ? { silence: { months: silence_months } } : {}) }
}
