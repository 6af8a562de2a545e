import { memo, type MouseEvent } from 'react'
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
  /** In order of arrival here: then it is that which the last column tells. */
  arrivals: boolean
  active: boolean
  selected: boolean
  deeds: RowDeeds
}

/** What a row can do and say; the same for all rows, so that a row is drawn anew only when its person changes. */
export interface RowDeeds {
  readonly onActive: (row: number) => void
  readonly onPick: (row: number, range: boolean) => void
  readonly onOpen: (id: string) => void
  /** 'Select Amara Okafor'. */
  readonly selects: (name: string) => string
  readonly nameless: string
}

/** One person in the list. Tab reaches the explanations of the active row only. */
export const PersonRow = memo(function PersonRow(props: RowProps) {
  const { row, top, person, columns, active, selected, deeds } = props
  if (!person) return <WaitingRow row={row} top={top} columns={columns} />
  const name = fullName(person.fields)
  const open = (event: MouseEvent) => {
    if (event.shiftKey) return deeds.onPick(row, true)
    if (event.ctrlKey || event.metaKey) return deeds.onPick(row, false)
    deeds.onActive(row)
    if (!getSelection()?.toString()) deeds.onOpen(person.id)
  }
  return (
    <div
      role="row"
      id={`row-${row}`}
      className={style.row}
      style={{ top }}
      aria-rowindex={row + 2}
      aria-selected={selected}
      data-active={active || undefined}
      onClick={open}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      <span role="gridcell" className={style.check} onClick={(event) => event.stopPropagation()}>
        <input
          type="checkbox"
          className={style.box}
          tabIndex={-1}
          checked={selected}
          aria-label={deeds.selects(name ?? deeds.nameless)}
          onClick={(event) => deeds.onPick(row, event.shiftKey)}
          readOnly
        />
      </span>
      <span role="gridcell">
        {name ? (
          <NameLink id={person.id} name={name} onOpen={deeds.onOpen} />
        ) : (
          <Cell person={person} field="family_name" active={active} />
        )}
        {props.narrow && (
          <span className={style.second}>
            <Cell person={person} field={person.fields.email ? 'email' : 'phone'} active={active} />
          </span>
        )}
      </span>
      {columns.map(({ field }) => (
        <span key={field} role="gridcell" className={style.cell}>
          <Cell person={person} field={field} active={active} arrivals={props.arrivals} />
        </span>
      ))}
    </div>
  )
})

interface NameLinkProps {
  id: string
  name: string
  onOpen: (id: string) => void
}

/** A plain link, for a tab of its own or to be copied; the router's own would be asked in every row. */
function NameLink({ id, name, onOpen }: NameLinkProps) {
  return (
    <a
      href={`/people/${id}`}
      className={style.who}
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation()
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        onOpen(id)
      }}
    >
      <Name>{name}</Name>
    </a>
  )
}

interface CellProps {
  person: Listed
  field: string
  active: boolean
  arrivals?: boolean
}

function Cell({ person, field, active, arrivals }: CellProps) {
  if (field === 'created_at')
    return <Came at={arrivals ? person.created_at : (person.came_at ?? person.created_at)} />
  const fact = person.fields[field]
  const reason = withheldReason(fact)
  if (reason) return <WithheldChip reason={reason} field={field} tabIndex={active ? 0 : -1} />
  const value = plain(fact)
  if (value === undefined) return <span className={style.quiet}>–</span>
  return <bdi dir={field === 'phone' ? 'ltr' : 'auto'}>{value}</bdi>
}

function Came({ at }: { at: string | undefined }) {
  const { ago } = useWords()
  return <span className={style.quiet}>{at ? ago(at) : '–'}</span>
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
