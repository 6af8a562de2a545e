import { useSyncExternalStore } from 'react'

export type Route =
  | { page: 'me' }
  | { page: 'leave' }
  | { page: 'copy' }
  | { page: 'receipt'; id: string }
  | { page: 'privacy' }
  | { page: 'confirm' }
  | { page: 'nowhere' }

/** A fragment that is shorter leads to a part of the page; a token has at least 128 bits, so it is longer. */
const TOKEN_MIN = 16

/** The page that a path names. A trailing slash makes no difference. */
export function routeOf(path: string): Route {
  const [first, second, third] = path.split('/').filter(Boolean)
  if (third !== undefined) return { page: 'nowhere' }
  if (first === 'me' && second === undefined) return { page: 'me' }
  if (first === 'me' && (second === 'leave' || second === 'copy')) return { page: second }
  if (first === 'receipt' && second !== undefined) return { page: 'receipt', id: second }
  if ((first === 'privacy' || first === 'confirm') && second === undefined) return { page: first }
  return { page: 'nowhere' }
}

/** The one-time token of a link in a mail (`/me#<token>`, `/confirm#<token>`), or null where the fragment is none. */
export function tokenOf(path: string, hash: string): string | null {
  const { page } = routeOf(path)
  const fragment = hash.replace(/^#/, '')
  if (page !== 'me' && page !== 'confirm') return null
  return fragment.length < TOKEN_MIN ? null : fragment
}

/** Takes the token out of the address and out of the history, so that nobody finds it there afterwards. */
export function takeToken(): string | null {
  const token = tokenOf(location.pathname, location.hash)
  if (token !== null) history.replaceState(null, '', location.pathname + location.search)
  return token
}

const watchers = new Set<() => void>()
const tell = () => watchers.forEach((watcher) => watcher())

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  addEventListener('popstate', watcher)
  return () => {
    watchers.delete(watcher)
    removeEventListener('popstate', watcher)
  }
}

let moved = false

/** True once a page was left for another one of ours without loading: who reads with a keyboard has to be brought along. */
export function hasMoved(): boolean {
  return moved
}

/** Goes to another page of ours without loading everything again. */
export function go(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', path)
  else history.replaceState(null, '', path)
  moved = true
  scrollTo(0, 0)
  tell()
}

/** The page shown now; follows `go` and the browser's own back and forward. */
export function useRoute(): Route {
  return routeOf(useSyncExternalStore(watch, () => location.pathname))
}
