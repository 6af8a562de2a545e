import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { Words } from '../../../ui/words.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Person } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useGrants, useLedgerOf } from '../data.ts'
import { before, together } from './before.ts'
import { fold } from './fold.ts'
import { groupOfKind, GROUPS, type KindGroup } from './kinds.ts'
import { Line } from './line.tsx'
import style from './timeline.module.css'

/** Everything that happened with this person, newest first, in words; the looks among it. */
export function Timeline({ id, person }: { id: string; person: Person | undefined }) {
  const { t } = useWords()
  const { purpose } = usePurpose('people')
  const [kind, setKind] = useState<KindGroup | 'all'>('all')
  const ledger = useLedgerOf(id, purpose?.id)
  const grants = useGrants(id, purpose?.id)
  const told = before(person, grants.data?.items ?? [], ({ detail }) =>
    t('timeline.came', { detail: detail ?? '' }),
  )
  const written = (ledger.data?.pages ?? []).flatMap((page) => page.items)
  const lines = ledger.data ? together(written, told, ledger.hasNextPage) : []
  const shown = kind === 'all' ? lines : lines.filter((line) => groupOfKind(line.kind) === kind)
  return (
    <div>
      <div className={style.filter}>
        <Words
          label={t('timeline.filter')}
          of={['all', ...GROUPS] as const}
          chosen={kind}
          word={(one) => t(`timeline.kind.${one}`)}
          onChoose={setKind}
        />
      </div>
      {ledger.error && <RefusedNote error={ledger.error} />}
      {ledger.isPending && <Waiting />}
      <ol>
        {fold(shown).map(({ line, times }) => (
          <Line key={line.event_id} line={line} times={times} />
        ))}
      </ol>
      {ledger.data && shown.length === 0 && <p className={style.none}>{t('timeline.none')}</p>}
      {ledger.hasNextPage && (
        <Button
          variant="subtle"
          className={style.more}
          onClick={() => void ledger.fetchNextPage()}
          loading={ledger.isFetchingNextPage}
        >
          {t('timeline.earlier')}
        </Button>
      )}
    </div>
  )
}

function Waiting() {
  return (
    <div className={style.waiting}>
      {[80, 60, 70, 50].map((width) => (
        <Skeleton key={width} height={10} width={`${width}%`} />
      ))}
    </div>
  )
}
