import { expect, test } from 'vitest'
import { inOrder } from './order.ts'

const ids = (...all: string[]) => inOrder(all.map((id) => ({ id }))).map(({ id }) => id)

test('what people come for stands before what runs the house', () => {
  expect(
    ids('legal.retention', 'marketing.email', 'rights.request', 'service.account', 'service.request'),
  ).toEqual(['service.request', 'service.account', 'marketing.email', 'rights.request', 'legal.retention'])
})

test('one of our own stands behind the one it is below, and what nobody knows at the end', () => {
  expect(
    ids('weather', 'marketing.sms', 'marketing.email.boats', 'marketing.email', 'marketing.new'),
  ).toEqual(['marketing.email', 'marketing.email.boats', 'marketing.sms', 'marketing.new', 'weather'])
})
