import { Link, useNavigate } from '@tanstack/react-router'
import { memo } from 'react'
import { Name } from '../../ui/marks.tsx'
import type { Listed } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import type { Column } from './columns.ts'
import { fullName, plain, withheldReason } from './name.ts'
import style from './people.module.css'
import { WithheldChip } from './withheld-chip.tsx'

interface RowProps {
  row: number
  top: number
  person: Listed | undefined
  columns: readonly Column[]
  narrow: boolean
  active: boolean
  selected: boolean
  onActive: (row: number) => void
  onPick: (row: number, range: boolean) => void
}

/** One person in the list. Tab reaches the explanations of the active row only. */
export const PersonRow = memo(
  function PersonRow(props: RowProps) {
    const { t } = useWords()
    const navigate = useNavigate()
    const { row, top, person, columns, active, selected } = props
    if (!person) return <WaitingRow row={row} top={top} columns={columns} />
    const name = fullName(person.fields)
    const open = () => void navigate({ to: '/people/$id', params: { id: person.id } })
    return (
      <div
        role="row"
        id={`row-${row}`}
        className={style.row}
        style={{ top }}
        aria-rowindex={row + 2}
        aria-selected={selected}
        data-active={active || undefined}
        onClick={(event) => {
          if (event.shiftKey) return props.onPick(row, true)
          if (event.ctrlKey || event.metaKey) return props.onPick(row, false)
          props.onActive(row)
          if (!getSelection()?.toString()) open()
        }}
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      >
        <span role="gridcell" className={style.check} onClick={(event) => event.stopPropagation()}>
          <input
            type="checkbox"
            className={style.box}
            tabIndex={-1}
            checked={selected}
            aria-label={t('people.select', { name: name ?? t('person.nameless') })}
            onClick={(event) => props.onPick(row, event.shiftKey)}
            readOnly
          />
        </span>
        <span role="gridcell">
          {name ? (
            <Link
              to="/people/$id"
              params={{ id: person.id }}
              className={style.who}
              tabIndex={-1}
              onClick={(event) => event.stopPropagation()}
            >
              <Name>{name}</Name>
            </Link>
          ) : (
            <Cell person={person} field="family_name" active={active} />
          )}
          {props.narrow && (
            <span className={style.second}>
              <Cell person={person} field="email" active={active} />
            </span>
          )}
        </span>
        {columns.map(({ field }) => (
          <span key={field} role="gridcell" className={style.cell}>
            <Cell person={person} field={field} active={active} />
          </span>
        ))}
      </div>
    )
  },
  (before, after) =>
    before.person === after.person &&
    before.row === after.row &&
    before.top === after.top &&
    before.active === after.active &&
    before.selected === after.selected &&
    before.columns === after.columns &&
    before.narrow === after.narrow,
)

function Cell({ person, field, active }: { person: Listed; field: string; active: boolean }) {
  const { ago } = useWords()
  if (field === 'created_at')
    return <span className={style.quiet}>{person.created_at ? ago(person.created_at) : '–'}</span>
  const fact = person.fields[field]
  const reason = withheldReason(fact)
  if (reason) return <WithheldChip reason={reason} field={field} tabIndex={active ? 0 : -1} />
  const value = plain(fact)
  if (value === undefined) return <span className={style.quiet}>–</span>
  return <bdi dir={field === 'phone' ? 'ltr' : 'auto'}>{value}</bdi>
}

function WaitingRow({ row, top, columns }: { row: number; top: number; columns: readonly Column[] }) {
  return (
    <div role="row" className={style.row} style={{ top }} aria-rowindex={row + 2}>
      <span role="gridcell" />
      <span role="gridcell">
        <i className={style.waiting} />
      </span>
      {columns.map(({ field }) => (
        <span key={field} role="gridcell" className={style.cell}>
          <i className={style.waiting} />
        </span>
      ))}
    </div>
  )
}
