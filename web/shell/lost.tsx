import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/empty.tsx'
import { useWords } from '../words/i18n.ts'

/** Where an address leads nowhere. */
export function Lost() {
  const { t } = useWords()
  return (
    <Empty title={t('lost.title')} says={t('lost.says')}>
      <Link to="/people">{t('lost.home')}</Link>
    </Empty>
  )
}
