import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import type { Page, Purpose } from '../shapes.ts'

/** The registry of purposes, as the organisation runs it. */
export const purposesQuery = queryOptions({
  queryKey: ['purposes'],
  queryFn: ({ signal }) => call<Page<Purpose>>('/purposes', { signal }),
  staleTime: 5 * 60_000,
})

/** Purposes that a person can take part in by a grant. */
export function useGrantable(): readonly Purpose[] {
  const { data } = useQuery(purposesQuery)
  return (data?.items ?? []).filter(
    (purpose) => (purpose.bases?.length ?? 0) > 0 && purpose.kind !== 'by_law',
  )
}

/** A purpose by its id, once the registry is here. */
export function usePurposeById(): (id: string) => Purpose | undefined {
  const { data } = useQuery(purposesQuery)
  return (id) => data?.items.find((purpose) => purpose.id === id)
}
