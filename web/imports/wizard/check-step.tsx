import { onceKey } from '../../once.ts'
import { Button, Progress } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { Note } from '../../../ui/note.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import { Counts } from '../counts.tsx'
import { FailedSays } from '../failed.tsx'
import { useImport } from '../data.ts'
import { isRunning, leftWords, share } from '../progress.ts'
import { Report } from '../report.tsx'
import { startImport } from './send.ts'
import type { Plan } from './plan.ts'
import style from './wizard.module.css'

/** A trial over the whole file that stores nobody: what would happen, row by row. Then the import itself. */
export function CheckStep({ plan, onBack }: { plan: Plan; onBack: () => void }) {
  const words = useWords()
  const { t, number } = words
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { purpose } = usePurpose('imports')
  const [once] = useState(onceKey)
  const trial = useMutation({
    mutationFn: () => startImport(plan, { dry: true, purpose: purpose?.id }),
  })
  const begin = useEffectEvent(() => trial.mutate())
  useEffect(() => begin(), [])
  const followed = useImport(trial.data?.id)
  const outcome = followed.data ?? trial.data
  const run = useMutation({
    mutationFn: () => startImport(plan, { dry: false, purpose: purpose?.id, once }),
    onSuccess: async (started) => {
      await queries.invalidateQueries({ queryKey: ['imports'] })
      await navigate({ to: '/imports/$id', params: { id: started.id } })
    },
  })
  const done = outcome && !isRunning(outcome)
  const fits = outcome ? outcome.counts.imported + outcome.counts.updated : 0
  return (
    <div>
      <p className={style.says}>{t('wizard.checkSays')}</p>
      {trial.error && <RefusedNote error={trial.error} />}
      {(trial.isPending || (outcome && !done)) && (
        <div role="status">
          <p>{outcome ? leftWords(outcome, words) : t('wizard.busy')}</p>
          <Progress value={(outcome ? (share(outcome) ?? 0) : 0) * 100} aria-label={t('wizard.busy')} />
        </div>
      )}
      {done && (
        <>
          <Counts one={outcome} />
          {outcome.state === 'failed' && (
            <Note tone="bad">
              <FailedSays code={outcome.problem} />
            </Note>
          )}
          <Report one={outcome} />
        </>
      )}
      {run.error && <RefusedNote error={run.error} />}
      <div className={style.end}>
        <Button variant="subtle" onClick={onBack}>
          {t('back')}
        </Button>
        <Button
          variant="filled"
          disabled={!done || fits === 0}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {done ? t('wizard.run', { count: fits, n: number(fits) }) : t('wizard.runLater')}
        </Button>
      </div>
    </div>
  )
}
