import type { ReactNode } from 'react'
import { Failed, Frame, Waiting } from '../frame.tsx'
import { useWords } from '../language/words.ts'
import { SignInPage } from '../sign-in/sign-in-page.tsx'
import { Letter } from './letter.tsx'
import { useMyPage } from './session.ts'

/** `/me`: the letter for who is signed in, else the way to sign in. */
export function MePage(props: { token: string | null }): ReactNode {
  const { t } = useWords()
  const page = useMyPage(props.token)
  if (page.data?.signedIn) return <Letter me={page.data.me} />
  if (page.data) return <SignInPage oldLink={page.data.arrival === 'refused'} />
  return (
    <Frame title={t('sign_in.title')}>
      {page.isError ? <Failed error={page.error} again={() => void page.refetch()} /> : <Waiting />}
    </Frame>
  )
}
