import { expect, test } from 'vitest'
import { extend, NOTHING, toggle } from './selection.ts'

const ids = ['a', 'b', 'c', 'd', 'e']
const idAt = (row: number) => ids[row]

test('x selects and lets go', () => {
  const one = toggle(NOTHING, 'b', 1)
  expect([...one.ids]).toEqual(['b'])
  expect(toggle(one, 'b', 1).ids.size).toBe(0)
})

test('shift selects from the last one touched, in both directions', () => {
  expect([...extend(toggle(NOTHING, 'b', 1), 3, idAt).ids].sort()).toEqual(['b', 'c', 'd'])
  expect([...extend(toggle(NOTHING, 'd', 3), 1, idAt).ids].sort()).toEqual(['b', 'c', 'd'])
})

test('what is not loaded cannot be selected', () => {
  expect([...extend(toggle(NOTHING, 'e', 4), 9, idAt).ids]).toEqual(['e'])
})
