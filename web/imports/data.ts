import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import type { Import, Page, ReportRow } from '../shapes.ts'
import { isRunning } from './progress.ts'

const FOLLOW_MS = 900

/** One import, followed for as long as it runs. */
export function useImport(id: string | undefined) {
  return useQuery({
    queryKey: ['imports', 'one', id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Import>(`/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && !isRunning(state.data) ? false : FOLLOW_MS),
  })
}

/** What became of the rows that someone should look at. */
export function useReport(id: string) {
  return useInfiniteQuery({
    queryKey: ['imports', 'report', id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<Page<ReportRow>>(`/imports/${id}/report`, { query: { cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  })
}
