import type { Intercepted } from '../../shapes.ts'
import { tell } from '../../shell/undo.tsx'

/** Tells whoever typed a number into a text that it is in the vault; true where there was one. */
export function tellIntercepted(
  intercepted: readonly Intercepted[] | undefined,
  t: (key: 'vault.typed' | 'vault.dropped') => string,
): boolean {
  const found = intercepted ?? []
  if (found.some(({ masked }) => masked !== null)) tell(t('vault.typed'))
  if (found.some(({ masked }) => masked === null)) tell(t('vault.dropped'))
  return found.length > 0
}
