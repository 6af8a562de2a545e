import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Head } from '../../ui/head.tsx'
import { call } from '../api.ts'
import { sessionQuery } from '../session/session.ts'
import { Refused } from '../shell/refused.tsx'
import { Frame } from '../shell/shell.tsx'
import { useTitle } from '../shell/title.ts'
import type { Erasure } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { byReason, waitsForContract } from './contracts.ts'
import style from './erasure.module.css'
import { ContractRows, Holdings, LawRows } from './holdings.tsx'
import { Receipt } from './receipt.tsx'

const STATES = ['recorded', 'running', 'waiting_recipients', 'done'] as const
const FOLLOW_MS = 1200
/** A contract ends on another day, not within the second. */
const WAIT_MS = 30_000

/**
 * How far a destruction has come, and then its receipt. Whoever holds the address may read it; who works here reads it
 * in their app.
 */
export function ErasurePage() {
  const { data: session, isPending } = useQuery(sessionQuery)
  if (isPending) return null
  if (session)
    return (
      <Frame>
        <Following mine />
      </Frame>
    )
  return (
    <main className={style.alone}>
      <Following />
    </main>
  )
}

function Following({ mine }: { mine?: boolean }) {
  const { t } = useWords()
  const { id } = useParams({ strict: false }) as { id: string }
  useTitle(t('erasure.title'))
  const erasure = useQuery({
    queryKey: ['erasures', id],
    queryFn: () => call<Erasure>(`/erasures/${id}`),
    refetchInterval: ({ state: { data } }) => {
      if (data?.state === 'done') return false
      return data && waitsForContract(data) ? WAIT_MS : FOLLOW_MS
    },
  })
  return (
    <div className={style.follow}>
      <Head title={t(`erasure.state.${erasure.data ? stateOf(erasure.data) : 'recorded'}`)}>
        {mine && (
          <Button component={Link} to="/people" variant="subtle">
            {t('person.toList')}
          </Button>
        )}
      </Head>
      {erasure.error && <Refused error={erasure.error} onAgain={() => void erasure.refetch()} />}
      {erasure.isPending && <Skeleton height={200} />}
      {erasure.data && <Told erasure={erasure.data} />}
    </div>
  )
}

/** Where it is, as people see it: an erasure that waits for the end of a contract has a word of its own. */
function stateOf(erasure: Erasure): Erasure['state'] | 'contract' {
  return waitsForContract(erasure) ? 'contract' : erasure.state
}

function Told({ erasure }: { erasure: Erasure }) {
  const { t } = useWords()
  const { contracts, laws } = byReason(erasure.kept)
  const waits = waitsForContract(erasure)
  return (
    <div className={style.page}>
      <Steps erasure={erasure} />
      {waits && (
        <section className={style.part}>
          <h2>{t('erasure.staysUntil')}</h2>
          <ContractRows contracts={contracts} />
          <p className={style.says}>{t('erasure.contractRest')}</p>
        </section>
      )}
      {erasure.holdings.length > 0 && (
        <section className={style.part}>
          <h2>{t(STATES.indexOf(erasure.state) < 2 ? 'erasure.destroyed' : 'erasure.gone')}</h2>
          <Holdings holdings={erasure.holdings} />
        </section>
      )}
      {laws.length > 0 && (
        <section className={style.part}>
          <h2>{t('erasure.kept')}</h2>
          <LawRows laws={laws} />
        </section>
      )}
      {erasure.receipt && <Receipt erasure={erasure} jws={erasure.receipt.jws} />}
    </div>
  )
}

function Steps({ erasure }: { erasure: Erasure }) {
  const { t } = useWords()
  const at = STATES.indexOf(erasure.state)
  const steps: { word: string; done: boolean }[] = STATES.map((state, nth) => ({
    word: t(`erasure.step.${state}`),
    done: nth <= at,
  }))
  if (waitsForContract(erasure)) steps.splice(1, 0, { word: t('erasure.step.contract'), done: false })
  return (
    <div role="status">
      <ol className={style.steps}>
        {steps.map(({ word, done }) => (
          <li key={word} data-done={done || undefined}>
            {word}
          </li>
        ))}
      </ol>
    </div>
  )
}
