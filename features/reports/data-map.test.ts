import { expect, test } from 'vitest'
import { SHIPPED as PURPOSES } from '../../core/purposes.ts'
import { holdings } from '../holdings.ts'
import { openedBy } from './data-map.ts'

const SEALED = ['personal', 'protective', 'secret']
const of = (table: string) =>
  openedBy(
    holdings.find((holding) => holding.table === table)!,
    PURPOSES,
  )

test('every holding about people in which something is sealed says which purposes open it', () => {
  const sealed = holdings.filter(
    ({ person, columns }) => person !== null && Object.values(columns).some((kind) => SEALED.includes(kind)),
  )
  expect(sealed.length).toBeGreaterThan(5)
  for (const holding of sealed)
    expect([holding.table, openedBy(holding, PURPOSES).length > 0]).toEqual([holding.table, true])
})

test('values are opened by the purposes that list their compartment, whole numbers by those that may', () => {
  const values = new Map(of('sealed_values').map(({ purpose, opens }) => [purpose, opens]))
  expect(values.get('sales.prospecting')).toEqual(['identity', 'contact'])
  expect(values.has('analytics.aggregate')).toBe(false)
  expect(
    of('secrets')
      .map(({ purpose }) => purpose)
      .toSorted(),
  ).toEqual(['legal.retention', 'service.account'])
  expect(of('kept_copies').map(({ purpose }) => purpose)).toEqual(['legal.retention'])
  expect(of('search_tokens')).toEqual([])
})
