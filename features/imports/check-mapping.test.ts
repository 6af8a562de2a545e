import { expect, test } from 'vitest'
import { Problem } from '../../core/errors.ts'
import { checkMapping } from './check-mapping.ts'

const columns = ['E-Mail', 'Name', 'a/b~c', 'Second']

function pointerOf(mapping: Record<string, string | null>): string | undefined {
  try {
    checkMapping(mapping, columns)
  } catch (error) {
    if (error instanceof Problem && error.code === 'import_mapping_invalid') return error.pointer
    throw error
  }
  return undefined
}

test('a mapping that fits is what it says', () => {
  const mapping = checkMapping(
    { 'E-Mail': 'email', Name: 'full_name', Second: null, 'a/b~c': 'opt_out.all' },
    columns,
  )
  expect([...mapping]).toEqual([
    ['E-Mail', 'email'],
    ['Name', 'full_name'],
    ['a/b~c', 'opt_out.all'],
  ])
})

test.each([
  ['a column that the file does not have', { 'E-Mail': 'email', Nome: 'full_name' }, '/mapping/Nome'],
  ['a field that there is not', { 'E-Mail': 'email', 'a/b~c': 'shoe_size' }, '/mapping/a~1b~0c'],
  ['the name of something every object has', { 'E-Mail': 'constructor' }, '/mapping/E-Mail'],
  ['a field from two columns', { 'E-Mail': 'email', Second: 'email' }, '/mapping/Second'],
  ['nothing that tells who it is', { Name: 'company' }, '/mapping'],
  ['nothing', {}, '/mapping'],
])('%s is refused', (_, mapping, pointer) => {
  expect(pointerOf(mapping)).toBe(pointer)
})

test('objections and further addresses may stand in several columns', () => {
  expect(pointerOf({ 'E-Mail': 'email', Name: 'opt_out.email', Second: 'opt_out.email' })).toBeUndefined()
  expect(pointerOf({ 'E-Mail': 'email', Name: 'email.other', Second: 'email.other' })).toBeUndefined()
})
