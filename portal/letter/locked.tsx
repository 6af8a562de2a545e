import type { ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { day } from '../language/dates.ts'
import { useWords } from '../language/words.ts'
import { Stays } from '../leave/plan-parts.tsx'
import type { Me } from '../shapes.ts'

/** What a law makes us keep, and that they have left where a contract keeps the rest. */
export function Locked(props: { me: Me }): ReactNode {
  const { t, language } = useWords()
  const { kept = [], leaving } = props.me
  return (
    <>
      {leaving && (
        <Part id="left" title={t('locked.left')}>
          <p className="notice">
            {t('locked.left_says', { date: day(leaving.asked_at, language) })}{' '}
            <a href={`/receipt/${leaving.erasure_id}`}>{t('locked.receipt')}</a>
          </p>
        </Part>
      )}
      {kept.length > 0 && <Stays kept={kept} />}
    </>
  )
}
