import { useState, type ReactNode } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useWords } from '../language/words.ts'
import type { LedgerLine } from '../shapes.ts'
import { checkLines, type Outcome } from './checking.ts'

/** Lets the browser check that the lines above are in the ledger, and says in plain words what came of it. */
export function Check(props: { personId: string; lines: readonly LedgerLine[] }): ReactNode {
  const { t } = useWords()
  const [done, setDone] = useState(0)
  const checking = useMutation({ mutationFn: () => checkLines(props.personId, props.lines, setDone) })
  const begin = () => {
    setDone(0)
    checking.mutate()
  }
  return (
    <div className="check">
      <p className="small">{t('looked.check_why')}</p>
      <p className="acts">
        <button type="button" className="button" aria-disabled={checking.isPending} onClick={begin}>
          {t('looked.check')}
        </button>
      </p>
      <div role="status">
        {checking.isPending && (
          <p className="lead">{t('looked.checking', { done, all: props.lines.length })}</p>
        )}
        {checking.data && <Result outcome={checking.data} />}
      </div>
    </div>
  )
}

function Result(props: { outcome: Outcome }): ReactNode {
  const { t, language } = useWords()
  const { outcome } = props
  const all = outcome.young + outcome.unread === 0
  const bad = outcome.not > 0 || outcome.book !== 'grew'
  return (
    <>
      {outcome.in > 0 && !bad && (
        <p className="good">{t(all ? 'looked.checked' : 'looked.some', { count: outcome.in })}</p>
      )}
      {outcome.not > 0 && <p className="wrong">{t('looked.failed', { count: outcome.not })}</p>}
      {outcome.book !== 'grew' && <p className="wrong">{t(`looked.${outcome.book}`)}</p>}
      {outcome.young > 0 && <p>{t('looked.young', { count: outcome.young })}</p>}
      {outcome.unread > 0 && <p>{t('looked.unread', { count: outcome.unread })}</p>}
      {outcome.cannot && <p>{t('looked.cannot')}</p>}
      {outcome.head && (
        <details>
          <summary>{t('looked.details')}</summary>
          <p className="small">{t('looked.details_says')}</p>
          <dl className="pairs">
            <dt>{t('looked.size')}</dt>
            <dd>{new Intl.NumberFormat(language).format(outcome.head.size)}</dd>
            <dt>{t('looked.root')}</dt>
            <dd className="code">{outcome.head.root}</dd>
            <dt>{t('looked.key')}</dt>
            <dd className="code">{outcome.head.origin}</dd>
          </dl>
        </details>
      )}
    </>
  )
}
