import { Type, type Static } from 'typebox'
import { FIELDS, isFieldName } from '../../core/fields.ts'
import { findPurpose } from '../../core/purposes.ts'
import type { Standing, Stays } from '../../gate/kept.ts'
import type { Registered } from '../../gate/registry.ts'

const OrNull = Type.Union([Type.String(), Type.Null()])

/** What stays though everything else goes (contract, "Shapes"): what, under which law or contract, until when. */
export const KeptItem = Type.Object({
  holding: Type.String(),
  title: Type.String(),
  basis: Type.String(),
  law: Type.String(),
  article: OrNull,
  fields: Type.Array(Type.String()),
  /** RFC 3339; null while a contract stands whose end is not known. */
  until: OrNull,
  /** In a clause, for people. */
  why: Type.String(),
  destroyed_at: OrNull,
})

/** The copies that laws ask for, and what a contract that stands still needs. */
export function keptShape(
  kept: readonly Stays[],
  contracts: readonly Standing[],
  registered: Registered,
): Static<typeof KeptItem>[] {
  return [
    ...contracts.map((contract) => contractShape(contract, registered)),
    ...kept.map((copy) => ({
      ...{ holding: copy.holding, title: `a copy of ${named(copy.fields)}`, basis: copy.basis },
      ...{ law: copy.law, article: copy.article || null, fields: [...copy.fields] },
      until: rfc3339(copy.until),
      why: whyOf(copy),
      destroyed_at: rfc3339(copy.destroyed_at ?? null),
    })),
  ]
}

function contractShape({ purpose, until }: Standing, registered: Registered): Static<typeof KeptItem> {
  const title = findPurpose(purpose, registered.purposes)?.title ?? purpose
  const ends = until === null ? 'its end is not known yet' : `until ${day(until)}`
  return {
    ...{ holding: 'sealed_values', title: 'what the contract needs', basis: 'contract' },
    ...{ law: `contract: ${title}`, article: null, fields: [], until: rfc3339(until) },
    why: `the contract stands, ${ends}; what it needs goes with it`,
    destroyed_at: null,
  }
}

function whyOf({ law, article, until }: Stays): string {
  const where = article ? `${law} (${article})` : law
  const ends = until === null ? 'for its term after the contract has ended' : `until ${day(until)}`
  return `${where} asks us to keep it ${ends}`
}

function named(fields: readonly string[]): string {
  const names = fields.map((field) => (isFieldName(field) ? FIELDS[field].label.toLowerCase() : field))
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function day(at: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at))
}

function rfc3339(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
