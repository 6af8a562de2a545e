import { expect, test } from 'vitest'
import type { Kept } from '../shapes.ts'
import { byReason, contractOf, waitsForContract } from './contracts.ts'

const contract: Kept = {
  ...{ holding: 'sealed_values', basis: 'contract', law: 'contract: Running the account' },
  until: null,
}
const law: Kept = {
  holding: 'kept_copies',
  basis: 'law',
  law: 'Commercial code',
  until: '2033-01-01T00:00:00Z',
}

test('what a contract needs does not stand among what a law makes us keep', () => {
  expect(byReason([contract, law])).toEqual({ contracts: [contract], laws: [law] })
  expect(contractOf(contract)).toBe('Running the account')
})

test('an erasure waits as long as a contract stands, and no longer', () => {
  expect(waitsForContract({ state: 'recorded', kept: [law, contract] })).toBe(true)
  expect(waitsForContract({ state: 'recorded', kept: [law] })).toBe(false)
  expect(waitsForContract({ state: 'running', kept: [contract] })).toBe(false)
})
