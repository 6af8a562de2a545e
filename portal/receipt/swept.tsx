import type { ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { day } from '../language/dates.ts'
import { useWords } from '../language/words.ts'
import type { Erasure } from '../shapes.ts'

/** What could outlast the destruction for a while: copies of the key, log files, exports, fingerprints that keep us away. */
export function Swept(props: { erasure: Erasure }): ReactNode {
  const { t, language } = useWords()
  const { key_epoch_ends: key, logs_swept_by: logs, exports, suppressions = 0 } = props.erasure
  return (
    <>
      {(key ?? logs) && (
        <Part title={t('receipt.copies')}>
          <p className="lead">
            {key && t('receipt.key_gone', { date: day(key, language) })}{' '}
            {logs && t('receipt.logs_swept', { date: day(logs, language) })}
          </p>
        </Part>
      )}
      {exports && exports.length > 0 && (
        <Part title={t('receipt.exports')}>
          <ul className="rows">
            {exports.map(({ what, at }) => (
              <li key={what + at} className="row">
                {what}, {day(at, language)}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {suppressions > 0 && (
        <Part title={t('receipt.suppressed')}>
          <p className="lead">{t('receipt.fingerprints', { count: suppressions })}</p>
        </Part>
      )}
    </>
  )
}
