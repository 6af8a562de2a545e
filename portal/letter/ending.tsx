import type { ReactNode } from 'react'
import { Part, Way } from '../frame.tsx'
import { listOf } from '../language/dates.ts'
import { useWords } from '../language/words.ts'
import type { Me } from '../shapes.ts'

/** The end of the letter: take everything along, or see what leaving would destroy. */
export function Ending(props: { me: Me }): ReactNode {
  const { t, language } = useWords()
  const names = props.me.recipients.map((recipient) => recipient.name)
  return (
    <>
      <Part id="leave" title={t('end.title')} className="ending">
        <p className="lead">
          {names.length === 0 ? t('end.says') : t('end.says_recipients', { names: listOf(names, language) })}{' '}
          {t('end.stays')}
        </p>
        <p className="acts">
          <Way className="button" to="/me/copy">
            {t('end.take')}
          </Way>
          <Way className="button red" to="/me/leave">
            {t('end.plan')}
          </Way>
        </p>
      </Part>
      <footer className="foot">
        <Way to="/privacy">{t('menu.privacy')}</Way>
      </footer>
    </>
  )
}
