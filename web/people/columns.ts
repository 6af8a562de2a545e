import { useLocalStorage } from '@mantine/hooks'
import { useMemo } from 'react'

/** What a row can show beside the name, in this order; widths in rem. */
export const COLUMNS = [
  { field: 'email', width: 'minmax(10rem, 1.7fr)' },
  { field: 'phone', width: 'minmax(8rem, 1fr)' },
  { field: 'city', width: 'minmax(6rem, 0.8fr)' },
  { field: 'country', width: '6rem' },
  { field: 'customer_number', width: '8rem' },
  { field: 'created_at', width: '9rem' },
] as const

export type Column = (typeof COLUMNS)[number]
export type ColumnField = Column['field']

const USUAL: readonly ColumnField[] = ['email', 'phone', 'city', 'country', 'created_at']

/** The columns someone chose for the list of people on this device. */
export function useColumns(): {
  columns: readonly Column[]
  chosen: readonly ColumnField[]
  choose: (fields: ColumnField[]) => void
} {
  const [chosen, choose] = useLocalStorage<readonly ColumnField[]>({
    key: 'goodfaith.people.columns',
    defaultValue: USUAL,
    getInitialValueInEffect: false,
  })
  const columns = useMemo(() => COLUMNS.filter((column) => chosen.includes(column.field)), [chosen])
  return { columns, chosen, choose }
}
