import { useState, type ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { useWords } from '../language/words.ts'
import type { Me, Standing } from '../shapes.ts'
import { Choice } from './choice.tsx'
import { EndAll } from './end-all.tsx'
import { agreedOf, anythingLeft, choicesOf, hasHistory } from './standing.ts'

/**
 * What the person agreed to, and what they once did. What they never agreed to is behind a word: we answer, we do not
 * suggest. A choice keeps its place while the page is open, however it is switched.
 */
export function Agreed(props: { me: Me }): ReactNode {
  const { t } = useWords()
  const [all, showAll] = useState(false)
  const choices = choicesOf(props.me.standing)
  const [order] = useState(() => inOrder(choices).map(({ purpose }) => purpose))
  const [never] = useState(() => choices.filter((one) => !hasHistory(one)).map(({ purpose }) => purpose))
  const placed = choices.toSorted((a, b) => order.indexOf(a.purpose) - order.indexOf(b.purpose))
  const first = placed.filter(({ purpose }) => !never.includes(purpose))
  const others = placed.filter(({ purpose }) => never.includes(purpose))
  const none = agreedOf(props.me.standing).length === 0
  return (
    <Part id="agreed" title={t('agreed.title')}>
      {choices.length === 0 && (
        <p className="lead">{t(props.me.leaving ? 'agreed.left' : 'agreed.nothing_to')}</p>
      )}
      {choices.length > 0 && none && <p className="lead">{t('agreed.none')}</p>}
      {!anythingLeft(props.me.standing) && (
        <p className="notice" role="status">
          {t('agreed.last')}
        </p>
      )}
      <ul className="rows">
        {(all ? [...first, ...others] : first).map((one) => (
          <Choice key={one.purpose} one={one} />
        ))}
      </ul>
      <EndAll agreed={agreedOf(props.me.standing)} />
      {others.length > 0 && (
        <p className="more">
          <button type="button" className="plain" aria-expanded={all} onClick={() => showAll(!all)}>
            {all ? t('held.fewer') : t('agreed.more', { count: others.length })}
          </button>
        </p>
      )}
      {speaksForThem() && (
        <p className="notice">
          <strong>{t('signal.title')}.</strong> {t('signal.says')}
        </p>
      )}
    </Part>
  )
}

/** What was agreed to comes first. */
function inOrder(choices: readonly Standing[]): Standing[] {
  return choices.toSorted((a, b) => Number(b.allowed) - Number(a.allowed))
}

/** Whether the browser asks for the person, by Global Privacy Control (W3C), that nothing of theirs is sold or shared. */
function speaksForThem(): boolean {
  return 'globalPrivacyControl' in navigator && navigator.globalPrivacyControl === true
}
