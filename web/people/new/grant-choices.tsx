import { Checkbox, Skeleton } from '@mantine/core'
import { type Draft, EMPTY } from '../../grants/draft.ts'
import { GrantFields } from '../../grants/grant-fields.tsx'
import style from '../../grants/grants.module.css'
import { useGrantable } from '../../grants/purposes.ts'
import { useWords } from '../../words/i18n.ts'

interface ChoicesProps {
  drafts: readonly Draft[]
  onChange: (drafts: readonly Draft[]) => void
  tried: boolean
}

/** Every purpose a person can take part in, each by itself. None is ticked beforehand. */
export function GrantChoices({ drafts, onChange, tried }: ChoicesProps) {
  const { t } = useWords()
  const purposes = useGrantable()
  if (purposes.length === 0) return <Skeleton height={120} />
  return (
    <div>
      {purposes.map((purpose) => {
        const draft = drafts.find((one) => one.purpose === purpose.id)
        const replace = (next: Draft | undefined) =>
          onChange([...drafts.filter((one) => one.purpose !== purpose.id), ...(next ? [next] : [])])
        return (
          <div key={purpose.id} className={style.choice}>
            <Checkbox
              size="sm"
              label={purpose.title}
              description={t('grant.says', { says: purpose.says })}
              checked={!!draft}
              onChange={(event) =>
                replace(event.currentTarget.checked ? { ...EMPTY, purpose: purpose.id } : undefined)
              }
            />
            {draft && (
              <div className={style.terms}>
                <GrantFields purpose={purpose} draft={draft} onChange={replace} tried={tried} />
              </div>
            )}
          </div>
        )
      })}
    </div>
  )
}
