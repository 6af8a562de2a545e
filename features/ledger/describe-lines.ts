import { Type, type Static } from 'typebox'
import { isFieldName, type FieldName } from '../../core/fields.ts'
import { findPurpose, type Role } from '../../core/purposes.ts'
import type { Transaction } from '../../gate/gate.ts'
import type { Line } from '../../gate/ledger-read.ts'
import { covers } from '../../gate/registry.ts'
import { COLLEAGUE, tell } from './tell.ts'

export const Lines = Type.Object({
  items: Type.Array(
    Type.Object({
      event_id: Type.String(),
      at: Type.String(),
      actor: Type.Object({
        kind: Type.String(),
        name: Type.Union([Type.String(), Type.Null()]),
        team: Type.Union([Type.String(), Type.Null()]),
      }),
      purpose: Type.String(),
      kind: Type.String(),
      fields: Type.Array(Type.String()),
      sentence: Type.String(),
    }),
  ),
  next: Type.Union([Type.String(), Type.Null()]),
})

type Item = Static<typeof Lines>['items'][number]

/** Which names of fields a reader may know of. */
export type MayKnow = (field: FieldName) => boolean

/** All names of fields for whoever works for the person's rights; otherwise those that some purpose of theirs opens. */
export function knownTo({ roles }: { readonly roles: readonly Role[] }, tx: Transaction): MayKnow {
  if (tx.purpose.id === 'rights.request') return () => true
  const named = tx.registered.purposes.filter((purpose) => purpose.roles.some((role) => roles.includes(role)))
  return (field) => named.some((purpose) => covers(purpose, field))
}

/**
 * Lines as sentences. Staff are named to staff; to the person only their team is.
 * @param you the person reads it themself
 * @param mayKnow drops the names of other fields: that something of a kind is held tells of somebody as well
 */
export async function linesShape(
  tx: Transaction,
  lines: readonly Line[],
  limit: number,
  you: boolean,
  mayKnow: MayKnow = () => true,
): Promise<Static<typeof Lines>> {
  const shown = lines.slice(0, limit)
  const named = shown.flatMap((line) => (line.actor_kind === 'staff' && line.actor_id ? [line.actor_id] : []))
  // a line of the house names a colleague by a trace that only a list of all can be held against
  const house = shown.some((line) => line.fields.includes(COLLEAGUE))
  const staff = await tx.staff.members(house ? null : [...new Set(named)])
  const members = new Map(staff.map((member) => [member.id, member]))
  const traces = new Map(staff.map((member) => [member.trace, member.name]))
  const items = shown.map((line): Item => {
    const member = line.actor_id === null ? undefined : members.get(line.actor_id)
    const purpose = findPurpose(line.purpose, tx.registered.purposes)
    const team = line.actor_kind === 'staff' ? teamOf(line.purpose) : null
    const about = CHOICES.has(line.kind)
      ? (findPurpose(line.fields, tx.registered.purposes)?.title ?? null)
      : null
    const actor = actorName(line.actor_kind, you ? undefined : member?.name, team, you)
    const names = about === null ? line.fields.split(',').filter(Boolean) : [line.fields]
    const fields = names
      .filter((name) => !isFieldName(name) || mayKnow(name))
      .map((name) => colleague(name, traces))
    return {
      event_id: line.event_id,
      at: line.at.toISOString(),
      actor: { kind: line.actor_kind, name: you ? null : (member?.name ?? null), team },
      purpose: line.purpose,
      kind: line.kind,
      fields,
      sentence: tell(
        {
          kind: line.kind,
          purpose: line.purpose,
          fields,
          actor,
          title: purpose?.title ?? line.purpose,
          says: purpose?.says ?? line.purpose,
          about,
        },
        you,
      ),
    }
  })
  return { items, next: lines.length > limit ? shown.at(-1)!.event_id : null }
}

function colleague(field: string, traces: ReadonlyMap<string | null, string>): string {
  if (!field.startsWith(COLLEAGUE)) return field
  return COLLEAGUE + (traces.get(field.slice(COLLEAGUE.length)) ?? 'a colleague')
}

const CHOICES = new Set([
  'granted',
  'accepted',
  'refused',
  'confirmed',
  'withdrawn',
  'renewed',
  'ended',
  'declined',
])

function actorName(kind: string, name: string | undefined, team: string | null, you: boolean): string {
  if (kind === 'person') return you ? 'You' : 'They'
  if (kind === 'system') return 'Goodfaith'
  return name ?? `Someone from ${team}`
}

/** The team that a purpose is worked for by: what a person is told instead of a name. */
function teamOf(purpose: string): string {
  const [branch] = purpose.split('.')
  return (
    {
      rights: 'the privacy office',
      security: 'the privacy office',
      legal: 'the privacy office',
      analytics: 'the house',
    }[branch!] ?? branch!
  )
}
