import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Refused, ask } from '../api.ts'
import { Failed, Frame, Part, Waiting, Way } from '../frame.tsx'
import { moment } from '../language/dates.ts'
import { useWords } from '../language/words.ts'
import { Holdings, Stays } from '../leave/plan-parts.tsx'
import type { Erasure } from '../shapes.ts'
import { Progress } from './progress.tsx'
import { Signature, useSignature, type Check } from './signature.tsx'
import { Swept } from './swept.tsx'
import type { Signed } from '../../ui/verify-receipt.ts'

const FOLLOW_MS = 2000

/** `/receipt/{id}`: how far a destruction has come, then its proof. Whoever holds the address may read it. */
export function ReceiptPage(props: { id: string }): ReactNode {
  const { t } = useWords()
  const erasure = useQuery({
    queryKey: ['erasure', props.id],
    queryFn: () => ask<Erasure>(`/erasures/${encodeURIComponent(props.id)}`, { session: 'none' }),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'done' ? FOLLOW_MS : false),
  })
  const check = useSignature(erasure.data)
  const unknown = erasure.error instanceof Refused && [404, 422].includes(erasure.error.status)
  return (
    <Frame
      from={signedOf(check)?.organisation ?? undefined}
      title={t('receipt.title')}
      way={<Way to="/privacy">{t('menu.privacy')}</Way>}
    >
      {erasure.isPending && <Waiting />}
      {unknown && (
        <>
          <h1>{t('receipt.unknown')}</h1>
          <p className="lead">{t('receipt.unknown_lead')}</p>
        </>
      )}
      {/* Once it is shown, a server away for a moment takes nothing from the page; it asks again by itself. */}
      {erasure.isError && !unknown && !erasure.data && (
        <Failed error={erasure.error} again={() => void erasure.refetch()} />
      )}
      {erasure.data && <Told erasure={erasure.data} check={check} />}
    </Frame>
  )
}

function signedOf(check: Check): Signed | null {
  return check.data?.is === 'valid' ? check.data.signed : null
}

function Told(props: { erasure: Erasure; check: Check }): ReactNode {
  const { t, language } = useWords()
  const { erasure } = props
  const { check } = props
  const signed = signedOf(check)
  const done = erasure.state === 'done'
  // all else has ended; the rest goes with the contract
  const waits = erasure.kept.some(({ basis }) => basis === 'contract')
  const begun = erasure.state === 'recorded' || erasure.state === 'running'
  return (
    <>
      <div role="status">
        <h1>{t(waits ? 'receipt.contract' : `receipt.${erasure.state}`)}</h1>
      </div>
      <p className="lead">{t(done ? 'receipt.lead_done' : 'receipt.lead_open')}</p>
      <Progress state={erasure.state} />
      {erasure.holdings.length > 0 && (
        <Part title={t(begun ? 'receipt.going' : 'receipt.gone')}>
          <Holdings holdings={erasure.holdings} />
        </Part>
      )}
      <Stays kept={erasure.kept} holdings={erasure.holdings} />
      {signed && <Swept signed={signed} />}
      {(erasure.asked_at ?? erasure.done_at) && (
        <Part title={t('receipt.when')}>
          <p className="lead">
            {erasure.asked_at && t('receipt.asked_at', { date: moment(erasure.asked_at, language) })}{' '}
            {erasure.done_at && t('receipt.done_at', { date: moment(erasure.done_at, language) })}
          </p>
        </Part>
      )}
      {erasure.receipt && <Signature erasure={erasure} jws={erasure.receipt.jws} check={check} />}
    </>
  )
}
