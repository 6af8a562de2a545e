import type { ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { day, listOf } from '../language/dates.ts'
import { useWords } from '../language/words.ts'
import type { Signed } from '../../ui/verify-receipt.ts'

/** What the receipt says beyond the counts: who was told, what could outlast it for a while, what keeps us away. */
export function Swept(props: { signed: Signed }): ReactNode {
  const { t, language } = useWords()
  const { key_copies_end: key, swept_by: logs, recipients = [], suppressions = [] } = props.signed
  return (
    <>
      {recipients.length > 0 && (
        <Part title={t('receipt.recipients')}>
          <p className="lead">
            {t('receipt.recipients_told', {
              names: listOf(
                recipients.map(({ name }) => name),
                language,
              ),
            })}
          </p>
        </Part>
      )}
      {(key ?? logs) && (
        <Part title={t('receipt.copies')}>
          <p className="lead">
            {key && t('receipt.key_gone', { date: day(key, language) })}{' '}
            {logs && t('receipt.logs_swept', { date: day(logs, language) })}
          </p>
        </Part>
      )}
      {suppressions.length > 0 && (
        <Part title={t('receipt.suppressed')}>
          <p className="lead">{t('receipt.fingerprints', { count: suppressions.length })}</p>
        </Part>
      )}
    </>
  )
}
