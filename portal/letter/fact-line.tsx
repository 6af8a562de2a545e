import { useEffect, useRef, useState, type ReactNode } from 'react'
import { nameOf } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import { CorrectForm } from './correct-form.tsx'
import type { Fact } from './facts.ts'
import { plainName, sourcesTold } from './sources.ts'
import { shownValue } from './values.ts'

/** One fact: what it is, its value with its source below, and the way to correct it in its place. */
export function FactLine(props: { fact: Fact; version: number | undefined }): ReactNode {
  const { t, language } = useWords()
  const { fact } = props
  const [correcting, correct] = useState(false)
  const [saved, setSaved] = useState(false)
  const way = useRef<HTMLButtonElement>(null)
  const was = useRef(false)
  useEffect(() => {
    // Closing the form puts the reader back where they opened it.
    if (was.current && !correcting) way.current?.focus()
    was.current = correcting
  }, [correcting])
  const name = nameOf(t, `field.${fact.key}`, plainName(fact.key))

  if (fact.is === 'withheld') {
    return (
      <li className="fact">
        <span className="what">{name}</span>
        <span>
          <span className="withheld">{t('held.withheld')}</span>
          <span className="small">{t('held.withheld_why')}</span>
        </span>
      </li>
    )
  }
  if (correcting) {
    return (
      <li className="fact open">
        <CorrectForm
          fields={fact.fields}
          version={props.version}
          close={(done) => {
            setSaved(done)
            correct(false)
          }}
        />
      </li>
    )
  }
  return (
    <li className="fact">
      <span className="what">{name}</span>
      <span>
        <bdi
          className={fact.is === 'secret' ? 'secret' : undefined}
          dir={fact.is === 'secret' ? 'ltr' : 'auto'}
        >
          {shownValue(fact, language)}
        </bdi>
        {sourcesTold(t, language, fact.fields, fact.is === 'secret').map((told) => (
          <span key={told} className="small">
            {told}
          </span>
        ))}
        <span className="unseen" role="status">
          {saved && t('held.saved')}
        </span>
      </span>
      {fact.is === 'known' && (
        <button
          ref={way}
          type="button"
          className="plain correct"
          aria-label={t('held.correct_what', { what: name })}
          onClick={() => correct(true)}
        >
          {t('held.correct')}
        </button>
      )}
    </li>
  )
}
