import type { ReactNode } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { useWords, whatWentWrong } from '../language/words.ts'
import type { Standing } from '../shapes.ts'
import { readAnew } from './choosing.ts'

/** One button for everything that was agreed to, once that is more than one thing. It asks nothing, as the switches do. */
export function EndAll(props: { agreed: readonly Standing[] }): ReactNode {
  const { t } = useWords()
  const client = useQueryClient()
  const ending = useMutation({
    // one by one, and not "all": a contract is no choice that is switched off here
    mutationFn: async (purposes: readonly string[]) => {
      for (const purpose of purposes) await ask('/me/withdrawals', { method: 'POST', body: { purpose } })
    },
    // the button goes with what it ended; whoever pressed it stays where it was
    onSuccess: () => document.getElementById('agreed')?.focus(),
    onSettled: () => readAnew(client),
  })
  const some = props.agreed.length > 1
  return (
    <>
      {some && (
        <p className="acts">
          <button
            type="button"
            className="button"
            aria-disabled={ending.isPending}
            onClick={() => !ending.isPending && ending.mutate(props.agreed.map(({ purpose }) => purpose))}
          >
            {t('agreed.end_all')}
          </button>
        </p>
      )}
      <p className={ending.isError ? 'wrong' : 'good'} role="status">
        {ending.isError && t('agreed.failed', { why: whatWentWrong(t, ending.error) })}
        {ending.isSuccess && !some && t('agreed.ended_all')}
      </p>
    </>
  )
}
