import { Button, Skeleton, Tabs } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { Head } from '../../ui/head.tsx'
import { Name } from '../../ui/marks.tsx'
import { Note } from '../../ui/note.tsx'
import { Refusal } from '../api.ts'
import { useFound } from '../people/find.ts'
import { fullName, plain } from '../people/name.ts'
import { PurposeLabel } from '../purpose/purpose-label.tsx'
import { usePurpose } from '../purpose/use-purpose.ts'
import { useKeys } from '../shell/keys.ts'
import type { Person } from '../shapes.ts'
import { Refused } from '../shell/refused.tsx'
import { useTitle } from '../shell/title.ts'
import { useWords } from '../words/i18n.ts'
import { usePerson } from './data.ts'
import { type Drafts, unsaved, useDrafts } from './facts/drafts.ts'
import { Facts } from './facts/facts.tsx'
import { firstShown } from './facts/order.ts'
import { UnsavedDialog } from './facts/unsaved-dialog.tsx'
import { FoundPerson } from './found-person.tsx'
import style from './person.module.css'
import { StandingPart } from './standing/standing.tsx'
import { Timeline } from './timeline/timeline.tsx'

type Part = 'facts' | 'timeline' | 'standing'

/** One person in three parts: facts, what happened, what may be done. On a phone they are tabs. */
export function PersonPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  // what is open and what is being edited belongs to one person
  return <PageOf key={id} id={id} />
}

function PageOf({ id }: { id: string }) {
  const { t } = useWords()
  const drafts = useDrafts()
  const found = useFound(id)
  const { purpose } = usePurpose('people')
  const person = usePerson(id, purpose?.id)
  const narrow = useMediaQuery('(max-width: 64rem)', undefined, { getInitialValueInEffect: false })
  const [part, setPart] = useState<Part>('facts')
  useTitle(t('person.title'))
  useFirstEdit(person.data, drafts)
  useKeys(t('person.keys'), [
    { keys: '1', says: t('person.facts'), run: () => setPart('facts') },
    { keys: '2', says: t('person.timeline'), run: () => setPart('timeline') },
    { keys: '3', says: t('person.standing'), run: () => setPart('standing') },
    { keys: 'Escape', says: t('back'), run: () => history.back() },
  ])

  if (person.error instanceof Refusal && person.error.status === 404)
    return found ? <FoundPerson id={id} found={found} /> : <NotVisible />
  if (person.error) return <Refused error={person.error} onAgain={() => void person.refetch()} />
  const name = person.data ? fullName(person.data.fields) : undefined
  const parts = {
    facts: person.data ? <Facts person={person.data} drafts={drafts} /> : <Waiting />,
    timeline: <Timeline id={id} person={person.data} />,
    standing: <StandingPart id={id} given={plain(person.data?.fields.given_name)} />,
  }
  return (
    <div className={style.page}>
      <Head
        title={
          person.data ? <Name>{name ?? t('person.nameless')}</Name> : <Skeleton width={220} height={24} />
        }
        label={<PurposeLabel screen="people" />}
      >
        {!narrow && (
          <Button component={Link} to="/people" variant="subtle">
            {t('person.toList')}
          </Button>
        )}
      </Head>
      {found && (
        <div className={style.note}>
          <Note tone="mind">{t('person.here')}</Note>
        </div>
      )}
      <UnsavedDialog fields={unsaved(drafts.of, person.data?.fields ?? {})} />
      {narrow ? <Tabbed part={part} onPart={setPart} parts={parts} /> : <Beside parts={parts} />}
    </div>
  )
}

/** Who came to edit finds the first fact open. */
function useFirstEdit(person: Person | undefined, drafts: Drafts): void {
  const { edit } = useSearch({ strict: false }) as { edit?: boolean }
  const begin = useEffectEvent(() => {
    const first = edit && person && firstShown(person.fields)
    if (first) drafts.open(first, plain(person.fields[first]) ?? '')
  })
  const here = !!person
  useEffect(() => begin(), [here])
}

interface PartsProps {
  parts: Record<Part, React.ReactNode>
}

function Beside({ parts }: PartsProps) {
  const { t } = useWords()
  return (
    <div className={style.three}>
      <section aria-label={t('person.facts')}>{parts.facts}</section>
      <section aria-label={t('person.timeline')}>{parts.timeline}</section>
      <section aria-label={t('person.standing')}>{parts.standing}</section>
    </div>
  )
}

function Tabbed({ part, onPart, parts }: PartsProps & { part: Part; onPart: (part: Part) => void }) {
  const { t } = useWords()
  const all: Part[] = ['facts', 'timeline', 'standing']
  return (
    <Tabs value={part} onChange={(value) => onPart((value ?? 'facts') as Part)} className={style.tabs}>
      <Tabs.List grow>
        {all.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`person.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {all.map((one) => (
        <Tabs.Panel key={one} value={one} className={style.panel}>
          {part === one && parts[one]}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

/** Absent, erased and withheld look alike on purpose. */
function NotVisible() {
  const { t } = useWords()
  return (
    <>
      <Head title={t('person.title')} label={<PurposeLabel screen="people" />} />
      <Empty title={t('person.notVisible.title')} says={t('person.notVisible.says')}>
        <Button component={Link} to="/people">
          {t('person.toList')}
        </Button>
      </Empty>
    </>
  )
}

function Waiting() {
  return (
    <div className={style.waiting}>
      {[60, 45, 70, 50, 65].map((width) => (
        <Skeleton key={width} height={10} width={`${width}%`} />
      ))}
    </div>
  )
}
