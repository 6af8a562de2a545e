import type { ReactNode } from 'react'
import style from './note.module.css'

interface NoteProps {
  /** `bad` for what failed, `mind` for what someone should know first. */
  tone?: 'plain' | 'bad' | 'mind'
  title?: ReactNode
  children?: ReactNode
}

/** A few sentences set apart. What failed is announced to a screen reader at once. */
export function Note({ tone = 'plain', title, children }: NoteProps) {
  return (
    <div className={style.note} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      {title && <b>{title}</b>}
      {children && <div>{children}</div>}
    </div>
  )
}
