import type { QueryClient } from '@tanstack/react-query'
import { call, Refusal } from '../api.ts'
import type { Import } from '../shapes.ts'
import type { useWords } from '../words/i18n.ts'

/** True while rows are still being read. */
export function isRunning(one: Import): boolean {
  return one.state === 'queued' || one.state === 'running'
}

/** Rows that were decided on, whatever came of them. */
export function decided({ counts }: Import): number {
  return counts.imported + counts.updated + counts.duplicates + counts.suppressed + counts.rejected
}

/** People who are here by it, new or with more of them than before. */
export function stays({ counts }: Import): number {
  return counts.imported + counts.updated
}

/** How far it is, 0 to 1; undefined while nobody has counted the rows. */
export function share(one: Import): number | undefined {
  const total = one.total ?? one.counts.rows
  if (!isRunning(one)) return 1
  return total > 0 ? Math.min(1, decided(one) / total) : undefined
}

/** '6,204 of 10,000 · 41 to look at'. */
export function leftWords(one: Import, { t, number }: ReturnType<typeof useWords>): string {
  const total = one.total ?? one.counts.rows
  const of =
    isRunning(one) && total > 0
      ? t('imports.of', { done: number(decided(one)), total: number(total) })
      : t('imports.rows', { count: decided(one), n: number(decided(one)) })
  const look = one.to_look_at
  return look > 0 ? `${of} · ${t('imports.toLookAt', { n: number(look) })}` : of
}

/** Stops an import; rows that are in stay in, and its report says which. One that has ended meanwhile is shown as such. */
export async function cancelImport(id: string, queries: QueryClient): Promise<void> {
  await call(`/imports/${id}`, { method: 'DELETE' }).catch((refused: unknown) => {
    if (!(refused instanceof Refusal && refused.code === 'import_not_cancellable')) throw refused
  })
  await queries.invalidateQueries({ queryKey: ['imports'] })
}
