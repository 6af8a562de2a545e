import { type ReactNode, useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import style from './about.module.css'

const OPEN_AFTER = 120
const CLOSE_AFTER = 180

interface AboutProps {
  /** What the mark is, for those who do not see it. */
  label: string
  /** What is always there. */
  mark: ReactNode
  /** What hover, focus or a tap shows. */
  children: ReactNode
  /** -1 where a row decides what Tab reaches. */
  tabIndex?: number
}

/**
 * A mark that explains itself: hover, focus or tap opens a small card beside it, Escape and leaving close it. The card
 * stands in the browser's top layer, so that no scrolling box cuts it, and follows its mark in the order of Tab.
 */
export function About({ label, mark, children, tabIndex }: AboutProps) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const id = useId()

  const later = useCallback((to: boolean, after: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(to), after)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])

  return (
    <span
      ref={box}
      onMouseEnter={() => later(true, OPEN_AFTER)}
      onMouseLeave={() => later(false, CLOSE_AFTER)}
      onFocus={() => later(true, 0)}
      onBlur={(event) => {
        if (!box.current?.contains(event.relatedTarget)) later(false, 0)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        later(false, 0)
      }}
    >
      <button
        type="button"
        className={style.mark}
        aria-label={label}
        aria-expanded={open}
        aria-describedby={open ? id : undefined}
        tabIndex={tabIndex}
        onClick={(event) => {
          event.stopPropagation()
          later(true, 0)
        }}
      >
        {mark}
      </button>
      {open && (
        <Card id={id} anchor={box} onAway={() => setOpen(false)}>
          {children}
        </Card>
      )}
    </span>
  )
}

interface CardProps {
  id: string
  anchor: React.RefObject<HTMLElement | null>
  onAway: () => void
  children: ReactNode
}

function Card({ id, anchor, onAway, children }: CardProps) {
  const card = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const element = card.current
    const mark = anchor.current?.firstElementChild
    if (!element || !mark) return
    element.showPopover()
    place(element, mark.getBoundingClientRect())
  }, [anchor])

  useEffect(() => {
    const away = (event: Event) => {
      if (!(event.target instanceof Node) || !card.current?.contains(event.target)) onAway()
    }
    window.addEventListener('scroll', away, { capture: true, passive: true })
    window.addEventListener('resize', onAway)
    return () => {
      window.removeEventListener('scroll', away, { capture: true })
      window.removeEventListener('resize', onAway)
    }
  }, [onAway])

  return (
    <div
      ref={card}
      id={id}
      popover="manual"
      className={style.card}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </div>
  )
}

/** Below the mark where there is room, else above; never outside of the window. */
function place(card: HTMLElement, mark: DOMRect): void {
  const gap = 6
  const edge = 8
  const { width, height } = card.getBoundingClientRect()
  const wide = document.documentElement.clientWidth
  const rtl = getComputedStyle(card).direction === 'rtl'
  const wished = rtl ? mark.right - width : mark.left
  const left = Math.max(edge, Math.min(wished, wide - width - edge))
  const below = mark.bottom + gap
  const top = below + height + edge > window.innerHeight ? Math.max(edge, mark.top - gap - height) : below
  card.style.left = `${left}px`
  card.style.top = `${top}px`
}

interface WithheldProps {
  /** The word in the dotted outline, 'withheld' unless a reason opens it. */
  word: string
  /** The whole of it for a screen reader: what is withheld. */
  label: string
  /** Why, and what would change it. */
  children: ReactNode
  tabIndex?: number
}

/** A field that exists and is not shown. Never blank, never a lock alone. */
export function Withheld({ word, label, children, tabIndex }: WithheldProps) {
  return (
    <About label={label} tabIndex={tabIndex} mark={<span className={style.withheld}>{word}</span>}>
      {children}
    </About>
  )
}

/** The quiet dot after a value: where it comes from. */
export function SourceDot({ label, children }: { label: string; children: ReactNode }) {
  return (
    <About label={label} mark={<span className={style.dot} />}>
      {children}
    </About>
  )
}
