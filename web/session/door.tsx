import type { ReactNode } from 'react'
import style from './door.module.css'

interface DoorProps {
  title: string
  says: ReactNode
  wide?: boolean
  children: ReactNode
}

/** The frame of the pages before the app: one column, one thing to do. */
export function Door({ title, says, wide, children }: DoorProps) {
  return (
    <main className={style.door}>
      <div className={wide ? `${style.card} ${style.wide}` : style.card}>
        <i className={style.mark} aria-hidden />
        <h1>{title}</h1>
        <p>{says}</p>
        {children}
      </div>
    </main>
  )
}
