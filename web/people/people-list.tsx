import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Refused } from '../shell/refused.tsx'
import { useKeys } from '../shell/keys.ts'
import { useWords } from '../words/i18n.ts'
import { BulkChange } from './bulk-change.tsx'
import { Footer } from './footer.tsx'
import { NobodyHere } from './nobody.tsx'
import style from './people.module.css'
import { PeopleGrid } from './people-grid.tsx'
import { extend, NOTHING, toggle } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { type PeopleList as List, placeOf, usePeople, type Wanted } from './use-people.ts'

interface ListProps {
  wanted: Wanted
  /** False where the purpose opens too little of names to be in their order. */
  ordered: boolean
  /** Left out where the role answers nobody. */
  onSomeone?: () => void
}

/** The list itself, its selection and what stands below it. */
export function PeopleList({ wanted, ordered, onSomeone }: ListProps) {
  const people = usePeople(wanted)
  const { active, setActive } = useActive(wanted, people)
  const [selection, setSelection] = useState(NOTHING)
  const [changing, setChanging] = useState(false)
  const idAt = (row: number) => people.at(row)?.id
  const pick = (row: number, range: boolean) => {
    const id = idAt(row)
    if (!id) return
    setActive(row)
    setSelection((before) => (range ? extend(before, row, idAt) : toggle(before, id, row)))
  }
  useListKeys(people, active, setActive, pick, () => setSelection(NOTHING))

  if (people.error && people.known === 0) return <Refused error={people.error} onAgain={people.again} />
  if (people.whole && people.known === 0 && !people.loading)
    return <NobodyHere wanted={wanted} withheld={people.first?.withheld} onSomeone={onSomeone} />
  return (
    <div className={style.list}>
      <PeopleGrid
        key={JSON.stringify(wanted)}
        wanted={wanted}
        ordered={ordered}
        people={people}
        active={active}
        selected={selection.ids}
        onActive={setActive}
        onPick={pick}
      />
      {selection.ids.size > 0 ? (
        <SelectionBar
          count={selection.ids.size}
          onChange={() => setChanging(true)}
          onClear={() => setSelection(NOTHING)}
        />
      ) : (
        <Footer people={people} />
      )}
      <BulkChange
        opened={changing}
        onClose={() => setChanging(false)}
        ids={[...selection.ids]}
        purpose={wanted.purpose}
      />
    </div>
  )
}

function useActive(wanted: Wanted, people: List) {
  const place = placeOf(wanted)
  const [, redraw] = useState(0)
  const setActive = (row: number) => {
    place.active = Math.max(0, Math.min(row, people.known - 1))
    redraw((n) => n + 1)
  }
  return { active: place.active, setActive }
}

function useListKeys(
  people: List,
  active: number,
  setActive: (row: number) => void,
  pick: (row: number, range: boolean) => void,
  clear: () => void,
) {
  const { t } = useWords()
  const navigate = useNavigate()
  const go = (row: number) => {
    setActive(row)
    document.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true })
  }
  const open = (edit: boolean) => {
    const id = people.at(active)?.id
    if (id) void navigate({ to: '/people/$id', params: { id }, search: { edit: edit || undefined } })
  }
  useKeys(t('people.keys'), [
    { keys: 'j', says: t('keys.next'), run: () => go(active + 1) },
    { keys: 'k', says: t('keys.previous'), run: () => go(active - 1) },
    { keys: 'ArrowDown', says: t('keys.next'), run: () => go(active + 1) },
    { keys: 'ArrowUp', says: t('keys.previous'), run: () => go(active - 1) },
    { keys: 'PageDown', says: t('keys.pageDown'), run: () => go(active + 15) },
    { keys: 'PageUp', says: t('keys.pageUp'), run: () => go(active - 15) },
    { keys: 'Home', says: t('keys.first'), run: () => go(0) },
    { keys: 'End', says: t('keys.last'), run: () => go(people.known - 1) },
    { keys: 'Enter', says: t('keys.open'), run: () => open(false) },
    { keys: 'e', says: t('keys.edit'), run: () => open(true) },
    { keys: 'x', says: t('keys.select'), run: () => pick(active, false) },
    { keys: 'X', says: t('keys.selectTo'), run: () => pick(active, true) },
    { keys: 'Escape', says: t('keys.selectNone'), run: clear },
  ])
}
