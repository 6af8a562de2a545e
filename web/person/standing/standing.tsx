import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { Part } from '../../../ui/marks.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Grant, Standing } from '../../shapes.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import { useGrants, useStanding } from '../data.ts'
import { Asks } from './asks.tsx'
import type { Deed } from './deed.ts'
import { GiveDialog } from './give-dialog.tsx'
import { PurposeRow } from './purpose-row.tsx'
import style from './standing.module.css'
import { WaitingGrants } from './waiting-grants.tsx'
import { WithdrawDialog } from './withdraw-dialog.tsx'

/** What may be done with this person now, purpose by purpose, and what they can ask for. */
export function StandingPart({ id, given }: { id: string; given: string | undefined }) {
  const { t, number } = useWords()
  const { purpose } = usePurpose('people')
  const standing = useStanding(id, purpose?.id)
  const grants = useGrants(id, purpose?.id)
  const [deed, setDeed] = useState<Deed>()
  const [every, showEvery] = useState(false)
  const all = grants.data?.items ?? []
  const close = () => setDeed(undefined)
  const items = standing.data?.items ?? []
  const never = items.filter(({ reason }) => reason === 'no_grant')
  const shown = every ? items : items.filter((one) => !never.includes(one))
  return (
    <div className={style.part}>
      <WaitingGrants id={id} grants={all.filter(waitsForCheck)} />
      <section>
        <Part>{t('standing.title')}</Part>
        {standing.error && <RefusedNote error={standing.error} />}
        {standing.isPending && <Skeleton height={160} mt="sm" />}
        {ordered(shown).map((one) => (
          <PurposeRow key={one.purpose} standing={one} grants={grantsOf(one, all)} onDeed={setDeed} />
        ))}
        {never.length > 0 && (
          <Button
            variant="subtle"
            size="compact-sm"
            className={style.never}
            aria-expanded={every}
            onClick={() => showEvery(!every)}
          >
            {every
              ? t('standing.fewer')
              : t('standing.never', { count: never.length, n: number(never.length) })}
          </Button>
        )}
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

/** What applies first, what waits next, then what does not; what is everyone's by law at the end. */
function ordered(standing: readonly Standing[]): readonly Standing[] {
  const weight = ({ allowed, reason }: Standing) =>
    reason === 'by_law' ? 3 : allowed ? 0 : reason === 'waiting' ? 1 : 2
  return [...standing].sort((a, b) => weight(a) - weight(b))
}

/** A colleague's or a file's claim with a document to look at; others wait for the person's own word. */
function waitsForCheck({ state, given_by, evidence }: Grant): boolean {
  const claimed = given_by.kind === 'staff' || given_by.kind === 'import'
  return state === 'waiting' && claimed && !!evidence && evidence.kind !== 'import'
}

function grantsOf(standing: Standing, grants: readonly Grant[]): readonly Grant[] {
  return grants.filter((grant) => grant.purpose === standing.purpose)
}
