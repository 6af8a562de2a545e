import { lazy, Suspense, type ReactNode } from 'react'
import { Frame, Waiting, Way } from './frame.tsx'
import { Rich } from './language/rich.tsx'
import { useWords } from './language/words.ts'
import { MePage } from './letter/me-page.tsx'
import { useRoute } from './route.ts'

const LeavePage = lazy(async () => ({ default: (await import('./leave/leave-page.tsx')).LeavePage }))
const CopyPage = lazy(async () => ({ default: (await import('./copy/copy-page.tsx')).CopyPage }))
const ReceiptPage = lazy(async () => ({ default: (await import('./receipt/receipt-page.tsx')).ReceiptPage }))
const PrivacyPage = lazy(async () => ({ default: (await import('./privacy/privacy-page.tsx')).PrivacyPage }))
const ConfirmPage = lazy(async () => ({ default: (await import('./confirm/confirm-page.tsx')).ConfirmPage }))

/** The page that the address names. `token` is the one-time token of the link that was followed, if any. */
export function App(props: { token: string | null }): ReactNode {
  const { t } = useWords()
  return (
    <Suspense
      fallback={
        <Frame title={t('wait')}>
          <Waiting />
        </Frame>
      }
    >
      <Page token={props.token} />
    </Suspense>
  )
}

function Page(props: { token: string | null }): ReactNode {
  const route = useRoute()
  switch (route.page) {
    case 'me':
      return <MePage token={props.token} />
    case 'leave':
      return <LeavePage />
    case 'copy':
      return <CopyPage />
    case 'receipt':
      return <ReceiptPage id={route.id} />
    case 'privacy':
      return <PrivacyPage />
    case 'confirm':
      return <ConfirmPage token={props.token} />
    case 'nowhere':
      return <Nowhere />
  }
}

function Nowhere(): ReactNode {
  const { t } = useWords()
  return (
    <Frame title={t('nowhere.title')}>
      <h1>{t('nowhere.title')}</h1>
      <p className="lead">
        <Rich text={t('nowhere.lead')} parts={{ me: <Way to="/me" /> }} />
      </p>
    </Frame>
  )
}
