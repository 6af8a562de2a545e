import { expect, test } from 'vitest'
import { difference } from './difference.ts'

const service = { id: 'service.request', opens: ['identity', 'contact', 'relation'] }
const account = { id: 'service.account', opens: [...service.opens, 'demographic'] }
const mail = { id: 'marketing.email', opens: ['identity', 'contact'], fields: ['given_name', 'email'] }

test('what opens besides is told by itself, and what stays open is not told again', () => {
  expect(difference(service, account)).toEqual({ is: 'too', what: ['demographic'] })
  expect(difference(service, { ...service, id: 'sales.account' })).toEqual({ is: 'same' })
})

test('a narrower one is told by what is left, which says what closes', () => {
  expect(difference(account, service)).toEqual({ is: 'only', what: service.opens })
  expect(difference(service, mail)).toEqual({ is: 'only', what: mail.opens })
})

test('where some opens and some closes, both are told', () => {
  expect(difference(service, { id: 'support.diagnose', opens: ['identity', 'technical'] })).toEqual({
    is: 'instead',
    what: ['technical'],
    less: ['contact', 'relation'],
  })
})

test('the one at work, and any other beside one that opens single fields, is told in full', () => {
  expect(difference(service, service)).toEqual({ is: 'all', what: service.opens })
  expect(difference(mail, service)).toEqual({ is: 'all', what: service.opens })
})
