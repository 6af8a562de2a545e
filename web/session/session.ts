import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, keepCsrf, Refusal } from '../api.ts'
import type { Session } from '../shapes.ts'

/** Who is signed in; null where nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      const session = await call<Session>('/session', { signal })
      keepCsrf(session.csrf)
      return session
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return null
      throw error
    }
  },
  staleTime: 60_000,
})

/** The session of a page that only shows to those who are signed in. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('This part of the app is shown to staff who are signed in only.')
  return data
}

/** True where one of the roles is held. */
export function useHasRole(...roles: readonly string[]): boolean {
  const { staff } = useSession()
  return staff.roles.some((role) => roles.includes(role))
}

/** Ends the session here and on the server, and lets go of everything that was shown. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await call('/session', { method: 'DELETE' })
    keepCsrf(undefined)
    queries.clear()
    location.assign('/sign-in')
  }
}
