import { Skeleton } from '@mantine/core'
import { useState } from 'react'
import { Part } from '../../../ui/marks.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Grant, Standing } from '../../shapes.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import { useGrants, useStanding } from '../data.ts'
import { Asks } from './asks.tsx'
import { GiveDialog } from './give-dialog.tsx'
import { PurposeRow } from './purpose-row.tsx'
import style from './standing.module.css'
import { WaitingGrants } from './waiting-grants.tsx'
import { WithdrawDialog } from './withdraw-dialog.tsx'

export type Deed = { readonly kind: 'give' | 'withdraw'; readonly purpose?: string }

/** What may be done with this person now, purpose by purpose, and what they can ask for. */
export function StandingPart({ id, given }: { id: string; given: string | undefined }) {
  const { t } = useWords()
  const { purpose } = usePurpose('people')
  const standing = useStanding(id, purpose?.id)
  const grants = useGrants(id, purpose?.id)
  const [deed, setDeed] = useState<Deed>()
  const all = grants.data?.items ?? []
  const close = () => setDeed(undefined)
  return (
    <div className={style.part}>
      <WaitingGrants id={id} grants={all.filter((grant) => grant.state === 'waiting')} />
      <section>
        <Part>{t('standing.title')}</Part>
        {standing.error && <RefusedNote error={standing.error} />}
        {standing.isPending && <Skeleton height={160} mt="sm" />}
        {(standing.data?.items ?? []).map((one) => (
          <PurposeRow key={one.purpose} standing={one} grants={grantsOf(one, all)} onDeed={setDeed} />
        ))}
      </section>
      <Asks id={id} given={given} onDeed={setDeed} />
      <GiveDialog id={id} opened={deed?.kind === 'give'} purpose={deed?.purpose} onClose={close} />
      <WithdrawDialog
        id={id}
        opened={deed?.kind === 'withdraw'}
        purpose={deed?.purpose}
        standing={standing.data?.items ?? []}
        onClose={close}
      />
    </div>
  )
}

function grantsOf(standing: Standing, grants: readonly Grant[]): readonly Grant[] {
  return grants.filter((grant) => grant.purpose === standing.purpose)
}
