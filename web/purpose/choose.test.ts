import { expect, test } from 'vitest'
import type { Purpose } from '../shapes.ts'
import { counterPurpose, opensNames, purposeOf } from './choose.ts'

const purpose = (id: string, opens: string[] = ['identity']): Purpose => ({
  id,
  title: id,
  says: id,
  opens,
  roles: [],
})

test('people work for service where the role allows it', () => {
  expect(purposeOf('people', [purpose('sales.account'), purpose('service.request')])?.id).toBe(
    'service.request',
  )
})

test('a choice stands until the role no longer allows it', () => {
  const both = [purpose('service.request'), purpose('sales.account')]
  expect(purposeOf('people', both, 'sales.account')?.id).toBe('sales.account')
  expect(purposeOf('people', [purpose('service.request')], 'sales.account')?.id).toBe('service.request')
})

test('someone who names only what opens nothing works for no purpose here', () => {
  expect(purposeOf('people', [purpose('analytics.aggregate', [])])).toBeUndefined()
  expect(purposeOf('people', [])).toBeUndefined()
})

test('a purpose that opens given names only gives no order by name', () => {
  expect(opensNames({ opens: ['identity', 'contact'] })).toBe(true)
  expect(opensNames({ opens: ['identity', 'contact'], fields: null })).toBe(true)
  expect(opensNames({ opens: ['identity', 'contact'], fields: ['given_name', 'email'] })).toBe(false)
  expect(opensNames({ opens: ['finance'] })).toBe(false)
})

test('someone at the counter is looked for under a purpose that answers people, or not at all', () => {
  const answers = [purpose('support.diagnose'), purpose('service.account'), purpose('service.request')]
  expect(counterPurpose(answers, 'service.account')).toBe('service.account')
  expect(counterPurpose(answers, 'support.diagnose')).toBe('service.request')
  expect(counterPurpose([purpose('marketing.email')], 'marketing.email')).toBeUndefined()
})
