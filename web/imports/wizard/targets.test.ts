import { expect, test } from 'vitest'
import { takenTwice } from './targets.ts'

test('a field takes one column', () => {
  expect(takenTwice({ Mail: 'email', 'E-Mail 2': 'email', Name: 'family_name' })).toEqual(['email'])
  expect(takenTwice({ Mail: 'email', Name: 'family_name' })).toEqual([])
})

test('several columns may say no, or hold further addresses', () => {
  expect(takenTwice({ a: 'opt_out.all', b: 'opt_out.all', c: 'email.other', d: 'email.other' })).toEqual([])
})
