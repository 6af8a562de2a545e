import type { ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { day } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import type { Me, Standing } from '../shapes.ts'
import { Choice, evidenceTold, titleOf } from './choice.tsx'
import { canBeObjectedTo, neededOf } from './standing.ts'

/** What holds without the person's agreement: each with its reason, and how long. What they may object to has a switch. */
export function Needed(props: { me: Me }): ReactNode {
  const { t, language } = useWords()
  const needed = [...neededOf(props.me.standing).values()].flat()
  if (needed.length === 0) return null
  return (
    <Part id="needed" title={t('needed.title')}>
      <ul className="rows">
        {needed.map((one) =>
          one.switchable || canBeObjectedTo(one) ? (
            <Choice
              key={one.purpose}
              one={one}
              told={one.allowed ? `${because(t, language, one)} ${t('needed.object')}` : undefined}
            />
          ) : (
            <li key={one.purpose} className="row">
              <h3>{titleOf(t, one)}</h3>
              <p className="small">{because(t, language, one)}</p>
            </li>
          ),
        )}
      </ul>
    </Part>
  )
}

/** Why it may be used, since when and until when. */
export function because(t: Tell, language: string, one: Standing): string {
  const date = one.until ? day(one.until, language) : null
  const basis = one.reason === 'by_law' ? 'legal_obligation' : one.basis
  const reason = nameOf(t, `needed.${basis}`, t('needed.other'))
  const how = evidenceTold(t, one)
  const at = one.evidence?.at
  const rests = how && at ? t('needed.rests', { how, date: day(at, language) }) : null
  return [reason, rests, date && t('needed.until', { date })].filter(Boolean).join(' ')
}
