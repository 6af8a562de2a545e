import { expect, test } from 'vitest'
import { NormalFields, normalOf, readField } from './normal-fields.ts'

test('what a collector gave is taken as it is; what looks like it is worked out again', () => {
  const collected = new NormalFields()
  collected.keep('phone', readField('phone', '030 5550142', { country: 'DE' }))
  collected.keep('email', readField('email', ' Amara@Okafor.Example '))
  const fields = collected.fields()
  expect(fields).toEqual({ phone: '+49 30 5550142', email: 'Amara@okafor.example' })
  expect(normalOf(fields, 'phone')).toEqual({ value: '+49 30 5550142', match: '+49305550142' })
  expect(normalOf(fields, 'phone')).toBe(normalOf(fields, 'phone'))
  expect(normalOf({ ...fields, email: ' X@Y.Example' }, 'email').value).toBe('X@y.example')
  expect(() => normalOf({ ...fields, email: 'no address' }, 'email')).toThrow('Not an e-mail')
})

test('nothing else passes for a normal form, and what was given cannot be changed afterwards', () => {
  const collected = new NormalFields()
  expect(() => collected.keep('city', { value: 'a\u0000b' })).toThrow(TypeError)
  const city = readField('city', 'Ulm')
  expect(() => collected.keep('street', city)).toThrow(TypeError)
  expect(() => ((city as { value: string }).value = 'a\u0000b')).toThrow(TypeError)
  collected.keep('city', city)
  const fields = collected.fields() as { city?: string }
  expect(() => (fields.city = 'a\u0000b')).toThrow(TypeError)
  collected.keep('city', readField('city', 'Kiel'))
  expect(normalOf(fields, 'city').value).toBe('Ulm')
  expect(collected.value('email')).toBeUndefined()
})
