import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { TFunction } from 'i18next'
import { day } from '../language/dates.ts'
import { nameOf } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import type { Source } from '../shapes.ts'
import { CorrectForm } from './correct-form.tsx'
import { earlierOf, sourcesOf, type Fact, type Field } from './facts.ts'
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
        <bdi className={fact.is === 'secret' ? 'secret' : undefined} dir={fact.is === 'secret' ? 'ltr' : 'auto'}>
          {shownValue(fact, language)}
        </bdi>
        <span className="small">{sourceTold(t, language, fact.fields, fact.is === 'secret')}</span>
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

function sourceTold(t: TFunction, language: string, fields: readonly Field[], secret: boolean): string {
  const told = sourcesOf(fields)
  const sources = told.map(({ source, names }) => {
    const from = fromTold(t, language, source)
    if (told.length === 1) return from
    const what = names.map((name) => nameOf(t, `field.${name}`, plainName(name))).join(', ')
    return t('source.of', { what, from })
  })
  const earlier = earlierOf(fields)
  const parts = [
    ...sources,
    ...(secret ? [t('held.vault')] : []),
    ...(earlier > 0 ? [t('held.earlier', { count: earlier })] : []),
  ]
  return parts.join('; ')
}

function fromTold(t: TFunction, language: string, source: Source): string {
  const detail = source.detail ?? ''
  const key = `source.${source.kind}`
  const from = detail
    ? nameOf(t, `${key}_detail`, t('source.other_detail', { detail }), { detail })
    : nameOf(t, key, t('source.other'))
  const at = source.collected_at ?? source.recorded_at
  return at ? t('source.dated', { from, date: day(at, language) }) : from
}

/** A field that the organisation added calls itself by its own name. */
function plainName(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}
