import type { ReactNode } from 'react'
import style from './rows.module.css'

interface RowsProps {
  /** What the table is, for those who do not see what stands above it. */
  label: string
  /** The words above the columns; an empty one is a column of buttons. */
  head: readonly string[]
  /** `tr` elements. */
  children: ReactNode
}

/** A plain table: hairlines, quiet heads. On a phone each row stands as a card with its heads left out. */
export function Rows({ label, head, children }: RowsProps) {
  return (
    <table className={style.rows} aria-label={label}>
      <thead>
        <tr>{head.map((word, nth) => (word ? <th key={nth}>{word}</th> : <td key={nth} />))}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
