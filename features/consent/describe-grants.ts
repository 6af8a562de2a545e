import { Type, type Static } from 'typebox'
import type { KnownNotice, Registered } from '../../gate/registry.ts'
import type { KeptGrant } from '../../gate/grants.ts'
import { grantLife, type Given, type Mark } from '../../core/grants.ts'
import { findPurpose, type Basis } from '../../core/purposes.ts'
import { worded } from '../../core/notices.ts'

export const Id = Type.String({ format: 'uuid' })
const Text = (maxLength: number) => Type.String({ maxLength })
const OrNull = (schema: ReturnType<typeof Type.String>) => Type.Union([schema, Type.Null()])

/** A grant as the outside states it (contract, "Shapes"). */
export const GrantInput = Type.Object({
  purpose: Text(100),
  basis: Text(40),
  notice: Type.Optional(Text(200)),
  evidence: Type.Optional(
    Type.Object({
      kind: Text(40),
      detail: Type.Optional(Text(1000)),
      ref: Type.Optional(Text(300)),
      at: Type.Optional(Text(40)),
      /** What the wording was read in; English when left out. */
      language: Type.Optional(Text(20)),
    }),
  ),
  expires_at: Type.Optional(OrNull(Text(40))),
  guardian: Type.Optional(Type.Boolean()),
})

/** A wording as it is read: its id, the language, and the words with the organisation's name in them. */
export const Notice = Type.Object({ id: Type.String(), language: Type.String(), text: Type.String() })

export const Grant = Type.Object({
  id: Id,
  purpose: Type.String(),
  title: Type.String(),
  basis: Type.String(),
  state: Type.String(),
  notice: Type.Union([Notice, Type.Null()]),
  evidence: Type.Union([
    Type.Object({
      kind: Type.String(),
      detail: Type.Optional(Type.String()),
      ref: Type.Optional(Type.String()),
      at: Type.Optional(Type.String()),
      /** What the wording was read in, where it was not English. */
      language: Type.Optional(Type.String()),
    }),
    Type.Null(),
  ]),
  given_at: Type.String(),
  given_by: Type.Object({ kind: Type.String(), id: Type.String() }),
  guardian: Type.Boolean(),
  expires_at: OrNull(Type.String()),
  since: OrNull(Type.String()),
  until: OrNull(Type.String()),
  checks: Type.Array(
    Type.Object({
      kind: Type.String(),
      at: Type.String(),
      by: Type.Object({ kind: Type.String(), id: Type.String() }),
    }),
  ),
})

/** A kept grant with its state at a moment. */
export function grantShape(grant: KeptGrant, registered: Registered, at: number): Static<typeof Grant> {
  const purpose = findPurpose(grant.purpose, registered.purposes)
  const { given, marks } = asEvents(grant)
  const life = purpose && grantLife(given, marks, purpose, at)
  const notice = grant.notice === null ? undefined : registered.notices.get(grant.notice)
  return {
    id: grant.id,
    purpose: grant.purpose,
    title: purpose?.title ?? grant.purpose,
    basis: grant.basis,
    state: life?.state ?? 'expired',
    notice: notice ? noticeShape(notice, registered, grant.evidence?.language) : null,
    evidence: grant.evidence,
    given_at: grant.given_at.toISOString(),
    given_by: { ...grant.by },
    guardian: grant.guardian,
    expires_at: grant.expires_at?.toISOString() ?? null,
    since: moment(life?.since),
    until: moment(life?.until),
    checks: grant.marks.map((mark) => ({ kind: mark.kind, at: mark.at.toISOString(), by: { ...mark.by } })),
  }
}

/** A kept grant as the events of core's rule. */
export function asEvents(grant: KeptGrant): { given: Given; marks: Mark[] } {
  const given: Given = {
    kind: 'given',
    at: grant.given_at.getTime(),
    grant_id: grant.id,
    purpose: grant.purpose,
    basis: grant.basis as Basis,
    by: grant.by as Given['by'],
    notice: grant.notice,
    evidence_kind: (grant.evidence?.kind ?? null) as Given['evidence_kind'],
    expires_at: grant.expires_at?.getTime() ?? null,
    confirmed: grant.confirmed,
    guardian: grant.guardian,
    under_age: grant.under_age,
  }
  const marks = grant.marks.map((mark) => ({
    kind: mark.kind as Mark['kind'],
    at: mark.at.getTime(),
    grant_id: grant.id,
    by: mark.by as Mark['by'],
  }))
  return { given, marks }
}

/** A wording in the language asked for, or in English where it does not stand in it. */
export function noticeShape(
  notice: KnownNotice,
  registered: Registered,
  language = 'en',
): Static<typeof Notice> {
  const said = notice.texts.get(language)
  return {
    id: notice.id,
    language: said === undefined ? 'en' : language,
    text: noticeText(said ?? notice.text, registered),
  }
}

/** A wording with the organisation's name in its place. */
export function noticeText(text: string, registered: Registered): string {
  return worded(text, { organisation: registered.organisation?.name ?? 'this organisation' })
}

/** RFC 3339, or null where there is no such moment. */
export function moment(at: number | null | undefined): string | null {
  return at === null || at === undefined || !Number.isFinite(at) ? null : new Date(at).toISOString()
}
