import { useId, type ReactNode } from 'react'
import { day } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import { useWords, whatWentWrong } from '../language/words.ts'
import type { Standing } from '../shapes.ts'
import { useChoosing } from './choosing.ts'

/**
 * One purpose with a switch beside the exact words that it stands for. Off is as large as on and asks nothing.
 * `told` stands in place of the words where it is not agreed to but could be objected to.
 */
export function Choice(props: { one: Standing; told?: string }): ReactNode {
  const { t, language } = useWords()
  const { one } = props
  const id = useId()
  const choosing = useChoosing()
  const stuck = !one.allowed && !one.notice
  const words = props.told === undefined ? one.notice?.text : undefined
  return (
    <li className="choice">
      <div>
        <h3 id={`${id}-title`}>{titleOf(t, one)}</h3>
        {words && (
          <q id={`${id}-words`} dir="auto" lang={one.notice?.language}>
            {words}
          </q>
        )}
        <p className="small" id={`${id}-how`}>
          {stuck ? t('agreed.no_wording') : (props.told ?? choiceTold(t, language, one))}
        </p>
        <p className={choosing.isError ? 'wrong' : 'unseen'} role="status">
          {choosing.isError && t('agreed.failed', { why: whatWentWrong(t, choosing.error) })}
          {choosing.isSuccess && t(one.allowed ? 'agreed.on' : 'agreed.off')}
        </p>
      </div>
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={one.allowed}
        aria-labelledby={`${id}-title`}
        aria-describedby={words ? `${id}-words ${id}-how` : `${id}-how`}
        disabled={stuck}
        onClick={() => {
          if (!choosing.isPending) choosing.mutate({ one, allowed: !one.allowed })
        }}
      />
    </li>
  )
}

/** What a purpose is called: by its id where we know it in this language, else as the organisation calls it. */
export function titleOf(t: Tell, one: Pick<Standing, 'purpose' | 'title'>): string {
  return nameOf(t, `purpose.${one.purpose}`, one.title)
}

/** When and how the choice was made, or why there is none. */
export function choiceTold(t: Tell, language: string, one: Standing): string {
  const date = one.since ? day(one.since, language) : null
  if (one.allowed) {
    const how = evidenceTold(t, one)
    const told = [
      date && (how ? t('agreed.since_how', { date, how }) : t('agreed.since', { date })),
      one.until && t('agreed.until', { date: day(one.until, language) }),
    ]
    return told.filter(Boolean).join(' ')
  }
  if (one.reason === 'withdrawn')
    return date ? t('agreed.withdrawn', { date }) : t('agreed.withdrawn_some_day')
  const ended = one.until ?? one.since
  if (one.reason === 'expired' && ended) return t('agreed.expired', { date: day(ended, language) })
  return one.reason === 'waiting' || one.reason === 'not_told' ? t(`agreed.${one.reason}`) : t('agreed.never')
}

/** As the server notes what was agreed to here (`features/requests/choose.ts`). */
export const OWN_PAGE = 'your own page'

/** How it came about: in which form, on paper, in our contract; null where nothing is said of it. */
export function evidenceTold(t: Tell, one: Pick<Standing, 'evidence'>): string | null {
  if (!one.evidence) return null
  const { kind, detail } = one.evidence
  if (detail === OWN_PAGE) return t('how.own_page')
  const plain = nameOf(t, `how.${kind}_plain`, nameOf(t, `how.${kind}`, ''))
  return (detail ? nameOf(t, `how.${kind}`, '', { detail }) : plain) || null
}
