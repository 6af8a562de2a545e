import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { Tag } from '../../../ui/marks.tsx'
import { usePurposeTitle } from '../../purpose/purpose-label.tsx'
import type { Grant, Standing } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import { GrantCard } from './grant-card.tsx'
import type { Deed } from './deed.ts'
import style from './standing.module.css'

interface RowProps {
  standing: Standing
  grants: readonly Grant[]
  onDeed: (deed: Deed) => void
}

/** A purpose, yes or no, and the reason in a sentence; opened, its grants with their evidence. */
export function PurposeRow({ standing, grants, onDeed }: RowProps) {
  const { t } = useWords()
  const because = useBecause()
  const title = usePurposeTitle()
  const [open, setOpen] = useState(false)
  const id = useId()
  const { allowed, purpose } = standing
  const waits = standing.reason === 'waiting'
  const byLaw = standing.reason === 'by_law'
  return (
    <div className={style.row}>
      <h3>
        <button
          type="button"
          className={style.head}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          <span>{title({ id: purpose, title: standing.title })}</span>
          <Tag tone={allowed ? 'good' : waits ? 'plain' : 'bad'}>
            {allowed ? t('standing.yes') : waits ? t('standing.waits') : t('standing.no')}
          </Tag>
        </button>
      </h3>
      <p className={style.says}>{because(standing)}</p>
      {standing.evidence?.says && (
        <p className={style.says}>
          {[standing.evidence.says, standing.evidence.detail].filter(Boolean).join(': ')}
        </p>
      )}
      {open && (
        <div id={id} className={style.more}>
          {grants.map((grant) => (
            <GrantCard key={grant.id} grant={grant} />
          ))}
          {grants.length === 0 && <p className={style.grant}>{t('standing.noGrants')}</p>}
          {!byLaw && (
            <div className={style.deeds}>
              <Button
                size="compact-sm"
                onClick={() => onDeed({ kind: allowed ? 'withdraw' : 'give', purpose })}
              >
                {allowed ? t('standing.withdraw') : t('standing.give')}
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  )
}

/** The server's sentence, or one made of its reason and dates. */
export function useBecause(): (standing: Standing) => string {
  const { t, say, day } = useWords()
  return (standing) => {
    if (standing.sentence) return standing.sentence
    const why = say(`reason.${standing.reason}.why`, standing.reason)
    const since = standing.since ? t('standing.since', { day: day(standing.since) }) : ''
    const until = standing.until ? t('standing.until', { day: day(standing.until) }) : ''
    return [why, since, until].filter(Boolean).join(', ')
  }
}
