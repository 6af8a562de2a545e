import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { ask } from '../api.ts'
import type { Standing } from '../shapes.ts'
import { isWaiting } from './standing.ts'
import { MY_PAGE, type MyPage } from './session.ts'

interface Wish {
  readonly one: Standing
  readonly allowed: boolean
  /** A no to what somebody else wrote down: it never counted, so there is nothing to withdraw. */
  readonly no?: boolean
}

/**
 * Withdrawing or agreeing. The switch moves at once; the server's answer decides what stays: on a refusal it moves
 * back, and in either case the page is read anew.
 */
export function useChoosing() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ one, allowed, no }: Wish) => {
      const language = one.notice?.language
      const claim = { grant_id: one.grant_id, language }
      if (no) return ask('/me/confirmations', { method: 'POST', body: { ...claim, answer: 'no' } })
      if (!allowed) return ask('/me/withdrawals', { method: 'POST', body: { purpose: one.purpose } })
      if (isWaiting(one)) return ask('/me/confirmations', { method: 'POST', body: claim })
      const { purpose, notice } = one
      return ask('/me/grants', { method: 'POST', body: { purpose, notice: notice?.id, language } })
    },
    onMutate: async (wish) => {
      await client.cancelQueries({ queryKey: MY_PAGE })
      const before = client.getQueryData<MyPage>(MY_PAGE)
      client.setQueryData<MyPage>(MY_PAGE, (page) => wished(page, wish))
      return { before }
    },
    onError: (_error, _wish, context) => {
      if (context?.before) client.setQueryData(MY_PAGE, context.before)
    },
    onSettled: () => readAnew(client),
  })
}

/**
 * Reads the page and its story anew. Nobody waits for it: what the server answered counts, and a server that has gone
 * away since is asked for seconds, in which no switch would move.
 */
export function readAnew(client: QueryClient): void {
  for (const queryKey of [MY_PAGE, ['ledger']]) void client.invalidateQueries({ queryKey })
}

/** The page as it will be when the wish is granted. */
export function wished(page: MyPage | undefined, wish: Wish, now = new Date()): MyPage | undefined {
  if (!page?.signedIn) return page
  const standing = page.me.standing.map((one) =>
    one.purpose === wish.one.purpose
      ? {
          ...one,
          allowed: wish.allowed,
          reason: wish.allowed ? 'granted' : wish.no ? 'refused' : 'withdrawn',
          since: now.toISOString(),
          until: null,
          basis: wish.allowed ? 'consent' : one.basis,
          evidence: null,
        }
      : one,
  )
  return { ...page, me: { ...page.me, standing } }
}
