import { Dialog } from '../../shell/dialog.tsx'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Tag } from '../../../ui/marks.tsx'
import { call } from '../../api.ts'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Page, Source } from '../../shapes.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import style from './facts.module.css'
import { useSourceSentence } from './source-card.tsx'

/** A value as it stood; null where it was taken away. */
interface Past {
  readonly value: string | null
  readonly source?: Source | null
}

interface HistoryProps {
  personId: string
  field: string | undefined
  onClose: () => void
}

/** The values that stood in a field before, each with where it came from. */
export function HistoryDialog({ personId, field, onClose }: HistoryProps) {
  const { t, say } = useWords()
  const label = field ? say(`field.${field}`, field) : ''
  return (
    <Dialog opened={!!field} onClose={onClose} title={t('facts.history', { field: label })}>
      {field && <PastValues personId={personId} field={field} />}
    </Dialog>
  )
}

function PastValues({ personId, field }: { personId: string; field: string }) {
  const { t, say } = useWords()
  const { purpose } = usePurpose('people')
  const sentence = useSourceSentence()
  const { data, error } = useQuery({
    queryKey: ['person', personId, 'history', field, purpose?.id],
    queryFn: ({ signal }) =>
      call<Page<Past>>(`/people/${personId}/history`, { purpose: purpose?.id, query: { field }, signal }),
  })
  if (error) return <RefusedNote error={error} />
  if (!data) return <Skeleton height={60} />
  if (data.items.length === 0) return <p>{t('facts.noHistory')}</p>
  return (
    <ol className={style.past}>
      {data.items.map((one, nth) => (
        <li key={nth}>
          {one.value === null ? t('facts.takenAway') : <bdi dir="auto">{one.value}</bdi>}{' '}
          {nth === 0 && <Tag>{t('facts.now')}</Tag>}
          {one.source && (
            <small>
              {say(`source.told.${one.source.kind}`, one.source.kind)} {sentence(one.source)}
            </small>
          )}
        </li>
      ))}
    </ol>
  )
}
