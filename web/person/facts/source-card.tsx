import { SourceDot } from '../../../ui/about.tsx'
import { useActorName } from '../../session/staff-names.ts'
import type { Known, Source } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import style from './facts.module.css'

interface SourceCardProps {
  fact: Known
  label: string
  onHistory: () => void
}

/** The dot after a value: who told us, how, when, under which notice; and what stood here before. */
export function SourceCard({ fact, label, onHistory }: SourceCardProps) {
  const { t, say, number } = useWords()
  const sentence = useSourceSentence()
  if (!fact.source) return null
  return (
    <SourceDot label={t('source.of', { field: label })}>
      <p>
        <b>{say(`source.told.${fact.source.kind}`, t('source.told.person'))}</b>
        <br />
        {sentence(fact.source)}
      </p>
      {!!fact.earlier && (
        <p>
          <button type="button" className={style.link} onClick={onHistory}>
            {t('source.earlier', { count: fact.earlier, n: number(fact.earlier) })}
          </button>
        </p>
      )}
    </SourceDot>
  )
}

/** 'in the form “Open an account”, on 12 March 2025, under notice v3. Recorded by Jo.' */
export function useSourceSentence(): (source: Source) => string {
  const { t, day } = useWords()
  const called = useActorName()
  return (source) => {
    const when = source.collected_at ?? source.recorded_at
    const parts = [
      source.detail ?? '',
      when ? t('source.on', { day: day(when) }) : '',
      source.notice ? t('source.under', { notice: source.notice }) : '',
    ].filter(Boolean)
    // what the person did themselves needs no second mention
    const by = source.by?.kind === 'person' ? undefined : called(source.by)
    return `${parts.join(', ')}.${by ? ` ${t('source.by', { name: by })}` : ''}`
  }
}
