import type { ReactNode } from 'react'
import { day, moment } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import { evidenceTold, OWN_PAGE, titleOf } from '../letter/choice.tsx'
import type { Grant } from '../shapes.ts'

/** One grant with the words agreed to, how it came about, and everything that became of it. */
export function GrantTold(props: { grant: Grant }): ReactNode {
  const { t, language } = useWords()
  const { grant } = props
  return (
    <li className="row">
      <h3>{titleOf(t, grant)}</h3>
      {grant.notice && (
        <q className="words" dir="auto" lang={grant.notice.language}>
          {grant.notice.text}
        </q>
      )}
      {historyOf(t, language, grant).map((told) => (
        <span key={told} className="small">
          {told}
        </span>
      ))}
    </li>
  )
}

function historyOf(t: Tell, language: string, grant: Grant): string[] {
  const { basis, state, evidence, notice } = grant
  const at = (time: string) => moment(time, language)
  const how = evidenceTold(t, grant)
  const said = evidence?.at ? day(evidence.at, language) : null
  return [
    `${nameOf(t, `state.${state}`, state)} ${nameOf(t, `ground.${basis}`, t('needed.other'))}`,
    t('grant.given', { date: at(grant.given_at), who: whoOf(t, grant.given_by.kind) }),
    how && (said ? t('grant.how_at', { how, date: said }) : t('grant.how', { how })),
    evidence?.detail && !how?.includes(evidence.detail) && evidence.detail !== OWN_PAGE
      ? t('grant.detail', { detail: evidence.detail })
      : null,
    evidence?.ref && t('grant.ref', { ref: evidence.ref }),
    notice && t('grant.notice', { id: notice.id }),
    grant.guardian && t('grant.guardian'),
    ...grant.checks.map((one) =>
      t('grant.then', {
        date: at(one.at),
        what: nameOf(t, `check.${one.kind}`, one.kind),
        who: whoOf(t, one.by.kind),
      }),
    ),
    grant.expires_at && t('needed.until', { date: at(grant.expires_at) }),
  ].filter((told): told is string => Boolean(told))
}

function whoOf(t: Tell, kind: string): string {
  return nameOf(t, `by.${kind}`, kind)
}
