import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Refused, ask } from '../api.ts'
import { hasChosenLanguage, isLanguage, primary, tryLanguage } from '../language/setup.ts'
import type { Me } from '../shapes.ts'

export type Arrival = 'opened' | 'refused' | 'without'

let arrival: Promise<Arrival> | undefined

/** Trades the one-time token for a session, once, whatever draws the page how often. */
function arrive(token: string | null): Promise<Arrival> {
  arrival ??= token === null ? Promise.resolve('without') : openSession(token)
  return arrival
}

async function openSession(token: string): Promise<Arrival> {
  try {
    await ask('/me/session', { method: 'POST', body: { token } })
    return 'opened'
  } catch (error) {
    if (error instanceof Refused && error.status >= 400 && error.status < 500) return 'refused'
    // The server was away; the token may still be good, so the next try uses it again.
    arrival = undefined
    throw error
  }
}

export type MyPage = { signedIn: true; me: Me } | { signedIn: false; arrival: Arrival }

export const MY_PAGE = ['me'] as const

/** What we hold about the person who is signed in here, or that nobody is. */
export function useMyPage(token: string | null): UseQueryResult<MyPage> {
  const query = useQuery<MyPage>({ queryKey: MY_PAGE, queryFn: () => readMyPage(token) })
  const language = query.data?.signedIn ? query.data.me.language : undefined
  useEffect(() => {
    const tag = primary(language ?? '')
    if (isLanguage(tag) && !hasChosenLanguage()) tryLanguage(tag, 'forget')
  }, [language])
  return query
}

async function readMyPage(token: string | null): Promise<MyPage> {
  const how = await arrive(token)
  try {
    return { signedIn: true, me: await ask<Me>('/me') }
  } catch (error) {
    // An erased person is as unknown as anybody else: nobody is signed in here any more.
    const nobody = error instanceof Refused && (error.status === 401 || error.status === 404)
    if (nobody) return { signedIn: false, arrival: how === 'opened' ? 'without' : how }
    throw error
  }
}

/** Ends the session here, whatever the server says, and forgets everything that was on the page. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: () => ask('/me/session', { method: 'DELETE' }),
    onSettled: () => {
      client.clear()
      location.assign('/me')
    },
  })
  return mutate
}
