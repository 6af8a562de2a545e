import { expect, test } from 'vitest'
import { fullName, plain, withheldReason } from './name.ts'

test('a name is put together in the order of its language', () => {
  expect(fullName({ given_name: 'Amara', family_name: 'Okafor' })).toBe('Amara Okafor')
  expect(fullName({ given_name: { value: '小明' }, family_name: { value: '李' } })).toBe('李小明')
})

test('half a name is still a name, none is none', () => {
  expect(fullName({ given_name: 'Ana', family_name: { withheld: 'no_grant' } })).toBe('Ana')
  expect(fullName({ given_name: { withheld: 'no_grant' } })).toBeUndefined()
})

test('withheld is not absent', () => {
  expect(plain({ withheld: 'no_grant' })).toBeUndefined()
  expect(withheldReason({ withheld: 'no_grant' })).toBe('no_grant')
  expect(withheldReason('ana@example.org')).toBeUndefined()
  expect(withheldReason(undefined)).toBeUndefined()
})
