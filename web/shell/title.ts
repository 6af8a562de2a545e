import { useEffect } from 'react'

/** The title of the browser's tab. Never a person's name: titles stay in histories. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Goodfaith`
  }, [title])
}
