import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from 'react'
import { LanguageMenu } from './language/language-menu.tsx'
import { useWords, whatWentWrong } from './language/words.ts'
import { go, hasMoved } from './route.ts'

/** The sheet that every page is written on: who writes, the language, and the way out at the top. */
export function Frame(props: {
  from?: string
  title: string
  way?: ReactNode
  children: ReactNode
}): ReactNode {
  const { t } = useWords()
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    document.title = props.title
  }, [props.title])
  useEffect(() => {
    // What was focused went with the page before.
    if (hasMoved() && document.activeElement === document.body) main.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="sheet">
      <a className="skip" href="#main">
        {t('menu.skip')}
      </a>
      <header className="head">
        <span dir="auto">{props.from}</span>
        <nav>
          <LanguageMenu />
          {props.way}
        </nav>
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        {props.children}
      </main>
    </div>
  )
}

/** A link to another page of ours, without loading everything again. */
export function Way(props: { to: string; className?: string; children?: ReactNode }): ReactNode {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(props.to)
  }
  return (
    <a href={props.to} className={props.className} onClick={follow}>
      {props.children}
    </a>
  )
}

/** A part of a page under its own heading. The heading can be reached by a link to `id`. */
export function Part(props: {
  id?: string
  title: string
  className?: string
  children: ReactNode
}): ReactNode {
  const heading = useId()
  return (
    <section
      id={props.id}
      className={props.className}
      aria-labelledby={heading}
      tabIndex={props.id ? -1 : undefined}
    >
      <h2 id={heading}>{props.title}</h2>
      {props.children}
    </section>
  )
}

/** In place of what has not come yet; says so only after a moment, so that a quick answer does not flicker. */
export function Waiting(): ReactNode {
  const { t } = useWords()
  return (
    <p className="lead late" role="status">
      {t('wait')}
    </p>
  )
}

/** In place of what could not be fetched: what happened, and the way to try again. */
export function Failed(props: { error: unknown; again: () => void }): ReactNode {
  const { t } = useWords()
  return (
    <div role="alert">
      <h1>{t('failed.title')}</h1>
      <p className="lead">{whatWentWrong(t, props.error)}</p>
      <p className="acts">
        <button type="button" className="button" onClick={props.again}>
          {t('again')}
        </button>
      </p>
    </div>
  )
}
