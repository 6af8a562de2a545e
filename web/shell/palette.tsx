import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Name } from '../../ui/marks.tsx'
import { call } from '../api.ts'
import { fullName, plain } from '../people/name.ts'
import { usePurpose } from '../purpose/use-purpose.ts'
import { useSignOut } from '../session/session.ts'
import type { People } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import style from './palette.module.css'
import { showKeys } from './keys-dialog.tsx'

const SHORTEST = 2

/** Everything in one place, opened by Ctrl or ⌘ with K: people by name, and whatever can be done. */
export function Palette() {
  const { t } = useWords()
  const [query, setQuery] = useState('')
  const deeds = useDeeds()
  const wanted = query.trim().toLocaleLowerCase()
  const fitting = deeds.filter((deed) => deed.says.toLocaleLowerCase().includes(wanted))
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      transitionProps={{ duration: 0 }}
      lockScroll={false}
      maxHeight={420}
      scrollable
    >
      <Spotlight.Search placeholder={t('palette.ask')} aria-label={t('palette.ask')} onKeyDown={doFirst} />
      <Spotlight.ActionsList>
        <FoundPeople query={query} alone={fitting.length === 0} />
        {fitting.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.deeds')}>
            {fitting.map((deed) => (
              <Spotlight.Action key={deed.says} label={deed.says} onClick={deed.run} />
            ))}
          </Spotlight.ActionsGroup>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** `alone`: nothing that can be done fits either, so that it is said when nobody is found. */
function FoundPeople({ query, alone }: { query: string; alone: boolean }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const { purpose } = usePurpose('people')
  const [search] = useDebouncedValue(query.trim(), 200)
  const long = search.length >= SHORTEST
  const { data, isFetching } = useQuery({
    queryKey: ['palette', purpose?.id, search],
    enabled: long && !!purpose,
    queryFn: ({ signal }) =>
      call<People>('/people', { purpose: purpose?.id, query: { search, limit: 6 }, signal }),
  })
  if (!long || !data?.items.length) {
    const settled = !isFetching && search === query.trim()
    return alone && settled ? <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty> : null
  }
  return (
    <Spotlight.ActionsGroup label={t('shell.people')}>
      {data.items.map((person) => (
        <Spotlight.Action
          key={person.id}
          onClick={() => void navigate({ to: '/people/$id', params: { id: person.id } })}
        >
          <span className={style.found}>
            <Name>{fullName(person.fields) ?? t('person.nameless')}</Name>
            <small>{plain(person.fields.email)}</small>
          </span>
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  )
}

/** Enter does the first that was found, unless the arrows chose another one. */
function doFirst(event: React.KeyboardEvent<HTMLInputElement>) {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  const list = document.querySelector('.mantine-Spotlight-actionsList')
  if (list && !list.querySelector('[data-selected]'))
    list.querySelector<HTMLElement>('.mantine-Spotlight-action')?.click()
}

function useDeeds(): { says: string; run: () => void }[] {
  const { t } = useWords()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const { setColorScheme } = useMantineColorScheme()
  const go = (to: string) => () => void navigate({ to })
  return [
    { says: t('palette.goPeople'), run: go('/people') },
    { says: t('palette.newPerson'), run: go('/people/new') },
    { says: t('palette.import'), run: go('/imports/new') },
    { says: t('palette.imports'), run: go('/imports') },
    { says: t('palette.ledger'), run: go('/ledger') },
    { says: t('palette.settings'), run: go('/settings') },
    { says: t('settings.purposes.title'), run: go('/settings/purposes') },
    { says: t('settings.notices.title'), run: go('/settings/notices') },
    { says: t('settings.balancing.title'), run: go('/settings/balancing') },
    { says: t('settings.laws.title'), run: go('/settings/laws') },
    { says: t('settings.approvals.title'), run: go('/settings/approvals') },
    { says: t('settings.dataMap.title'), run: go('/settings/data-map') },
    { says: t('settings.record.title'), run: go('/settings/record') },
    { says: t('settings.staff.title'), run: go('/settings/staff') },
    { says: t('settings.tokens.title'), run: go('/settings/tokens') },
    { says: t('settings.outbox.title'), run: go('/settings/outbox') },
    { says: t('settings.you.title'), run: go('/settings/you') },
    { says: t('palette.light'), run: () => setColorScheme('light') },
    { says: t('palette.dark'), run: () => setColorScheme('dark') },
    { says: t('shell.allKeys'), run: showKeys },
    { says: t('shell.signOut'), run: () => void signOut() },
  ]
}
