import type { ReactNode } from 'react'
import style from './empty.module.css'

interface EmptyProps {
  title: string
  /** What belongs here, or what happened. */
  says?: ReactNode
  /** The first step. */
  children?: ReactNode
}

/** A page or list with nothing in it: says what belongs here and offers the first step. */
export function Empty({ title, says, children }: EmptyProps) {
  return (
    <div className={style.empty}>
      <h2>{title}</h2>
      {says && <p>{says}</p>}
      {children && <div className={style.steps}>{children}</div>}
    </div>
  )
}
