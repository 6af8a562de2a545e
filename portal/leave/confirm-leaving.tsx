import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Refused, ask } from '../api.ts'
import { Part, Way } from '../frame.tsx'
import { Rich } from '../language/rich.tsx'
import { useWords, whatWentWrong } from '../language/words.ts'
import { go } from '../route.ts'
import type { Erasure, Plan } from '../shapes.ts'

/** The last word: the short code typed by hand. Then the receipt's own page follows what happens. */
export function ConfirmLeaving(props: { plan: Plan }): ReactNode {
  const { t } = useWords()
  const { plan } = props
  const id = useId()
  const [typed, setTyped] = useState('')
  const client = useQueryClient()
  const leaving = useMutation({
    mutationFn: () => begin(plan),
    onSuccess: (erasureId) => {
      client.clear()
      go(`/receipt/${erasureId}`, 'replace')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!leaving.isPending) leaving.mutate()
  }
  const matches = typed.trim().toUpperCase() === plan.code.toUpperCase()
  return (
    <Part title={t('leave.confirm')} className="ending">
      <p className="lead">
        <Rich text={t('leave.take_first')} parts={{ copy: <Way to="/me/copy" /> }} />
      </p>
      <form className="form" onSubmit={submit}>
        <p className="field">
          <label htmlFor={id}>
            <Rich text={t('leave.type')} parts={{ code: <b className="typed">{plan.code}</b> }} />
          </label>
          <input
            id={id}
            className="typed"
            dir="ltr"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            value={typed}
            aria-invalid={leaving.isError}
            aria-describedby={leaving.isError ? `${id}-wrong` : undefined}
            onChange={(event) => setTyped(event.target.value)}
          />
        </p>
        {leaving.isError && (
          <p id={`${id}-wrong`} className="wrong" role="alert">
            {whatWentWrong(t, leaving.error)}
          </p>
        )}
        <p className="acts">
          <button type="submit" className="button red" disabled={!matches}>
            {t(leaving.isPending ? 'leave.starting' : plan.contracts?.length ? 'leave.end' : 'leave.destroy')}
          </button>
          <Way className="button" to="/me">
            {t('leave.stay')}
          </Way>
        </p>
      </form>
    </Part>
  )
}

/**
 * Starts the destruction and gives the id to follow. Where the answer is lost on its way, the id from the plan tells
 * whether it began.
 */
async function begin(plan: Plan): Promise<string> {
  try {
    const erasure = await ask<Erasure>('/me/erasure', { method: 'POST', body: { code: plan.code } })
    return erasure.id
  } catch (error) {
    if (error instanceof Refused && (error.status === 0 || error.code === 'erasure_under_way')) {
      const begun = await ask<Erasure>(`/erasures/${plan.erasure_id}`, { session: 'none' }).catch(() => null)
      if (begun) return begun.id
    }
    throw error
  }
}
