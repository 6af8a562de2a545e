import { queryOptions, useQuery } from '@tanstack/react-query'
import { inOrder } from '../purpose/order.ts'
import { call } from '../api.ts'
import type { Page, Purpose } from '../shapes.ts'

/** The registry of purposes, as the organisation runs it. */
export const purposesQuery = queryOptions({
  queryKey: ['purposes'],
  queryFn: ({ signal }) => call<Page<Purpose>>('/purposes', { signal }),
  staleTime: 5 * 60_000,
})

export interface Notice {
  readonly id: string
  readonly purpose: string
  readonly version?: number
  /** People are asked with this one now. */
  readonly current?: boolean
  readonly text: string
  /** As it was written, with places such as {organisation}. */
  readonly written?: string
  /** In other languages. */
  readonly texts?: readonly { readonly language: string; readonly text: string }[]
}

/** Every version of every wording. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => call<Page<Notice>>('/notices', { signal }),
  staleTime: 5 * 60_000,
})

/** Purposes that a person can take part in by a grant. */
export function useGrantable(): readonly Purpose[] {
  const { data } = useQuery(purposesQuery)
  return inOrder(data?.items ?? []).filter(
    (purpose) => (purpose.bases?.length ?? 0) > 0 && purpose.kind !== 'by_law',
  )
}

/** The wording that people see now for a purpose: the newest version of its notice. */
export function useNotice(purpose: string): Notice | undefined {
  const { data } = useQuery(noticesQuery)
  const own = (data?.items ?? []).filter((notice) => notice.purpose === purpose)
  return own.sort((a, b) => versionOf(b) - versionOf(a))[0]
}

/** The number after the @ of a notice's id. */
function versionOf({ id }: Notice): number {
  return Number(id.split('@')[1]) || 0
}

/** A purpose by its id, once the registry is here. */
export function usePurposeById(): (id: string) => Purpose | undefined {
  const { data } = useQuery(purposesQuery)
  return (id) => data?.items.find((purpose) => purpose.id === id)
}
