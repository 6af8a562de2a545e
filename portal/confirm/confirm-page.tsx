import type { ReactNode } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Refused, ask } from '../api.ts'
import { Failed, Frame, Waiting, Way } from '../frame.tsx'
import { day } from '../language/dates.ts'
import { Rich } from '../language/rich.tsx'
import { useWords, whatWentWrong } from '../language/words.ts'
import type { WaitingGrant } from '../shapes.ts'
import { titleOf } from '../letter/choice.tsx'

const ME = { me: <Way to="/me" /> }

/**
 * `/confirm#<token>`: the exact words that someone wrote down as agreed, and a button. Opening the link confirms
 * nothing, because programs that look through mail for harm open links as well.
 */
export function ConfirmPage(props: { token: string | null }): ReactNode {
  const { t } = useWords()
  const { token } = props
  const waiting = useQuery({
    queryKey: ['confirm', token],
    queryFn: () => ask<WaitingGrant>('/me/confirm/wording', { method: 'POST', body: { token } }),
    enabled: token !== null,
    staleTime: Infinity,
  })
  const gone = waiting.error instanceof Refused && waiting.error.status >= 400 && waiting.error.status < 500
  return (
    <Frame
      from={waiting.data?.organisation.name}
      title={t('confirm.opening')}
      way={<Way to="/me">{t('menu.sign_in')}</Way>}
    >
      {token === null && <Said title={t('confirm.no_token')} lead="confirm.no_token_lead" />}
      {gone && <Said title={t('confirm.gone')} lead="confirm.gone_lead" />}
      {waiting.isError && !gone && <Failed error={waiting.error} again={() => void waiting.refetch()} />}
      {token !== null && waiting.isPending && <Waiting />}
      {token !== null && waiting.data && <Asked token={token} grant={waiting.data} />}
    </Frame>
  )
}

function Asked(props: { token: string; grant: WaitingGrant }): ReactNode {
  const { t, language } = useWords()
  const { grant, token } = props
  const agreeing = useMutation({ mutationFn: () => ask('/me/confirm', { method: 'POST', body: { token } }) })
  if (agreeing.isSuccess) return <Said title={t('confirm.done')} lead="confirm.done_lead" />
  return (
    <>
      <h1>{t('confirm.opening')}</h1>
      <p className="lead">{t('confirm.lead', { organisation: grant.organisation.name })}</p>
      <figure className="wording">
        <figcaption>{titleOf(t, grant)}</figcaption>
        <blockquote dir="auto">{grant.notice.text}</blockquote>
        {grant.at && <p className="small">{t('confirm.noted', { date: day(grant.at, language) })}</p>}
      </figure>
      {agreeing.isError && (
        <p className="wrong" role="alert">
          {whatWentWrong(t, agreeing.error)}
        </p>
      )}
      <p className="acts">
        <button
          type="button"
          className="button main"
          aria-disabled={agreeing.isPending}
          onClick={() => !agreeing.isPending && agreeing.mutate()}
        >
          {t('confirm.agree')}
        </button>
      </p>
      <p className="lead">
        <Rich text={t('confirm.silence')} parts={ME} />
      </p>
    </>
  )
}

function Said(props: {
  title: string
  lead: 'confirm.no_token_lead' | 'confirm.gone_lead' | 'confirm.done_lead'
}): ReactNode {
  const { t } = useWords()
  return (
    <div role="status">
      <h1>{props.title}</h1>
      <p className="lead">
        <Rich text={t(props.lead)} parts={ME} />
      </p>
    </div>
  )
}
