import { Button } from '@mantine/core'
import { Empty } from '../../ui/empty.tsx'
import { Note } from '../../ui/note.tsx'
import { Refusal } from '../api.ts'
import { useWords } from '../words/i18n.ts'

/** In the place of what could not be shown: what happened and what to do. */
export function Refused({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  const { t } = useWords()
  const { title, fix } = useRefusal(error)
  return (
    <Empty title={title} says={fix}>
      {onAgain && <Button onClick={onAgain}>{t('again')}</Button>}
    </Empty>
  )
}

/** The same beside a form: nothing was lost, and this is what to mend. */
export function RefusedNote({ error }: { error: unknown }) {
  const { title, fix, detail } = useRefusal(error)
  if (!error) return null
  return (
    <Note tone="bad" title={title}>
      {fix} {detail}
    </Note>
  )
}

/** The words for whatever went wrong. */
export function useRefusal(error: unknown): { title: string; fix: string; detail?: string } {
  const { t, say } = useWords()
  if (!(error instanceof Refusal)) return { title: t('broken.title'), fix: t('broken.says') }
  return {
    title: say(`refusal.${error.code}.title`, error.title),
    fix: say(`refusal.${error.code}.fix`, error.fix),
    detail: error.detail,
  }
}
