import { expect, test } from 'vitest'
import { takeFields } from './intake.ts'

test('an address may hold the groups of an id, and no card or account number', () => {
  const taken = (email: string) => takeFields({ email }).texts.email
  for (const email of [
    'amara.41111111-1111-4111-8111-111111111111@okafor.example',
    '12345678z@universidad.example',
    'a1b2c3d4@relay.example',
  ])
    expect(taken(email)).toBe(email)
  for (const email of ['4111-1111-1111-1111@okafor.example', 'DE89370400440532013000@okafor.example'])
    expect(() => taken(email)).toThrow(expect.objectContaining({ code: 'secret_misplaced' }))
})
