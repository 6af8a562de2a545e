import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { readStatement } from '../api.ts'
import { Failed, Frame, Part, Waiting, Way } from '../frame.tsx'
import { day, listOf } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import { Rich } from '../language/rich.tsx'
import { useWords } from '../language/words.ts'
import { together } from '../letter/facts.ts'
import { SHIPPED, findPurpose, type Term } from '../../core/purposes.ts'
import { whyOf } from '../letter/story.ts'
import type { Recipient, Statement } from '../shapes.ts'

/** `/privacy`: what we use for what, computed from the registries, readable by anybody. */
export function PrivacyPage(): ReactNode {
  const { t } = useWords()
  const statement = useQuery({
    queryKey: ['statement'],
    queryFn: readStatement,
  })
  return (
    <Frame
      from={statement.data?.organisation}
      title={t('menu.privacy')}
      way={<Way to="/me">{t('menu.sign_in')}</Way>}
    >
      {statement.isPending && <Waiting />}
      {statement.isError && <Failed error={statement.error} again={() => void statement.refetch()} />}
      {statement.data && <Told statement={statement.data} />}
    </Frame>
  )
}

function Told(props: { statement: Statement }): ReactNode {
  const { t, language } = useWords()
  const { organisation, purposes, recipients, sold } = props.statement
  // Our own name for a purpose says all of it; one that the organisation added says more in its own words.
  const ownName = (id: string) => nameOf(t, `purpose.${id}`, '') || null
  return (
    <>
      <h1>{t('privacy.opening', { organisation })}</h1>
      <p className="lead">{t('privacy.lead')}</p>
      <Part title={t('privacy.purposes')}>
        <ul className="rows">
          {purposes
            .toSorted((a, b) => rank(a.id) - rank(b.id))
            .map((purpose) => (
              <li key={purpose.id} className="row">
                <h3>{ownName(purpose.id) ?? purpose.title}</h3>
                {ownName(purpose.id) === null && (
                  <p>{t('privacy.says', { why: whyOf(t, purpose.id, purpose.says) })}</p>
                )}
                <p className="small">{groundsOf(t, language, purpose)}</p>
              </li>
            ))}
        </ul>
      </Part>
      <Part title={t('privacy.recipients')}>
        {recipients.length === 0 && <p className="lead">{t('privacy.recipients_none')}</p>}
        <ul className="rows">
          {recipients.map((recipient, i) => (
            <li key={recipient.id ?? i} className="row">
              <h3 dir="auto">{[recipient.name, recipient.place].filter(Boolean).join(', ')}</h3>
              <p className="small">{sharedWith(t, language, recipient)}</p>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t('privacy.sold')}>
        <p className="lead">{sold === 'none' ? t('privacy.sold_none') : sold}</p>
      </Part>
      <Part title={t('privacy.yours')}>
        <p className="lead">
          <Rich text={t('privacy.yours_says')} parts={{ me: <Way to="/me" /> }} />
        </p>
      </Part>
    </>
  )
}

function groundsOf(t: Tell, language: string, purpose: Statement['purposes'][number]): string {
  const bases = purpose.bases.map((basis) => nameOf(t, `basis.${basis}`, basis))
  const either = new Intl.ListFormat(language, { type: 'disjunction' }).format(bases)
  // The shipped ones are the same here and there; of those that were added, the server says how long in its own words.
  const { term, silence } = findPurpose(purpose.id) ?? {}
  const parts = [
    bases.length > 0 && t('privacy.bases', { bases: either }),
    t('privacy.kept', { kept: term ? termTold(t, term) : purpose.kept }),
    silence && t('privacy.silence', { count: silence.months }),
  ]
  return parts.filter(Boolean).join(' ')
}

/** In the order in which they ship, each that was added beside the one it stands below. */
function rank(id: string): number {
  return SHIPPED.findLastIndex((shipped) => id === shipped.id || id.startsWith(`${shipped.id}.`))
}

function termTold(t: Tell, term: Term): string {
  if ('after' in term) return t(`term.${term.after}`, { count: term.months })
  return t(`term.until_${term.until}`, { count: 'months' in term ? term.months : 0 })
}

function sharedWith(t: Tell, language: string, recipient: Recipient): string {
  const fields = together(recipient.fields ?? []).map((name) => nameOf(t, `field.${name}`, name))
  const parts = [
    fields.length > 0 && listOf(fields, language),
    recipient.why,
    recipient.until && t('privacy.until', { date: day(recipient.until, language) }),
  ]
  return parts.filter(Boolean).join('; ')
}
