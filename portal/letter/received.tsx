import type { ReactNode } from 'react'
import type { TFunction } from 'i18next'
import { Trans } from 'react-i18next'
import { Part } from '../frame.tsx'
import { day, listOf } from '../language/dates.ts'
import { nameOf } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import type { Me, Recipient } from '../shapes.ts'
import { together } from './facts.ts'

/** Who outside received something, what, what for, and until when they may keep it. */
export function Received(props: { me: Me }): ReactNode {
  const { t, language } = useWords()
  const { recipients } = props.me
  return (
    <Part id="received" title={t('received.title')}>
      {recipients.length === 0 && <p className="lead">{t('received.none')}</p>}
      <ul className="rows">
        {recipients.map((recipient, i) => (
          <li key={recipient.id ?? i} className="story">
            <Trans t={t} defaults={told(t, language, recipient)} components={{ name: <Called recipient={recipient} /> }} />
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Called(props: { recipient: Recipient }): ReactNode {
  const { name, place } = props.recipient
  return (
    <>
      <b dir="auto">{name}</b>
      {place ? `, ${place}` : ''}
    </>
  )
}

function told(t: TFunction, language: string, recipient: Recipient): string {
  const names = together(recipient.fields ?? []).map((name) => nameOf(t, `your.${name}`, name.replaceAll('_', ' ')))
  const why = recipient.why ? ` ${plainText(recipient.why)}` : ''
  return [
    names.length > 0
      ? t('received.told', { fields: listOf(names, language), why })
      : t('received.told_plain', { why }),
    ...(recipient.until ? [t('received.until', { date: day(recipient.until, language) })] : []),
  ].join(' ')
}

function plainText(words: string): string {
  return words.replaceAll('<', '‹').replaceAll('>', '›')
}
