import { expect, test } from 'vitest'
import { grouped } from './order.ts'

const value = { value: 'x' }

test('facts stand in the groups and the order of the registry, whatever order they come in', () => {
  expect(
    grouped({ phone: value, country: value, family_name: value, given_name: value, email: value }),
  ).toEqual([
    { group: 'identity', names: ['given_name', 'family_name'] },
    { group: 'contact', names: ['email', 'phone', 'country'] },
  ])
})

test('secrets and what the registry does not know have a place of their own', () => {
  expect(grouped({ iban: value, shoe_size: value, birth_date: { withheld: 'not_covered' } })).toEqual([
    { group: 'demographic', names: ['birth_date'] },
    { group: 'vault', names: ['iban'] },
    { group: 'other', names: ['shoe_size'] },
  ])
})
