import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { Failed, Frame, Waiting, Way } from '../frame.tsx'
import { Rich } from '../language/rich.tsx'
import { useWords } from '../language/words.ts'
import { useMyPage } from '../letter/session.ts'
import type { Me, Plan } from '../shapes.ts'
import { SignInPage } from '../sign-in/sign-in-page.tsx'
import { ConfirmLeaving } from './confirm-leaving.tsx'
import { Ends, Gone, KeepAddress, OldCopies, Stays, Told } from './plan-parts.tsx'

/** `/me/leave`: what leaving would destroy and what stays, before anything begins. */
export function LeavePage(): ReactNode {
  const { t } = useWords()
  const page = useMyPage(null)
  if (page.data?.signedIn) return <Leaving me={page.data.me} />
  if (page.data) return <SignInPage oldLink={false} />
  return (
    <Frame title={t('end.title')}>
      {page.isError ? <Failed error={page.error} again={() => void page.refetch()} /> : <Waiting />}
    </Frame>
  )
}

function Leaving(props: { me: Me }): ReactNode {
  const { t } = useWords()
  const organisation = props.me.organisation.name
  // The plan is what is confirmed, so the one on the page is the one that was asked for, never an older one.
  const plan = useQuery({
    queryKey: ['erasure-plan'],
    queryFn: () => ask<Plan>('/me/erasure-plan'),
    staleTime: Infinity,
    gcTime: 0,
  })
  return (
    <Frame
      from={organisation}
      title={t('leave.title', { organisation })}
      way={<Way to="/me">{t('menu.back')}</Way>}
    >
      {plan.isPending && <Waiting />}
      {plan.isError && <Failed error={plan.error} again={() => void plan.refetch()} />}
      {plan.data && <PlanTold plan={plan.data} />}
    </Frame>
  )
}

const LINKS = { gone: <a href="#gone" />, told: <a href="#told" />, stays: <a href="#stays" /> }

/** The plan as a letter; each part of its first sentence leads to what it says. */
function PlanTold(props: { plan: Plan }): ReactNode {
  const { t } = useWords()
  const { plan } = props
  const opening = [
    t('leave.opening'),
    t('leave.opening_told', { count: plan.recipients.length }),
    t('leave.opening_stays', { count: plan.kept.length }),
    t('leave.opening_end'),
  ].join('')
  return (
    <>
      <h1>
        <Rich text={opening} parts={LINKS} />
      </h1>
      <p className="lead">{t(plan.contracts?.length ? 'leave.lead_contract' : 'leave.lead')}</p>
      <Ends ends={plan.ends ?? []} contracts={plan.contracts ?? []} />
      <Gone holdings={plan.holdings} contract={Boolean(plan.contracts?.length)} />
      <Stays kept={plan.kept} holdings={plan.holdings} />
      <Told recipients={plan.recipients} />
      <OldCopies until={plan.key_epoch_ends} />
      <KeepAddress id={plan.erasure_id} />
      <ConfirmLeaving plan={plan} />
    </>
  )
}
