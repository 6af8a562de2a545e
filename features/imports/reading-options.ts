import { Type, type Static } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { ENCODINGS } from './conclude-encoding.ts'
import type { FileStated } from './open-file.ts'
import type { DateOrder } from './read-dates.ts'

const ORDERS = ['dmy', 'mdy', 'ymd'] as const satisfies readonly DateOrder[]

/** What may be stated about how a file is to be read; what is left out is concluded from the file. */
export const READING = {
  encoding: Type.Optional(Type.Enum([...ENCODINGS])),
  /** One character. */
  delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
  /** Whether the first row names the columns. */
  header: Type.Optional(Type.Boolean()),
  /** Per column, what stands first in its dates. */
  dates: Type.Optional(Type.Record(Type.String({ maxLength: 300 }), Type.Enum([...ORDERS]))),
}
export const ReadingOptions = Type.Object(READING)
export type ReadingOptions = Static<typeof ReadingOptions>

/**
 * Looks at what came from outside as how a file is to be read, field by field, so that each problem says which.
 * @throws Problem `input_invalid`
 */
export function checkReading(stated: Readonly<Record<string, unknown>>): void {
  const { encoding, delimiter, header, dates } = stated
  if (encoding !== undefined && !ENCODINGS.some((name) => name === encoding))
    throw refused('encoding', `One of ${ENCODINGS.join(', ')}.`)
  // the scanner's own marks cannot tell columns apart
  if (
    delimiter !== undefined &&
    (typeof delimiter !== 'string' || !/^(?:\t|[^"\s])$/u.test(delimiter) || delimiter.length > 1)
  )
    throw refused('delimiter', 'One character, such as a semicolon or a tab; no quote, space or line end.')
  if (header !== undefined && typeof header !== 'boolean')
    throw refused('header', 'True where the first row names the columns, false where it is data.')
  if (dates === undefined) return
  if (typeof dates !== 'object' || dates === null || Array.isArray(dates))
    throw refused('dates', 'An object of column names, each with dmy, mdy or ymd.')
  for (const [column, order] of Object.entries(dates))
    if (!ORDERS.some((known) => known === order))
      throw refused(`dates/${inPointer(column)}`, 'dmy, mdy or ymd: whether day, month or year stands first.')
}

/** The same as the reader of files takes it. */
export function statedOf({ encoding, delimiter, header }: ReadingOptions): FileStated {
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(header === undefined ? {} : { header: header ? ('first_row' as const) : ('none' as const) }),
  }
}

/**
 * The orders that were stated, by columns that the file has.
 * @throws Problem `import_mapping_invalid`
 */
export function statedOrders(
  dates: ReadingOptions['dates'],
  columns: readonly string[],
): ReadonlyMap<string, DateOrder> {
  const orders = new Map(Object.entries(dates ?? {}))
  for (const column of orders.keys())
    if (!columns.includes(column))
      throw new Problem('import_mapping_invalid', {
        detail: 'The file has no such column.',
        pointer: `/options/dates/${inPointer(column)}`,
      })
  return orders
}

/** A column's name as a part of a JSON pointer (RFC 6901). */
export function inPointer(column: string): string {
  return column.replaceAll('~', '~0').replaceAll('/', '~1')
}

function refused(field: string, detail: string): Problem {
  return new Problem('input_invalid', { pointer: `/options/${field}`, detail })
}
