import { sql, type AliasedRawBuilder } from 'kysely'
import type { PersonalTables } from './schema.ts'

/**
 * A personal table for the query builder: the rows of people whose standing has the transaction's purpose, and no
 * others. The whole of it is gone through, whatever the question asks for: for small and rare questions. What is asked
 * often, or about somebody, is a door of its own.
 */
export function seen<T extends keyof PersonalTables & string>(
  table: T,
): AliasedRawBuilder<PersonalTables[T], T> {
  return sql<PersonalTables[T]>`gate.${sql.raw(`seen_${table}()`)}`.as(table)
}
