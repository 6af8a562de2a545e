import { Button, Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { Note } from '../../../ui/note.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import { Columns } from './columns.tsx'
import type { Plan } from './plan.ts'
import { datesIn, mappingOf, undecided } from './reading.ts'
import { ReadingFields } from './reading-fields.tsx'
import { preview } from './send.ts'
import { takenTwice } from './targets.ts'
import style from './wizard.module.css'

interface StepProps {
  plan: Plan
  onNext: (part: Partial<Plan>) => void
  onBack: () => void
}

/** How the file is read and what each column is: concluded, shown with samples, decided by whoever imports. */
export function MapStep({ plan, onNext, onBack }: StepProps) {
  const { t } = useWords()
  const { purpose } = usePurpose('imports')
  const { file } = plan
  const [mapping, setMapping] = useState<Record<string, string>>({ ...plan.mapping })
  const [reading, setReading] = useState(plan.reading)
  const looked = useQuery({
    queryKey: ['preview', file?.name, file?.size, file?.lastModified, reading],
    enabled: !!file,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => preview(file as File, reading, purpose?.id),
  })
  const seen = looked.data
  const settle = useEffectEvent(() => {
    if (!seen || looked.isPlaceholderData) return
    setMapping((before) => mappingOf(seen, Object.keys(before).length > 0 ? before : undefined))
  })
  useEffect(() => settle(), [seen])
  const twice = takenTwice(mapping)
  const open = seen ? undecided(seen, mapping, reading) : []
  const ready = seen && !looked.error && !looked.isFetching && Object.keys(mapping).length > 0
  const next = () => seen && onNext({ mapping, reading: { ...reading, dates: datesIn(seen, reading) } })
  return (
    <div>
      <p className={style.says}>{t('wizard.mapSays')}</p>
      {looked.error && <RefusedNote error={looked.error} />}
      {looked.isPending && <Skeleton height={240} />}
      {seen && (
        <>
          <ReadingFields seen={seen} reading={reading} onChange={({ dates: _, ...how }) => setReading(how)} />
          <Columns {...{ seen, mapping, reading, twice }} onChange={setMapping} onReading={setReading} />
        </>
      )}
      {twice.length > 0 && <Note tone="bad" title={t('wizard.twice')} />}
      {open.length > 0 && (
        <div className={style.decide}>
          <Note tone="mind" title={t('wizard.decide')} />
        </div>
      )}
      <div className={style.end}>
        <Button variant="subtle" onClick={onBack}>
          {t('back')}
        </Button>
        <Button variant="filled" disabled={!ready || twice.length > 0 || open.length > 0} onClick={next}>
          {t('wizard.try')}
        </Button>
      </div>
    </div>
  )
}
