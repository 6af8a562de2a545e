import type { ReactNode } from 'react'
import style from './head.module.css'

interface HeadProps {
  title: ReactNode
  /** The small label right of the title. */
  label?: ReactNode
  /** What can be done here, at the end of the line. */
  children?: ReactNode
}

/** The first line of a page. */
export function Head({ title, label, children }: HeadProps) {
  return (
    <header className={style.head}>
      <h1>{title}</h1>
      {label}
      {children && <div className={style.right}>{children}</div>}
    </header>
  )
}
