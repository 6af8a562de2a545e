import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCard } from './identifiers/card.ts'
import { intercept, maskText } from './interceptor.ts'

const VISA = '4242424242424242'

describe('a card number is found however it is typed', () => {
  test.each([
    ['my card is 4242 4242 4242 4242, thanks', 'my card is •••• 4242, thanks'],
    ['4242424242424242', '•••• 4242'],
    ['4242-4242-4242-4242', '•••• 4242'],
    ['4242.4242.4242.4242', '•••• 4242'],
    ['4242/4242/4242/4242', '•••• 4242'],
    ['4242 4242\n4242 4242', '•••• 4242'],
    ['4242 4242 -\r\n 4242 4242', '•••• 4242'],
    ['4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2', '•••• 4242'],
    ['４２４２　４２４２　４２４２　４２４２', '•••• 4242'],
    ['٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢', '•••• 4242'],
    ['۴۲۴۲۴۲۴۲۴۲۴۲۴۲۴۲', '•••• 4242'],
    ['𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐', '•••• 4242'],
    ['④②④②④②④②④②④②④②④②', '•••• 4242'],
    ['4\u200b2\u200c4\u200d2\u2060424\ufeff2424\u00ad242\u202c42', '•••• 4242'],
    ['4️⃣2️⃣4️⃣2️⃣ 4242 4242 4242', '•••• 4242'],
    ['call 030 5550142 4242 4242 4242 4242', 'call 030 5550142 •••• 4242'],
    ['card4242424242424242', 'card•••• 4242'],
    ['order 4242 4242 4242 4242', 'order •••• 4242'],
    ['order 4242424242424242 paid by visa', 'order •••• 4242 paid by visa'],
    ['3782 822463 10005 and 5555555555554444', '•••• 0005 and •••• 4444'],
    ['2026 4242 4242 4242 4242', '2026 •••• 4242'],
  ])('%j', (text, clean) => {
    expect(intercept(text).text).toBe(clean)
  })

  test('what was found is given for the vault, in its normal form', () => {
    expect(intercept('４２４２ 4242 4242 4242 or DE89 3704 0044 0532 0130 00').found).toEqual([
      { kind: 'card', value: VISA, masked: '•••• 4242' },
      { kind: 'iban', value: 'DE89370400440532013000', masked: 'DE •••• 3000' },
    ])
  })
})

describe('what is no card stays', () => {
  test.each([
    'order 4242424242424242',
    'Bestellung Nr. 4242424242424242',
    'Sendungsnummer: 4242424242424242',
    'tracking 1Z999AA10123456784',
    'DHL 00340434161094021501',
    'USPS 9405 5036 9930 0497 1234 56',
    'FedEx 612999999999995',
    'call +49 170 1234567 or 0049 30 5550142',
    '+4242 4242 4242 424',
    '4242424242424241',
    'invoice 2026-0004242, 4.242,00 EUR',
    '2026-11-23 17:34:31.123456',
    'ISBN 978-3-16-148410-0, EAN 4006381333931',
    'pi is 3.1415926535897932 and 0.4242424242424242',
    'IMEI 490154203237518',
    'f47ac10b-58cc-4372-a567-0e02b2c3d479',
    'Vermilionstrasse 77, 98761 Hinterzarten',
    'room 123, floor 4',
    '4111 people, 1111 houses, 1111 cars and 1111 dogs',
  ])('%j', (text) => {
    expect(intercept(text)).toEqual({ text, found: [], dropped: 0 })
  })
})

describe('a security code is dropped', () => {
  test.each([
    ['4242 4242 4242 4242 12/27 123', '•••• 4242 12/27 •••'],
    ['4242424242424242 exp 12/2027 cvc 123', '•••• 4242 exp 12/2027 cvc •••'],
    ['378282246310005 1227 1234', '•••• 0005 1227 •••'],
    ['CVV: 1 2 3', 'CVV: •••'],
    ['cvc２ is ９８７', 'cvc２ is •••'],
    ['Prüfziffer 123, Karte 4242 4242 4242 4242', 'Prüfziffer •••, Karte •••• 4242'],
    ['4242 4242 4242 4242 123', '•••• 4242 •••'],
  ])('%j', (text, clean) => {
    const { text: masked, dropped } = intercept(text)
    expect(masked).toBe(clean)
    expect(dropped).toBe(1)
  })

  test.each(['4242 4242 4242 4242 500 EUR', '4242424242424242, 500€'])('an amount stays: %j', (text) => {
    expect(intercept(text)).toMatchObject({ dropped: 0 })
    expect(intercept(text).text).toContain('500')
  })

  test.each(['Prüfziffer 123', 'the security code of the door is 1234'])('no card, no code: %j', (text) => {
    expect(maskText(text)).toBe(text)
  })
})

describe('bank accounts', () => {
  test.each([
    ['pay to DE89 3704 0044 0532 0130 00 please', 'pay to DE •••• 3000 please'],
    ['iban:de89370400440532013000.', 'iban:DE •••• 3000.'],
    ['GB29-NWBK-6016-1331-9268-19', 'GB •••• 6819'],
    ['ＤＥ８９ ３７０４ ００４４ ０５３２ ０１３０ ００', 'DE •••• 3000'],
    ['DE89 3704 0044\n0532 0130 00', 'DE •••• 3000'],
    ['D\u200bE89370400440532013000', 'DE •••• 3000'],
  ])('%j', (text, clean) => {
    expect(maskText(text)).toBe(clean)
  })

  test.each(['DE89 3704 0044 0532 0130 01', 'XX89370400440532013000', 'DE89370400440532013000A'])(
    '%j stays',
    (text) => {
      expect(maskText(text)).toBe(text)
    },
  )
})

describe('identity numbers', () => {
  test.each([
    ['NIR 1 85 05 78 006 084 91', 'NIR FR •••• 8491'],
    ['codice fiscale RSSMRA85T10A562S', 'codice fiscale IT •••• 562S'],
    ['DNI 12345678Z', 'DNI ES •••• 678Z'],
    ['NIE X-1234567-L', 'NIE ES •••• 567L'],
    ['Steuer-ID 86 095 742 719', 'Steuer-ID DE •••• 2719'],
    ['BSN: 111222333', 'BSN: NL •••• 2333'],
  ])('%j', (text, clean) => {
    expect(maskText(text)).toBe(clean)
  })

  test.each(['86095742719', 'call 111222333', 'item 12345678A'])('%j stays', (text) => {
    expect(maskText(text)).toBe(text)
  })
})

/** A number of sixteen digits with its check digit. */
const cards = fc
  .tuple(
    fc.constantFrom('4', '51', '55', '2221', '6011'),
    fc.array(fc.nat(9), { minLength: 15, maxLength: 15 }),
  )
  .map(([prefix, digits]) => {
    const body = (prefix + digits.join('')).slice(0, 15)
    return [...'0123456789'].map((digit) => body + digit).find((number) => isCard(number))!
  })

function isCard(number: string): boolean {
  try {
    return parseCard(number).digits === number
  } catch {
    return false
  }
}

const ZEROS = [...'0٠۰०๐０𝟎']
const written = (number: string, zeros: readonly string[], gaps: readonly string[]) =>
  [...number]
    .map((digit, i) => {
      const zero = zeros[i % zeros.length]!.codePointAt(0)!
      const gap = i > 0 && i % 4 === 0 ? gaps[i % gaps.length]! : ''
      return gap + String.fromCodePoint(zero + Number(digit))
    })
    .join('')

const words = fc.array(fc.constantFrom('please', 'Grüße', 'note:', 'שלום', 'and', '“so”', '–'), {
  maxLength: 4,
})

test('whatever digits, gaps and words: the number is found, and no digit of it but the last four is left', () => {
  const scripts = fc.array(fc.constantFrom(...ZEROS), { minLength: 1, maxLength: 4 })
  const gaps = fc.array(fc.constantFrom('', ' ', '-', '\n', '\u200b', ' – ', '\u00a0', '.'), {
    minLength: 1,
    maxLength: 3,
  })
  fc.assert(
    fc.property(cards, scripts, gaps, words, words, (number, zeros, gap, before, after) => {
      const text = [...before, written(number, zeros, gap), ...after].join(' ')
      const { text: clean, found } = intercept(text)
      expect(found.map(({ value }) => value)).toEqual([number])
      expect(clean).toBe([...before, `•••• ${number.slice(-4)}`, ...after].join(' '))
      expect(intercept(clean).found).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('a text without twelve digits in a row is given back as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      if (/\p{N}/u.test(text)) return
      expect(intercept(text)).toEqual({ text, found: [], dropped: 0 })
    }),
  )
})

const folder = new URL('../../shared/data/pan-iban-testcards/', import.meta.url)

describe.skipIf(!existsSync(folder))('the test numbers of a payment company', () => {
  const read = <T>(name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T

  test('every card is found beside its expiry and code, and the code is dropped', () => {
    const groups = read<{ items: { cardnumber: string; expiry: string; CVC: string }[] }[]>('cards.json')
    let seen = 0
    for (const { cardnumber, expiry, CVC } of groups.flatMap(({ items }) => items)) {
      const digits = cardnumber.replaceAll(' ', '')
      for (const text of [cardnumber, digits, `card ${digits.replaceAll(/(.{4})/g, '$1-')}`])
        expect(
          intercept(text).found.map(({ value }) => value),
          text,
        ).toEqual([digits])
      seen++
      if (!/^\d{3,4}$/.test(CVC)) continue
      const text = `${cardnumber} ${expiry} ${CVC}`
      expect(intercept(text), text).toMatchObject({
        text: `•••• ${digits.slice(-4)} ${expiry} •••`,
        found: [{ value: digits }],
        dropped: 1,
      })
    }
    expect(seen).toBeGreaterThan(40)
  })

  test('every IBAN is found, in fours and in one', () => {
    const all = read<{ iban: string }[]>('ibans.json').map(({ iban }) => iban.replaceAll(' ', ''))
    for (const iban of all)
      for (const text of [iban, iban.replaceAll(/(.{4})(?=.)/g, '$1 '), iban.toLowerCase()])
        expect(
          intercept(`to ${text}, thanks`).found.map(({ value }) => value),
          text,
        ).toEqual([iban])
    expect(all.length).toBeGreaterThan(5)
  })
})
