import type { ReactNode } from 'react'
import { Failed, Frame, Waiting, Way } from '../frame.tsx'
import { day } from '../language/dates.ts'
import { Rich } from '../language/rich.tsx'
import { useWords, whatWentWrong } from '../language/words.ts'
import { titleOf } from '../letter/choice.tsx'
import { useChoosing } from '../letter/choosing.ts'
import { useMyPage } from '../letter/session.ts'
import { isWaiting } from '../letter/standing.ts'
import type { Me, Standing } from '../shapes.ts'

const ME = { me: <Way to="/me" /> }

/**
 * `/confirm#<token>`: the exact words that someone wrote down as agreed, and a button. Opening the link confirms
 * nothing, because programs that look through mail for harm open links as well.
 */
export function ConfirmPage(props: { token: string | null }): ReactNode {
  const { t } = useWords()
  const page = useMyPage(props.token)
  const me = page.data?.signedIn ? page.data.me : null
  return (
    <Frame
      from={me?.organisation.name}
      title={t('confirm.opening')}
      way={<Way to="/me">{t('menu.sign_in')}</Way>}
    >
      {page.isPending && <Waiting />}
      {page.isError && <Failed error={page.error} again={() => void page.refetch()} />}
      {page.data && !me && <Said title={t('confirm.gone')} text={t('confirm.gone_lead')} />}
      {me && <Asked me={me} />}
    </Frame>
  )
}

function Asked(props: { me: Me }): ReactNode {
  const { t } = useWords()
  const choosing = useChoosing()
  const waiting = props.me.standing.filter(isWaiting)
  const no = choosing.variables?.no === true
  const done = choosing.isSuccess && <p className="good">{t(no ? 'confirm.refused' : 'confirm.done')}</p>
  if (waiting.length === 0) {
    // The switch moves before the answer; a refusal brings the wording back.
    const [title, text] =
      choosing.isSuccess || choosing.isPending
        ? no
          ? [t('confirm.refused'), t('confirm.refused_lead')]
          : [t('confirm.done'), t('confirm.done_lead')]
        : [t('confirm.nothing'), t('confirm.nothing_lead')]
    return <Said title={title} text={text} />
  }
  return (
    <>
      <h1>{t('confirm.opening')}</h1>
      <p className="lead">{t('confirm.lead', { organisation: props.me.organisation.name })}</p>
      <div role="status">{done}</div>
      {waiting.map((one) => (
        <Wording
          key={one.purpose}
          one={one}
          answer={(yes) => !choosing.isPending && choosing.mutate({ one, allowed: yes, no: !yes })}
          wrong={
            choosing.isError && choosing.variables.one.purpose === one.purpose
              ? whatWentWrong(t, choosing.error)
              : null
          }
        />
      ))}
      <p className="lead">
        <Rich text={t('confirm.silence')} parts={ME} />
      </p>
    </>
  )
}

function Wording(props: { one: Standing; answer: (yes: boolean) => void; wrong: string | null }): ReactNode {
  const { t, language } = useWords()
  const { one } = props
  return (
    <>
      <figure className="wording">
        <figcaption>{titleOf(t, one)}</figcaption>
        <blockquote dir="auto" lang={one.notice?.language}>
          {one.notice?.text}
        </blockquote>
        {one.since && <p className="small">{t('confirm.noted', { date: day(one.since, language) })}</p>}
      </figure>
      {props.wrong !== null && (
        <p className="wrong" role="alert">
          {props.wrong}
        </p>
      )}
      <p className="acts">
        <button type="button" className="button main" onClick={() => props.answer(true)}>
          {t('confirm.agree')}
        </button>
        <button type="button" className="button" onClick={() => props.answer(false)}>
          {t('confirm.refuse')}
        </button>
      </p>
    </>
  )
}

function Said(props: { title: string; text: string }): ReactNode {
  return (
    <div role="status">
      <h1>{props.title}</h1>
      <p className="lead">
        <Rich text={props.text} parts={ME} />
      </p>
    </div>
  )
}
