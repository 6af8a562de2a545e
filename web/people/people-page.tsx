import { Button, CloseButton, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { Head } from '../../ui/head.tsx'
import { Key } from '../../ui/marks.tsx'
import { useTitle } from '../shell/title.ts'
import { counterPurpose, opensNames } from '../purpose/choose.ts'
import { PurposeLabel } from '../purpose/purpose-label.tsx'
import { usePurpose } from '../purpose/use-purpose.ts'
import { useKeys } from '../shell/keys.ts'
import { useWords } from '../words/i18n.ts'
import { ColumnsMenu } from './columns-menu.tsx'
import style from './people.module.css'
import { PeopleList } from './people-list.tsx'
import { SomeoneIsHere } from './someone-is-here.tsx'
import type { Sort } from './use-people.ts'

/** Everybody whom the purpose opens: search as one types, one order, no pages. */
export function PeoplePage() {
  const { t } = useWords()
  const { purpose, purposes } = usePurpose('people')
  const mayLook = counterPurpose(purposes, purpose?.id) !== undefined
  const { search, sort } = useSearch({ strict: false }) as { search?: string; sort?: Sort }
  const [here, someone] = useDisclosure()
  useTitle(t('people.title'))
  useKeys(t('people.title'), mayLook ? [{ keys: 'h', says: t('people.someone'), run: someone.open }] : [])
  return (
    <div className={style.page}>
      <Head title={t('people.title')} label={<PurposeLabel screen="people" />}>
        {mayLook && (
          <Button variant="subtle" onClick={someone.open}>
            {t('people.someone')}
          </Button>
        )}
        <Button component={Link} to="/imports/new">
          {t('people.import')}
        </Button>
        <Button component={Link} to="/people/new" variant="filled" rightSection={<Key bare>c</Key>}>
          {t('people.new')}
        </Button>
      </Head>
      {purpose ? (
        <>
          <div className={style.tools}>
            <SearchBox search={search} />
            <span className={style.gap} />
            <ColumnsMenu />
          </div>
          <PeopleList
            wanted={{
              purpose: purpose.id,
              search: search ?? '',
              sort: opensNames(purpose) ? (sort ?? 'name') : 'recent',
            }}
            ordered={opensNames(purpose)}
            onSomeone={mayLook ? someone.open : undefined}
          />
        </>
      ) : (
        <Empty title={t('people.noPurpose.title')} says={t('people.noPurpose.says')} />
      )}
      <SomeoneIsHere opened={here} onClose={someone.close} />
    </div>
  )
}

function SearchBox({ search }: { search: string | undefined }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(search ?? '')
  const [settled] = useDebouncedValue(typed, 180)
  const ask = useEffectEvent((text: string) => {
    if (text === (search ?? '')) return
    void navigate({
      to: '.',
      replace: true,
      search: (before: object) => ({ ...before, search: text || undefined }) as never,
    })
  })
  useEffect(() => ask(settled.trim()), [settled])
  useKeys(t('keys.search'), [{ keys: '/', says: t('people.searchSays'), run: () => box.current?.focus() }])
  return (
    <TextInput
      ref={box}
      type="search"
      className={style.search}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          setTyped('')
          event.currentTarget.blur()
        }
        if (event.key === 'ArrowDown' || event.key === 'Enter')
          document.querySelector<HTMLElement>('[role="grid"]')?.focus()
      }}
      placeholder={t('people.searchHint')}
      aria-label={t('people.searchHint')}
      rightSection={
        typed ? (
          <CloseButton size="sm" aria-label={t('people.clearSearch')} onClick={() => setTyped('')} />
        ) : (
          <Key>/</Key>
        )
      }
      rightSectionProps={{ className: typed ? undefined : style.keys }}
      maxLength={200}
    />
  )
}
