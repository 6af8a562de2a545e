import { useRef, useState, type ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { Failed, Frame, Waiting, Way } from '../frame.tsx'
import { moment } from '../language/dates.ts'
import { useWords } from '../language/words.ts'
import { useMyPage } from '../letter/session.ts'
import { saveFile } from '../../ui/save-file.ts'
import type { Everything, Me } from '../shapes.ts'
import { SignInPage } from '../sign-in/sign-in-page.tsx'
import { EverythingTold } from './everything.tsx'
import { pageFile } from './page-file.ts'

/** `/me/copy`: everything held, to be read or printed; the same that the file holds. */
export function CopyPage(): ReactNode {
  const { t } = useWords()
  const page = useMyPage(null)
  if (page.data?.signedIn) return <Copy me={page.data.me} />
  if (page.data) return <SignInPage oldLink={false} />
  return (
    <Frame title={t('copy.title')}>
      {page.isError ? <Failed error={page.error} again={() => void page.refetch()} /> : <Waiting />}
    </Frame>
  )
}

function Copy(props: { me: Me }): ReactNode {
  const { t } = useWords()
  const copy = useQuery({
    queryKey: ['export'],
    queryFn: () => ask<Everything>('/me/export'),
    staleTime: Infinity,
    gcTime: 0,
  })
  const organisation = props.me.organisation.name
  return (
    <Frame from={organisation} title={t('copy.title')} way={<Way to="/me">{t('menu.back')}</Way>}>
      {copy.isPending && <Waiting />}
      {copy.isError && <Failed error={copy.error} again={() => void copy.refetch()} />}
      {copy.data && <Content of={copy.data} />}
    </Frame>
  )
}

function Content(props: { of: Everything }): ReactNode {
  const { t, language } = useWords()
  const paper = useRef<HTMLDivElement>(null)
  const [now] = useState(() => new Date().toISOString())
  const name = `${t('copy.file')}-${now.slice(0, 10)}`
  const savePage = () => {
    if (paper.current) saveFile(`${name}.html`, 'text/html', pageFile(t('copy.title'), paper.current))
  }
  const saveJson = () => saveFile(`${name}.json`, 'application/json', JSON.stringify(props.of, null, 2))
  return (
    <div ref={paper}>
      <h1>{t('copy.title')}</h1>
      <p className="lead on-screen">{t('copy.lead')}</p>
      <p className="acts">
        <button type="button" className="button main" onClick={savePage}>
          {t('copy.save_page')}
        </button>
        <button type="button" className="button" onClick={saveJson}>
          {t('copy.save')}
        </button>
        <button type="button" className="button" onClick={() => print()}>
          {t('copy.print')}
        </button>
      </p>
      <p className="small">{t('copy.as_of', { date: moment(now, language) })}</p>
      <EverythingTold of={props.of} />
    </div>
  )
}
