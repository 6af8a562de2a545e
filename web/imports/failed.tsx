import { catalogue, type Code } from '../../core/errors.ts'
import { useWords } from '../words/i18n.ts'

/** Why an import stopped: the sentence of its code, and what was kept. */
export function FailedSays({ code }: { code: string | null | undefined }) {
  const { t } = useWords()
  const entry = code && Object.hasOwn(catalogue, code) ? catalogue[code as Code] : undefined
  return (
    <>
      {entry && `${entry.title}. ${entry.fix} `}
      {t('imports.failedSays')}
    </>
  )
}
