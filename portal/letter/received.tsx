import type { ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { day, listOf } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import { Rich } from '../language/rich.tsx'
import { useWords } from '../language/words.ts'
import type { Me, Recipient } from '../shapes.ts'
import { together } from './facts.ts'

/** Who outside received something, under its heading. */
export function Received(props: { me: Me }): ReactNode {
  const { t } = useWords()
  return (
    <Part id="received" title={t('received.title')}>
      <ReceivedList recipients={props.me.recipients} />
    </Part>
  )
}

/** Who outside received what, what for, and until when they may keep it; or that nobody did. */
export function ReceivedList(props: { recipients: readonly Recipient[] }): ReactNode {
  const { t, language } = useWords()
  const { recipients } = props
  return (
    <>
      {recipients.length === 0 && <p className="lead">{t('received.none')}</p>}
      <ul className="rows">
        {recipients.map((recipient, i) => (
          <li key={recipient.id ?? i} className="story">
            <Rich
              text={told(t, language, recipient)}
              parts={{ name: <Called recipient={recipient} />, b: <b /> }}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

function Called(props: { recipient: Recipient }): ReactNode {
  const { name, place } = props.recipient
  return (
    <>
      <bdi dir="auto">{name}</bdi>
      {place ? `, ${place},` : ''}
    </>
  )
}

function told(t: Tell, language: string, recipient: Recipient): string {
  const names = together(recipient.fields ?? []).map(
    (name) => `<b>${nameOf(t, `your.${name}`, name.replaceAll('_', ' '))}</b>`,
  )
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
