import type { ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { day } from '../language/dates.ts'
import { useWords } from '../language/words.ts'
import { Stays } from '../leave/plan-parts.tsx'
import type { Me } from '../shapes.ts'

/** That they have left, where a contract keeps the rest. */
export function Left(props: { me: Me }): ReactNode {
  const { t, language } = useWords()
  const { leaving } = props.me
  if (!leaving) return null
  return (
    <Part id="left" title={t('locked.left')}>
      <p className="notice">
        {t('locked.left_says', { date: day(leaving.asked_at, language) })}{' '}
        <a href={`/receipt/${leaving.erasure_id}`}>{t('locked.receipt')}</a>
      </p>
    </Part>
  )
}

/** What a law makes us keep, whether they leave or not. */
export function Locked(props: { me: Me }): ReactNode {
  const { t } = useWords()
  const { kept = [] } = props.me
  return kept.length > 0 && <Stays title={t('locked.title')} kept={kept} />
}
