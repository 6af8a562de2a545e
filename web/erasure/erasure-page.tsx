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
import style from './erasure.module.css'
import { Holdings, KeptRows } from './holdings.tsx'
import { Receipt } from './receipt.tsx'

const STATES = ['recorded', 'running', 'waiting_recipients', 'done'] as const
const FOLLOW_MS = 1200

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
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : FOLLOW_MS),
  })
  return (
    <div className={style.follow}>
      <Head title={t(`erasure.state.${erasure.data?.state ?? 'recorded'}`)}>
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

function Told({ erasure }: { erasure: Erasure }) {
  const { t } = useWords()
  const at = STATES.indexOf(erasure.state)
  return (
    <div className={style.page}>
      <div role="status">
        <ol className={style.steps}>
          {STATES.map((state, nth) => (
            <li key={state} data-done={nth <= at || undefined}>
              {t(`erasure.step.${state}`)}
            </li>
          ))}
        </ol>
      </div>
      <section className={style.part}>
        <h2>{t(at < 2 ? 'erasure.destroyed' : 'erasure.gone')}</h2>
        <Holdings holdings={erasure.holdings} />
      </section>
      {erasure.kept.length > 0 && (
        <section className={style.part}>
          <h2>{t('erasure.kept')}</h2>
          <KeptRows kept={erasure.kept} />
        </section>
      )}
      {erasure.receipt && <Receipt erasure={erasure} jws={erasure.receipt.jws} />}
    </div>
  )
}
