import type { ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { useWords } from '../language/words.ts'
import type { Me } from '../shapes.ts'
import { Choice } from './choice.tsx'
import { agreedOf, anythingLeft, choicesOf } from './standing.ts'

/** What the person agreed to, and what they could: nothing is ticked for them, and each stands for itself. */
export function Agreed(props: { me: Me }): ReactNode {
  const { t } = useWords()
  const choices = choicesOf(props.me.standing)
  const none = agreedOf(props.me.standing).length === 0
  return (
    <Part id="agreed" title={t('agreed.title')}>
      {choices.length === 0 && <p className="lead">{t('agreed.nothing_to')}</p>}
      {choices.length > 0 && none && <p className="lead">{t('agreed.none')}</p>}
      {!anythingLeft(props.me.standing) && (
        <p className="notice" role="status">
          {t('agreed.last')}
        </p>
      )}
      <ul className="rows">
        {choices.map((one) => (
          <Choice key={one.purpose} one={one} />
        ))}
      </ul>
      {speaksForThem() && (
        <p className="notice">
          <strong>{t('signal.title')}.</strong> {t('signal.says')}
        </p>
      )}
    </Part>
  )
}

/** Whether the browser asks for the person, by Global Privacy Control (W3C), that nothing of theirs is sold or shared. */
function speaksForThem(): boolean {
  return 'globalPrivacyControl' in navigator && navigator.globalPrivacyControl === true
}
