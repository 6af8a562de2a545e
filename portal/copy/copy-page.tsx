import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { Failed, Frame, Part, Waiting, Way } from '../frame.tsx'
import { moment } from '../language/dates.ts'
import { nameOf } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import { useMyPage } from '../letter/session.ts'
import { saveFile } from '../../ui/save-file.ts'
import type { Me } from '../shapes.ts'
import { SignInPage } from '../sign-in/sign-in-page.tsx'
import { Told, isForPeople } from './told.tsx'

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
    queryFn: () => ask<Record<string, unknown>>('/me/export'),
    staleTime: Infinity,
    gcTime: 0,
  })
  const organisation = props.me.organisation.name
  return (
    <Frame from={organisation} title={t('copy.title')} way={<Way to="/me">{t('menu.back')}</Way>}>
      {copy.isPending && <Waiting />}
      {copy.isError && <Failed error={copy.error} again={() => void copy.refetch()} />}
      {copy.data && <Everything content={copy.data} />}
    </Frame>
  )
}

function Everything(props: { content: Record<string, unknown> }): ReactNode {
  const { t, language } = useWords()
  const { content } = props
  const now = new Date().toISOString()
  const save = () =>
    saveFile(`goodfaith-${now.slice(0, 10)}.json`, 'application/json', JSON.stringify(content, null, 2))
  return (
    <>
      <h1>{t('copy.title')}</h1>
      <p className="lead">{t('copy.lead')}</p>
      <p className="acts">
        <button type="button" className="button" onClick={() => print()}>
          {t('copy.print')}
        </button>
        <button type="button" className="button" onClick={save}>
          {t('copy.save')}
        </button>
      </p>
      <p className="small">{t('copy.as_of', { date: moment(now, language) })}</p>
      {Object.entries(content)
        .filter(isForPeople)
        .map(([name, part]) => (
          <Part key={name} title={partName(t, name)}>
            <Told value={part} />
          </Part>
        ))}
    </>
  )
}

function partName(t: Parameters<typeof nameOf>[0], name: string): string {
  const words = name.replaceAll('_', ' ')
  return nameOf(t, `copy.${name}`, words.charAt(0).toUpperCase() + words.slice(1))
}
