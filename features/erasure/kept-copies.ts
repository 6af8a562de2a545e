import { Type, type Static } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { toldOfWords } from '../../core/intake.ts'
import { command } from '../../gate/command.ts'
import type { KeptQuery } from '../../gate/kept.ts'
import { Intercepted } from '../consent/describe-intercepted.ts'
import { Id } from './shapes.ts'

const Query = {
  person: Type.Optional(Id),
  erasure: Type.Optional(Id),
  birth_date: Type.Optional(Type.String({ maxLength: 10 })),
  family_name: Type.Optional(Type.String({ maxLength: 200 })),
  reason: Type.String({ minLength: 1, maxLength: 500 }),
}

/** What a law makes us keep, for the privacy officer alone: by the person, the erasure, or birth date and family name. */
export const openKept = command({
  name: 'kept.open',
  summary: 'Open what a law makes us keep, with a reason; each look is a line before anything is opened',
  http: { method: 'POST', path: '/kept' },
  purpose: 'legal.retention',
  who: ['staff'],
  roles: ['privacy_officer'],
  input: Type.Object(Query),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Id,
        law: Type.String(),
        article: Type.String(),
        made_at: Type.String(),
        until: Type.Union([Type.String(), Type.Null()]),
        erasure: Type.Union([Id, Type.Null()]),
        fields: Type.Record(Type.String(), Type.String()),
      }),
    ),
    intercepted: Intercepted,
  }),
  mode: 'house',
  async run(gate, caller, { reason, ...query }) {
    const copies = await gate.kept.open(caller, checked(query), reasonOf(reason))
    return {
      items: copies.map((copy) => ({
        ...copy,
        made_at: copy.made_at.toISOString(),
        until: copy.until?.toISOString() ?? null,
        fields: copy.fields as Record<string, string>,
      })),
      intercepted: toldOfWords({ '/reason': reason }),
    }
  },
})

/** A contract that was given by mistake and withdrawn: no law keeps its copy. Not for whoever recorded it. */
export const endKept = command({
  name: 'kept.end',
  summary: 'Destroy a copy whose contract was a mistake; a second person, after the contract was withdrawn',
  http: { method: 'POST', path: '/kept/{id}/end' },
  purpose: 'legal.retention',
  who: ['staff'],
  roles: ['privacy_officer'],
  input: Type.Object({ id: Id, ...Query }),
  output: Type.Object({ id: Id, intercepted: Intercepted }),
  mode: 'house',
  async run(gate, caller, { id, reason, ...query }) {
    await gate.kept.mistaken(caller, checked(query), id, reasonOf(reason))
    return { id, intercepted: toldOfWords({ '/reason': reason }) }
  },
})

function checked(query: Static<typeof Where>): KeptQuery {
  const { person, erasure, birth_date, family_name } = query
  if (person ?? erasure ?? (birth_date && family_name)) return query
  throw new Problem('input_invalid', {
    pointer: '/person',
    detail: 'Name the person, the erasure, or birth date and family name.',
  })
}

const { person, erasure, birth_date, family_name } = Query
const Where = Type.Object({ person, erasure, birth_date, family_name })

function reasonOf(reason: string): string {
  if (!reason.trim()) throw new Problem('reason_missing', { pointer: '/reason' })
  return reason.trim()
}
