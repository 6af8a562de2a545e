import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { call } from '../../api.ts'
import type { Page } from '../../shapes.ts'

/** A purpose that this organisation has added, or is about to. */
export interface OwnPurpose {
  readonly id: string
  readonly purpose: string
  readonly parent: string
  readonly state: 'waiting' | 'accepted' | 'refused' | 'ended'
  readonly title: string
  readonly says: string
  readonly bases: readonly string[]
  readonly roles: readonly string[]
  readonly opens: readonly string[]
  readonly fields: readonly string[] | null
  readonly kept: string
  readonly wording: string | null
  readonly proposed_by: string | null
  readonly proposed_at: string
  readonly decided_by: string | null
  readonly decided_at: string | null
  readonly why: string | null
  readonly ended_by: string | null
  readonly ended_at: string | null
  /** The reader wrote it down, so that somebody else has to accept it. */
  readonly mine: boolean
}

export const ownQuery = queryOptions({
  queryKey: ['settings', '/purposes/own'],
  queryFn: ({ signal }) => call<Page<OwnPurpose>>('/purposes/own', { signal }),
})

/** After a purpose began or ended: whatever tells of purposes is read anew. */
export async function readAnew(queries: QueryClient): Promise<void> {
  await Promise.all(
    [['settings'], ['purposes'], ['notices'], ['session']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  )
}
