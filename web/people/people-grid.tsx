import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef } from 'react'
import { useWords } from '../words/i18n.ts'
import { type Column, useColumns } from './columns.ts'
import style from './people.module.css'
import { PersonRow, type RowDeeds } from './person-row.tsx'
import { type PeopleList, placeOf, type Sort, type Wanted } from './use-people.ts'

interface GridProps {
  wanted: Wanted
  ordered: boolean
  people: PeopleList
  active: number
  selected: ReadonlySet<string>
  onActive: (row: number) => void
  onPick: (row: number, range: boolean) => void
}

/** The rows in view, drawn out of as many as there are. */
export function PeopleGrid(props: GridProps) {
  const { wanted, ordered, people, active, selected } = props
  const { t } = useWords()
  const { columns } = useColumns()
  const narrow = useMediaQuery('(max-width: 48rem)', undefined, { getInitialValueInEffect: false })
  const scroller = useRef<HTMLDivElement>(null)
  const place = placeOf(wanted)
  const height = rowHeight(narrow ?? false)
  const rows = useVirtualizer({
    count: people.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    initialOffset: place.scroll,
  })
  const deeds = useDeeds(props)
  const drawn = rows.getVirtualItems()
  const from = drawn[0]?.index ?? 0
  const to = drawn.at(-1)?.index ?? 40
  const show = useEffectEvent((first: number, last: number) => people.show(first, last))
  const measure = useEffectEvent(() => rows.measure())
  const goBack = useEffectEvent(() => {
    // scrolling answers with a promise in newer browsers, which an effect would take for its way out
    scroller.current?.scrollTo({ top: place.scroll })
  })
  const reveal = useEffectEvent((row: number) => rows.scrollToIndex(row, { align: 'auto' }))
  useEffect(() => show(from, to), [from, to])
  useLayoutEffect(() => measure(), [height])
  useLayoutEffect(() => goBack(), [])
  const moved = useRef(active)
  useEffect(() => {
    if (moved.current === active) return
    moved.current = active
    reveal(active)
  }, [active])

  return (
    <div
      ref={scroller}
      className={style.grid}
      role="grid"
      tabIndex={0}
      aria-label={t('people.title')}
      aria-rowcount={people.whole ? people.known + 1 : -1}
      aria-multiselectable
      aria-busy={people.loading}
      aria-activedescendant={people.at(active) ? `row-${active}` : undefined}
      onScroll={(event) => (place.scroll = event.currentTarget.scrollTop)}
      style={{
        ['--columns' as string]: columns.map((column) => column.width).join(' '),
        ['--row-height' as string]: `${height}px`,
      }}
    >
      <HeaderRow sort={wanted.sort} ordered={ordered} columns={columns} />
      <div className={style.rows} role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {drawn.map((row) => (
          <PersonRow
            key={row.key}
            row={row.index}
            top={row.start}
            person={people.at(row.index)}
            columns={columns}
            narrow={narrow ?? false}
            arrivals={wanted.sort === 'recent'}
            active={row.index === active}
            selected={selected.has(people.at(row.index)?.id ?? '')}
            deeds={deeds}
          />
        ))}
      </div>
    </div>
  )
}

/** The same object for as long as the list is there; what it calls is always the newest. */
function useDeeds({ onActive, onPick }: GridProps): RowDeeds {
  const { t } = useWords()
  const navigate = useNavigate()
  const newest = useRef({ onActive, onPick, navigate })
  newest.current = { onActive, onPick, navigate }
  return useMemo(
    () => ({
      onActive: (row) => newest.current.onActive(row),
      onPick: (row, range) => newest.current.onPick(row, range),
      onOpen: (id) => void newest.current.navigate({ to: '/people/$id', params: { id } }),
      selects: (name) => t('people.select', { name }),
      nameless: t('person.nameless'),
    }),
    [t],
  )
}

interface HeaderProps {
  sort: Sort
  ordered: boolean
  columns: readonly Column[]
}

function HeaderRow({ sort, ordered, columns }: HeaderProps) {
  const { t } = useWords()
  const navigate = useNavigate()
  const order = (to: Sort) =>
    void navigate({
      to: '.',
      replace: true,
      search: (before: object) => ({ ...before, sort: to === 'name' ? undefined : to }) as never,
    })
  const byName = sort === 'name' || sort === '-name'
  return (
    <div role="row" className={style.header} aria-rowindex={1}>
      <span role="columnheader" aria-label={t('people.selected')} />
      <span role="columnheader" aria-sort={byName ? (sort === 'name' ? 'ascending' : 'descending') : 'none'}>
        <button
          type="button"
          className={style.sort}
          disabled={!ordered}
          onClick={() => order(sort === 'name' ? '-name' : 'name')}
        >
          {t('people.column.name')} {byName && <span aria-hidden>{sort === 'name' ? '↑' : '↓'}</span>}
        </button>
      </span>
      {columns.map(({ field }) =>
        field === 'created_at' ? (
          <span key={field} role="columnheader" aria-sort={sort === 'recent' ? 'descending' : 'none'}>
            <button type="button" className={style.sort} onClick={() => order('recent')}>
              {t(sort === 'recent' ? 'people.column.arrived' : 'people.column.created_at')}{' '}
              {sort === 'recent' && <span aria-hidden>↓</span>}
            </button>
          </span>
        ) : (
          <span key={field} role="columnheader">
            {t(`people.column.${field}`)}
          </span>
        ),
      )}
    </div>
  )
}

/** Whole pixels, so that row lines stay sharp; grows with the reader's own size of text. */
function rowHeight(narrow: boolean): number {
  const page = getComputedStyle(document.documentElement)
  const rem = Number.parseFloat(page.fontSize)
  return Math.round((narrow ? 3.5 : Number.parseFloat(page.getPropertyValue('--row'))) * rem) + 1
}
