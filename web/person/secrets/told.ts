import type { Intercepted } from '../../shapes.ts'
import { tell } from '../../shell/undo.tsx'
import { t } from 'i18next'

/** What is kept of a number: words that only a few may read are masked, and keep none. */
const MASKED = /\/(reason|file)$/

/** Tells whoever typed a number into words what became of it. */
export function tellIntercepted(found: readonly Intercepted[]): void {
  const numbers = found.filter(({ masked }) => masked !== null)
  const said = [
    numbers.some(({ at }) => !MASKED.test(at)) && t('vault.typed'),
    numbers.some(({ at }) => MASKED.test(at)) && t('vault.masked'),
    numbers.length < found.length && t('vault.dropped'),
  ].filter((line) => line !== false)
  // a notice of its own: what was done is told beside it
  if (said.length > 0) tell(said.join(' '), 'intercepted')
}
