import { type QueryClient, useQueries } from '@tanstack/react-query'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { call } from '../api.ts'
import type { Listed, People, Person } from '../shapes.ts'
import { FIRST, hasMore, learn, locate, type Pages, rowsKnown } from './pages.ts'

/** Rows fetched at once. */
const PAGE = 100
/** Rows drawn as waiting while the next page is on its way. */
const WAITING = 12
const FRESH_MS = 60_000
/** Names leave the memory of the browser this long after they were last shown. */
const KEEP_MS = 5 * 60_000

export type Sort = 'name' | '-name' | 'recent'

export interface Wanted {
  readonly purpose: string
  readonly search: string
  readonly sort: Sort
}

export const LISTED = [
  'given_name',
  'family_name',
  'language',
  'email',
  'phone',
  'city',
  'country',
  'customer_number',
] as const

/** Where each list was left, for as long as the tab lives: going back finds the same rows at the same place. */
interface Place {
  pages: Pages
  scroll: number
  active: number
}
const places = new Map<string, Place>()
const watchers = new Set<() => void>()

/** The place a list was left at. */
export function placeOf(wanted: Wanted): Place {
  const key = JSON.stringify(wanted)
  let place = places.get(key)
  if (!place) places.set(key, (place = { pages: FIRST, scroll: 0, active: 0 }))
  return place
}

export interface PeopleList {
  readonly count: number
  readonly known: number
  readonly whole: boolean
  readonly at: (row: number) => Listed | undefined
  readonly first: People | undefined
  readonly error: unknown
  readonly loading: boolean
  readonly show: (first: number, last: number) => void
  readonly again: () => void
}

/** The people of a purpose, a search and an order: only the pages in view are fetched and kept. */
export function usePeople(wanted: Wanted): PeopleList {
  const key = JSON.stringify(wanted)
  const place = placeOf(wanted)
  const pages = useSyncExternalStore(watch, () => place.pages)
  const [view, setView] = useState({ key, first: 0, last: 40 })
  const { first, last } = view.key === key ? view : { first: 0, last: 40 }
  const shown = useMemo(() => pagesInView(pages, first, last), [pages, first, last])

  const answers = useQueries({
    queries: shown.map((page) => ({
      queryKey: ['people', wanted, pages.cursors[page]],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(wanted, pages.cursors[page] ?? '', signal),
      staleTime: FRESH_MS,
      gcTime: KEEP_MS,
    })),
  })

  useEffect(() => {
    let next = place.pages
    shown.forEach((page, nth) => {
      const data = answers[nth]?.data
      if (data && page < next.cursors.length) next = learn(next, page, data.items.length, data.next)
    })
    if (next === place.pages) return
    place.pages = next
    for (const watcher of watchers) watcher()
  })

  const known = rowsKnown(pages)
  const more = hasMore(pages)
  return useMemo(
    () => ({
      count: known + (more ? WAITING : 0),
      known,
      whole: !more,
      at: (row: number) => {
        const found = locate(pages, row)
        return answers[shown.indexOf(found.page)]?.data?.items[found.at]
      },
      first: answers[shown.indexOf(0)]?.data,
      error: answers.find((answer) => answer.error)?.error,
      loading: answers.some((answer) => answer.isPending),
      show: (from: number, to: number) =>
        setView((before) =>
          before.key === key && before.first === from && before.last === to
            ? before
            : { key, first: from, last: to },
        ),
      again: () => answers.forEach((answer) => void answer.refetch()),
    }),
    [key, known, more, answers, pages, shown],
  )
}

function pagesInView(pages: Pages, first: number, last: number): number[] {
  const from = locate(pages, first).page
  const to = Math.min(locate(pages, last).page, pages.cursors.length - 1)
  const shown = new Set([0])
  for (let page = from; page <= to; page++) shown.add(page)
  return [...shown]
}

function fetchPage(wanted: Wanted, cursor: string, signal: AbortSignal): Promise<People> {
  return call<People>('/people', {
    purpose: wanted.purpose,
    query: {
      limit: PAGE,
      sort: wanted.sort,
      search: wanted.search,
      fields: LISTED.join(),
      cursor,
    },
    signal,
  })
}

function watch(then: () => void): () => void {
  watchers.add(then)
  return () => watchers.delete(then)
}

/** Shows a change in every list that holds the person, without reading anybody again. */
export function patchListed(queries: QueryClient, changed: Person): void {
  const fields = Object.fromEntries(
    LISTED.flatMap((field) => {
      const fact = changed.fields[field]
      return fact ? [[field, 'value' in fact ? fact.value : fact]] : []
    }),
  )
  queries.setQueriesData<People>({ queryKey: ['people'] }, (page) =>
    page?.items.some((one) => one.id === changed.id)
      ? { ...page, items: page.items.map((one) => (one.id === changed.id ? { ...one, fields } : one)) }
      : page,
  )
}
