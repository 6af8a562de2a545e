import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import type { Actor, Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'

/** What someone who did something is called: a colleague by name, others by what they are. */
export function useActorName(): (actor: Actor | null | undefined) => string | undefined {
  const { say } = useWords()
  const { data } = useQuery({
    queryKey: ['staff-names'],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const { items } = await call<Page<{ id: string; name: string }>>('/staff', { signal })
      return new Map(items.map(({ id, name }) => [id, name]))
    },
  })
  return (actor) => {
    if (!actor) return undefined
    const name = actor.name ?? (actor.id ? data?.get(actor.id) : undefined)
    return name ?? say(`actor.${actor.kind}`, '')
  }
}
