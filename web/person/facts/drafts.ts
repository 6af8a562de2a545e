import { useState } from 'react'
import { plain } from '../../people/name.ts'
import { type Stated, UNSTATED } from '../../people/source-fields.tsx'
import type { Person } from '../../shapes.ts'

/** A value as it is being edited: what was typed, and who is said to have told it. */
export interface Draft {
  readonly value: string
  readonly stated: Stated
}

/** Where a fact is added of which nobody has said yet which it is. */
export const NEW = '+'

/**
 * What is being edited on a person's page, field by field. It lives with the page and not with the part that shows
 * it: another field, another tab or a turned phone takes nothing away that was typed.
 */
export interface Drafts {
  readonly of: Readonly<Record<string, Draft>>
  /** Begins to edit a field; one that is being edited stays as it is. */
  readonly open: (field: string, value: string) => void
  readonly write: (field: string, draft: Draft) => void
  readonly close: (field: string) => void
}

/** Keeps what is being edited, for as long as the page is there. */
export function useDrafts(): Drafts {
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  return {
    of: drafts,
    open: (field, value) => setDrafts((all) => ({ [field]: { value, stated: UNSTATED }, ...all })),
    write: (field, draft) => setDrafts((all) => ({ ...all, [field]: draft })),
    close: (field) => setDrafts(({ [field]: _closed, ...others }) => others),
  }
}

/** The fields in which something was typed or said that is not stored: those that would be missed. */
export function unsaved(drafts: Drafts['of'], fields: Person['fields']): string[] {
  return Object.entries(drafts).flatMap(([field, { value, stated }]) => {
    const same = value.trim() === (plain(fields[field]) ?? '')
    return same && stated.kind === UNSTATED.kind && !stated.detail.trim() ? [] : [field]
  })
}
