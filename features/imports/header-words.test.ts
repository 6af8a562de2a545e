import { expect, test } from 'vitest'
import { foldText } from '../../core/fold.ts'
import { HEADER_WORDS, readHeader } from './header-words.ts'

test('no word means two things, and each is written as headers are folded', () => {
  const words = HEADER_WORDS.map(({ word }) => word)
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
  expect(words.filter((word) => foldText(word).replace(/[^\p{L}\p{N}]+/gu, '') !== word)).toEqual([])
})

test.each([
  ['E-Mail', 'email'],
  ['FIRSTNAME', 'given_name'],
  ['first_name', 'given_name'],
  ['Straße', 'street'],
  ['Prénom', 'given_name'],
  ['Código postal', 'postcode'],
  ["Legal basis for processing contact's data", 'claim.basis'],
])('%s is %s', (header, meaning) => {
  expect(readHeader(header)).toMatchObject({ meaning, group: '', sure: true })
})

test.each([
  ['MAILINGSTREET', 'street', 'mailing'],
  ['Home Postal Code', 'postcode', 'home'],
  ['Business Country/Region', 'country', 'business'],
  ['Address 2 - City', 'city', 'address2'],
  ['Ort geschäftlich', 'city', 'geschaftlich'],
  ['Straße privat 2', 'street.more', 'privat'],
  ['Rue (domicile)', 'street', 'domicile'],
  ['Default Address Zip', 'postcode', 'defaultaddress'],
])('%s is the %s of %s', (header, meaning, group) => {
  expect(readHeader(header)).toMatchObject({ meaning, group })
})

test.each([
  ['Opted out of email: Marketing Information', 'opt_out.email'],
  ['Unsubscribed from: Product news', 'opt_out.email'],
  ['SMS opt-out date', 'opt_out.sms'],
  ['DoNotCallFlag', 'opt_out.phone'],
  ['Werbewiderspruch vom', 'opt_out.all'],
  ['Is globally suppressed', 'opt_out.all'],
  ['Newsletter-Abmeldung am', 'opt_out.email'],
])('%s is an objection nobody may overlook: %s', (header, meaning) => {
  expect(readHeader(header)).toMatchObject({ meaning, sure: false })
})

test('what is not known is not guessed at', () => {
  for (const header of ['', 'Column 3', 'Favourite colour', 'Radio Phone'])
    expect(readHeader(header)).toBeNull()
})
