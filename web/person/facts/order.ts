import { COMPARTMENTS, FIELDS, isFieldName } from '../../../core/fields.ts'
import { isSecretKind } from '../../../core/secrets.ts'
import type { Fact, Person } from '../../shapes.ts'

/** How facts stand on the page: the compartments of the registry, the open columns with the contact. */
const GROUPS = [...COMPARTMENTS, 'other'] as const
export type Group = (typeof GROUPS)[number]

export function groupOf(field: string): Group {
  if (isSecretKind(field)) return 'vault'
  if (!isFieldName(field)) return 'other'
  const { compartment } = FIELDS[field]
  return compartment === 'open' ? 'contact' : compartment
}

/** The facts of a person in groups, each group in the order of the registry; groups without facts are left out. */
export function grouped(fields: Readonly<Record<string, Fact>>): { group: Group; names: string[] }[] {
  const known = Object.keys(FIELDS)
  const place = (name: string) => {
    const at = known.indexOf(name)
    return at < 0 ? known.length : at
  }
  return GROUPS.map((group) => ({
    group,
    names: Object.keys(fields)
      .filter((name) => groupOf(name) === group)
      .sort((a, b) => place(a) - place(b)),
  })).filter(({ names }) => names.length > 0)
}

/** Masks stand in a part of their own, each with the way to its whole number. */
export function unmasked(fields: Person['fields']): Person['fields'] {
  return Object.fromEntries(Object.entries(fields).filter(([, fact]) => !('masked' in fact)))
}

/** The first field, in the order of the page, that has a value to edit. */
export function firstShown(fields: Person['fields']): string | undefined {
  const names = grouped(unmasked(fields)).flatMap((group) => group.names)
  return names.find((name) => 'value' in (fields[name] ?? {}))
}
