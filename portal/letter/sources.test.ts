import { beforeAll, expect, test } from 'vitest'
import { load, tell } from '../language/setup.ts'
import { factsOf } from './facts.ts'
import { sourcesTold } from './sources.ts'

beforeAll(() => load('en'))

const source = {
  kind: 'person',
  detail: 'on the phone',
  collected_at: '2025-09-14',
  recorded_at: '2025-09-15T09:00:00.000Z',
}

test('a number that was typed into something else says where it stood and when it went into the vault', () => {
  const typed = { kind: 'card', masked: '•••• 4242', source }
  const told = (where: string) => {
    const [fact] = factsOf({ card: { withheld: 'secret', masked: '•••• 4242' } }, [{ ...typed, where }])
    return fact && fact.is !== 'withheld' ? sourcesTold(tell, 'en-GB', fact.fields, true) : []
  }
  expect(told('street')[1]).toMatch(
    /^the number •••• 4242 stood in your street.*, and was put in your vault on 15 September 2025$/,
  )
  expect(told('source')[1]).toContain('stood in a note of where something came from')
  // what was sent as a card was not found anywhere
  expect(told('card').join()).not.toContain('stood in')
})
