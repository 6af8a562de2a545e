import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCard } from './card.ts'

const malformed = expect.objectContaining({ code: 'card_malformed' })

test('gives digits, issuer, last four and mask', () => {
  expect(parseCard(' 6011 1111-1111.1117 ')).toEqual({
    digits: '6011111111111117',
    issuer: 'Discover',
    lastFour: '1117',
    mask: '•••• 1117',
  })
})

test.each([
  ['4111111111111111', 'Visa'],
  ['4222222222222', 'Visa'],
  ['5555555555554444', 'Mastercard'],
  ['2221000000000009', 'Mastercard'],
  ['2720999999999996', 'Mastercard'],
  ['378282246310005', 'American Express'],
  ['30569309025904', 'Diners Club'],
  ['3530111333300000', 'JCB'],
  ['6200000000000005', 'UnionPay'],
  ['6759649826438453', 'Maestro'],
  ['2200000000000004', 'Mir'],
  ['9792000000000003', 'Troy'],
  ['5019717010103742', 'Dankort'],
  ['9999999999999995', 'Card'],
])('%s is of %s', (number, issuer) => {
  expect(parseCard(number).issuer).toBe(issuer)
})

test('digits of other scripts are digits', () => {
  expect(parseCard('４１１１ １１１１ １１１１ １１１１').digits).toBe('4111111111111111')
  expect(parseCard('٤١١١١١١١١١١١١١١١').mask).toBe('•••• 1111')
})

describe('is no card', () => {
  test.each([
    ...['', '4111', '4111111111111112', '0000000000000000', '41111111111', '41111111111111111111111'],
    ...['4111 1111 1111 111x', '4111/1111/1111/1111', '+4111111111111111', 'DE89370400440532013000'],
  ])('%j', (value) => {
    expect(() => parseCard(value)).toThrow(malformed)
  })
})

test('one wrong digit is always noticed, and two swapped neighbours unless 0 and 9', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 15, maxLength: 15 })
  fc.assert(
    fc.property(digits, fc.nat(15), fc.integer({ min: 1, max: 9 }), (start, at, by) => {
      const body = [4, ...start.slice(1)].join('')
      const check = [...Array(10).keys()].filter((digit) => isCard(`${body}${digit}`))
      expect(check).toHaveLength(1)
      const card = `${body}${check[0]}`
      const wrong = card.slice(0, at) + String((Number(card[at]) + by) % 10) + card.slice(at + 1)
      expect(isCard(wrong)).toBe(false)
      const next = card.slice(at, at + 2)
      const swapped = card.slice(0, at) + [...next].reverse().join('') + card.slice(at + 2)
      if (new Set(next).size === 2 && next !== '09' && next !== '90') expect(isCard(swapped)).toBe(false)
    }),
  )
})

function isCard(value: string): boolean {
  try {
    return parseCard(value).digits === value
  } catch {
    return false
  }
}

const file = new URL('../../../shared/data/pan-iban-testcards/cards.json', import.meta.url)

test.skipIf(!existsSync(file))('every test card of a payment company is a card of its issuer', () => {
  const groups: { group: string; logo: string; items: { cardnumber: string }[] }[] = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  const issuers: Record<string, string> = {
    amex: 'American Express',
    cartebancaire: 'Visa',
    cup: 'UnionPay',
    dankort: 'Dankort',
    diners: 'Diners Club',
    discover: 'Discover',
    jcb: 'JCB',
    maestro: 'Maestro',
    mc: 'Mastercard',
    visa: 'Visa',
    vpay: 'Visa',
  }
  let cards = 0
  for (const { group, logo, items } of groups) {
    for (const { cardnumber } of items) {
      const card = parseCard(cardnumber)
      cards++
      const issuer = group === 'Dankort / Visa' ? 'Visa' : issuers[logo]
      expect(card.issuer, cardnumber).toBe(issuer)
      expect(card.digits).toBe(cardnumber.replaceAll(' ', ''))
      expect(card.mask).toBe(`•••• ${card.digits.slice(-4)}`)
    }
  }
  expect(cards).toBeGreaterThan(40)
})
