import { useState, type ReactNode } from 'react'
import { Part, Way } from '../frame.tsx'
import { Rich } from '../language/rich.tsx'
import { useWords } from '../language/words.ts'
import type { Me } from '../shapes.ts'
import { FactLine } from './fact-line.tsx'
import { countOf, factsOf } from './facts.ts'

const FIRST = 5

/** What we hold, fact by fact with its source. The first few at once, the rest behind one word. */
export function Held(props: { me: Me }): ReactNode {
  const { t } = useWords()
  const [all, showAll] = useState(false)
  const facts = factsOf(props.me.person.fields, props.me.person.secrets)
  const { beyond } = countOf(props.me)
  // A single line is not worth a click.
  const shown = all || facts.length <= FIRST + 1 ? facts : facts.slice(0, FIRST)
  return (
    <Part id="held" title={t('held.title')}>
      {facts.length === 0 && beyond === 0 && <p className="lead">{t('held.none')}</p>}
      <ul className="rows">
        {shown.map((fact) => (
          <FactLine key={fact.key} fact={fact} version={props.me.person.version} />
        ))}
      </ul>
      {facts.length > FIRST + 1 && (
        <p className="more">
          <button type="button" className="plain" aria-expanded={all} onClick={() => showAll(!all)}>
            {all ? t('held.fewer') : t('held.more', { count: facts.length - FIRST })}
          </button>
        </p>
      )}
      {beyond > 0 && (
        <p className="more">
          <Rich text={t('held.beyond', { count: beyond })} parts={{ copy: <Way to="/me/copy" /> }} />
        </p>
      )}
    </Part>
  )
}
