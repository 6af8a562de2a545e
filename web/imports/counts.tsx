import type { Import } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import style from './imports.module.css'

const OUTCOMES = ['imported', 'updated', 'duplicates', 'suppressed', 'rejected'] as const

/** What came of the rows, in numbers with their words. */
export function Counts({ one }: { one: Import }) {
  const { t, number } = useWords()
  return (
    <dl className={style.counts}>
      {OUTCOMES.map((outcome) => (
        <div key={outcome} data-none={one.counts[outcome] === 0 || undefined}>
          <dt>{one.dry_run ? t(`imports.would.${outcome}`) : t(`imports.was.${outcome}`)}</dt>
          <dd>{number(one.counts[outcome])}</dd>
        </div>
      ))}
    </dl>
  )
}
