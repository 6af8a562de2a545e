import { Tag, type Tone } from '../../../ui/marks.tsx'
import { useActorName } from '../../session/staff-names.ts'
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
  const called = useActorName()
  return (
    <div className={style.grant}>
      <p>
        {say(`basis.${grant.basis}`, grant.basis)}{' '}
        <Tag tone={TONES[grant.state]}>{t(`state.${grant.state}`)}</Tag>
      </p>
      {notice && <q>{notice.text}</q>}
      {notice && <p>{t('grant.notice', { notice: notice.id })}</p>}
      {evidence && (
        <p>
          {say(`evidence.${evidence.kind}`, evidence.kind)}
          {evidence.detail ? `: ${evidence.detail}` : ''}
          {evidence.at ? `, ${day(evidence.at)}` : ''}
        </p>
      )}
      <p>{t('grant.givenBy', { day: day(grant.given_at), name: called(grant.given_by) ?? '' })}</p>
      {grant.until && <p>{t('grant.until', { day: day(grant.until) })}</p>}
    </div>
  )
}
