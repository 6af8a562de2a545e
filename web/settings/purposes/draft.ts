import type { Purpose } from '../../shapes.ts'

/** A purpose as it is being written down. */
export interface Draft {
  readonly parent: string
  readonly title: string
  readonly says: string
  readonly bases: readonly string[]
  readonly roles: readonly string[]
  readonly opens: readonly string[]
  readonly fields: readonly string[]
  readonly months: number | ''
  readonly wording: string
}

export const EMPTY: Draft = {
  parent: '',
  title: '',
  says: '',
  bases: [],
  roles: [],
  opens: [],
  fields: [],
  months: '',
  wording: '',
}

const SHORTEST_WORDING = 20

/** Begins as wide as the purpose above it: whoever writes takes away. */
export function draftBelow(parent: Purpose, before: Draft): Draft {
  return {
    ...before,
    parent: parent.id,
    bases: parent.bases ?? [],
    roles: parent.roles,
    opens: parent.opens,
    fields: parent.fields ?? [],
    months: parent.term?.months ?? '',
  }
}

/** What is still missing, by the part that it stands at. */
export function missingIn(draft: Draft): readonly (keyof Draft)[] {
  const consent = draft.bases.includes('consent')
  return [
    ...(draft.parent ? [] : (['parent'] as const)),
    ...(draft.title.trim() && wordOf(draft.title) ? [] : (['title'] as const)),
    ...(draft.says.trim() ? [] : (['says'] as const)),
    ...(draft.bases.length > 0 ? [] : (['bases'] as const)),
    ...(draft.roles.length > 0 ? [] : (['roles'] as const)),
    ...(!consent || draft.wording.trim().length >= SHORTEST_WORDING ? [] : (['wording'] as const)),
  ]
}

/** The word of a purpose's id, made of its title: `news_of_boats`. Empty where the title has no such letters. */
export function wordOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 40)
}

/** As the interface takes it. */
export function asProposal(draft: Draft, parent: Purpose): Record<string, unknown> {
  const consent = draft.bases.includes('consent')
  return {
    parent: draft.parent,
    word: wordOf(draft.title),
    title: draft.title.trim(),
    says: draft.says.trim(),
    bases: draft.bases,
    roles: draft.roles,
    opens: draft.opens,
    ...(parent.fields ? { fields: draft.fields } : {}),
    kept: keptOf(draft, parent),
    ...(parent.silence_months ? { silence_months: parent.silence_months } : {}),
    ...(consent ? { wording: draft.wording.trim() } : {}),
  }
}

/** Counted from where the purpose above counts; without months for as long as that one. */
function keptOf({ months }: Draft, { term }: Purpose): Record<string, unknown> {
  if (term?.after && months) return { months, after: term.after }
  if (months) return { until: 'grant', months }
  return { until: 'relation' }
}
