import type { LedgerLine } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import { groupOfKind } from './kinds.ts'
import style from './timeline.module.css'

/** One line of the ledger as a sentence. A look is quieter than what changed something. */
export function Line({ line, times = 1 }: { line: LedgerLine; times?: number }) {
  const { t, brief, moment, number } = useWords()
  const sentence = useSentence()
  return (
    <li className={style.line} data-quiet={groupOfKind(line.kind) === 'looks' || undefined}>
      <time dateTime={line.at} title={moment(line.at)}>
        {brief(line.at)}
      </time>
      <p>
        {sentence(line)}
        {times > 1 && ` · ${t('timeline.times', { n: number(times) })}`}
      </p>
    </li>
  )
}

/** The server's own sentence, or one put together from who did what with which fields. */
export function useSentence(): (line: LedgerLine) => string {
  const { t, say, list } = useWords()
  return (line) => {
    if (line.sentence) return line.sentence
    const kind = line.kind.split('.').pop() ?? line.kind
    const who = line.actor.name ?? t(`actor.${line.actor.kind}`)
    const what = list((line.fields ?? []).map((name) => say(`field.${name}`, name).toLocaleLowerCase()))
    return say(`deed.${kind}`, `${who}: ${kind} ${what}`, { who, what: what || t('deed.nothing') })
  }
}
