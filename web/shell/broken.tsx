import { Button } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { Empty } from '../../ui/empty.tsx'
import { Refusal } from '../api.ts'
import { useWords } from '../words/i18n.ts'

/** Where a page could not be shown: what happened, and that asking again is safe. */
export function Broken({ error }: { error: unknown }) {
  const { t } = useWords()
  const router = useRouter()
  const refusal = error instanceof Refusal ? error : undefined
  return (
    <Empty title={refusal?.title ?? t('broken.title')} says={refusal?.fix ?? t('broken.says')}>
      <Button onClick={() => void router.invalidate()}>{t('again')}</Button>
    </Empty>
  )
}
