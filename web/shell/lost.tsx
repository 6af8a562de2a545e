import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/empty.tsx'
import { sessionQuery } from '../session/session.ts'
import { useWords } from '../words/i18n.ts'
import { Frame } from './shell.tsx'

/** Where an address leads nowhere. */
export function Lost() {
  const { t } = useWords()
  return (
    <Empty title={t('lost.title')} says={t('lost.says')}>
      <Link to="/people">{t('lost.home')}</Link>
    </Empty>
  )
}

/** The same where no page stands around it: in the frame of the app for who is signed in. */
export function LostAlone() {
  const { data: session, isPending } = useQuery(sessionQuery)
  if (isPending) return null
  if (!session) return <Lost />
  return (
    <Frame>
      <Lost />
    </Frame>
  )
}
