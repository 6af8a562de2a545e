import type { ReactNode } from 'react'
import style from './rows.module.css'

interface RowsProps {
  /** What the table is, for those who do not see what stands above it. */
  label: string
  /** The words above the columns; an empty one is a column of buttons. */
  head: readonly string[]
  /** Where the first column is what is read, it takes the room. */
  first?: 'wide'
  /** `tr` elements. A cell with `data-label` says on a phone what it is, where the heads are left out. */
  children: ReactNode
}

/** A plain table: hairlines, quiet heads. On a phone each row stands as a card with its heads left out. */
export function Rows({ label, head, first, children }: RowsProps) {
  return (
    <table className={style.rows} aria-label={label} data-first={first}>
      <thead>
        <tr>{head.map((word, nth) => (word ? <th key={nth}>{word}</th> : <td key={nth} />))}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
