import type { Preview } from '../../shapes.ts'
import type { DateOrder, Reading } from './plan.ts'
import { TARGETS, takesDate } from './targets.ts'

/** Columns that become a date and can be read in two ways, as long as nobody has said how. */
export function undecided(
  { columns }: Preview,
  mapping: Readonly<Record<string, string>>,
  { dates = {} }: Reading,
): string[] {
  return columns.flatMap(({ column, dates: found }) =>
    takesDate(mapping[column]) && found && found.order === null && !dates[column] ? [column] : [],
  )
}

/** The mapping as it was for columns that are still there; the guess where the file is read anew. */
export function mappingOf(
  { columns }: Preview,
  before?: Readonly<Record<string, string>>,
): Record<string, string> {
  const same = before && columns.some(({ column }) => column in before)
  const pairs = columns.flatMap(({ column, field }) => {
    const becomes = same ? before[column] : TARGETS.find((target) => target === field)
    return becomes ? [[column, becomes] as const] : []
  })
  return Object.fromEntries(pairs)
}

/** Said orders of those columns that the file has. */
export function datesIn({ columns }: Preview, { dates = {} }: Reading): Record<string, DateOrder> {
  return Object.fromEntries(
    columns.flatMap(({ column }) => (dates[column] ? [[column, dates[column]] as const] : [])),
  )
}
