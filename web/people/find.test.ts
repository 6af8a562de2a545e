import { expect, test } from 'vitest'
import { howMany, NONE } from './find.ts'

test('a birth date alone, or a family name alone, is no identifier', () => {
  expect(howMany({ ...NONE, birth_date: '1990-01-02' })).toBe(0)
  expect(howMany({ ...NONE, family_name: 'Weber', email: 'w@example.org' })).toBe(1)
})

test('two exact things make two', () => {
  expect(howMany({ ...NONE, email: 'w@example.org', phone: '+49 30 5550142' })).toBe(2)
  expect(howMany({ ...NONE, customer_number: '7', birth_date: '1990-01-02', family_name: 'Weber' })).toBe(2)
  expect(howMany({ ...NONE, email: '  ', phone: '+49 30 5550142' })).toBe(1)
})
