import { Tag, type Tone } from '../../../ui/marks.tsx'
import type { Grant } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import style from './standing.module.css'

const TONES: Record<Grant['state'], Tone> = {
  active: 'good',
  waiting: 'plain',
  withdrawn: 'bad',
  refused: 'bad',
  expired: 'plain',
}

/** One grant with its evidence: on what ground, in which words, given when and how, and where it stands. */
export function GrantCard({ grant }: { grant: Grant }) {
  const { t, say, day } = useWords()
  const { evidence, notice } = grant
  const wording = typeof notice === 'object' ? notice?.text : undefined
  const noticeId = typeof notice === 'string' ? notice : notice?.id
  const given = grant.given_at ?? evidence?.at
  const by = grant.given_by?.name ?? (grant.given_by ? t(`actor.${grant.given_by.kind}`) : undefined)
  return (
    <div className={style.grant}>
      <p>
        {say(`basis.${grant.basis}`, grant.basis)}{' '}
        <Tag tone={TONES[grant.state]}>{t(`state.${grant.state}`)}</Tag>
      </p>
      {wording && <q>{wording}</q>}
      {noticeId && <p>{t('grant.notice', { notice: noticeId })}</p>}
      {evidence && (
        <p>
          {say(`evidence.${evidence.kind}`, evidence.kind)}
          {evidence.detail ? `: ${evidence.detail}` : ''}
          {evidence.at ? `, ${day(evidence.at)}` : ''}
        </p>
      )}
      {given && (
        <p>
          {by ? t('grant.givenBy', { day: day(given), name: by }) : t('grant.given', { day: day(given) })}
        </p>
      )}
      {grant.until && <p>{t('grant.until', { day: day(grant.until) })}</p>}
    </div>
  )
}
