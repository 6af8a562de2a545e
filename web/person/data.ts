import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import type { Grant, LedgerLine, Page, Person, Standing } from '../shapes.ts'

/** A person as a purpose shows them. */
export function usePerson(id: string, purpose: string | undefined) {
  return useQuery({
    queryKey: ['person', id, 'facts', purpose],
    enabled: !!purpose,
    queryFn: ({ signal }) => call<Person>(`/people/${id}`, { purpose, signal }),
  })
}

/** Every line about a person, newest first. */
export function useLedgerOf(id: string, purpose: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['person', id, 'ledger', purpose],
    enabled: !!purpose,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<Page<LedgerLine>>(`/people/${id}/ledger`, {
        purpose,
        query: { cursor: pageParam, limit: 50 },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  })
}

/** What may be done now, per purpose. */
export function useStanding(id: string, purpose: string | undefined) {
  return useQuery({
    queryKey: ['person', id, 'standing', purpose],
    enabled: !!purpose,
    queryFn: ({ signal }) => call<Page<Standing>>(`/people/${id}/standing`, { purpose, signal }),
  })
}

/** What was given, withdrawn, refused and is waiting. */
export function useGrants(id: string, purpose: string | undefined) {
  return useQuery({
    queryKey: ['person', id, 'grants', purpose],
    enabled: !!purpose,
    queryFn: ({ signal }) => call<Page<Grant>>(`/people/${id}/grants`, { purpose, signal }),
  })
}
