import type { ReactNode } from 'react'
import style from './marks.module.css'

/** A person's, company's or file's name: keeps its own direction, and is cut only between letters of its script. */
export function Name({ children, title }: { children: string; title?: boolean }) {
  return (
    <bdi className={style.name} dir="auto" title={title === false ? undefined : children}>
      {children}
    </bdi>
  )
}

export type Tone = 'plain' | 'good' | 'bad'

/** A word in a soft box: what something stands at. */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={style.tag} data-tone={tone}>
      {children}
    </span>
  )
}

/** A key of the keyboard. `bare` inside of a button. */
export function Key({ children, bare }: { children: string; bare?: boolean }) {
  return (
    <kbd className={style.key} data-bare={bare || undefined} aria-hidden={bare || undefined}>
      {children}
    </kbd>
  )
}

/** A secret of which only the end is shown. */
export function Mask({ children }: { children: string }) {
  return (
    <span className={style.mask} dir="ltr">
      {children}
    </span>
  )
}

/** The small heading above a part of a page. */
export function Part({ id, children, level = 2 }: { id?: string; children: ReactNode; level?: 2 | 3 }) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <Heading id={id} className={style.part}>
      {children}
    </Heading>
  )
}
