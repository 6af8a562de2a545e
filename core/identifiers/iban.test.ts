import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseIban } from './iban.ts'

const malformed = expect.objectContaining({ code: 'iban_malformed' })

test('gives the number, country, last four and mask', () => {
  expect(parseIban(' de89 3704 0044 0532 0130 00 ')).toEqual({
    iban: 'DE89370400440532013000',
    country: 'DE',
    lastFour: '3000',
    mask: 'DE •••• 3000',
  })
})

test.each([
  ...['AD1200012030200359100100', 'AE070331234567890123456', 'AT611904300234573201', 'BE68539007547034'],
  ...[
    'BR1800360305000010009795493C1',
    'CH9300762011623852957',
    'CY17002001280000001200527600',
    'CZ6508000000192000145399',
  ],
  ...[
    'DK5000400440116243',
    'EE382200221020145685',
    'EG380019000500000000263180002',
    'ES9121000418450200051332',
  ],
  ...[
    'FI2112345600000785',
    'FR1420041010050500013M02606',
    'GB29NWBK60161331926819',
    'GI75NWBK000000007099453',
  ],
  ...[
    'GR1601101250000000012300695',
    'HU42117730161111101800000000',
    'IE29AIBK93115212345678',
    'IL620108000000099999999',
  ],
  ...['IT60X0542811101000000123456', 'JO94CBJO0010000000000131000302', 'LC55HEMM000100010012001200023015'],
  ...[
    'LU280019400644750000',
    'LV80BANK0000435195001',
    'MT84MALT011000012345MTLCAST001S',
    'MU17BOMM0101101030300200000MUR',
  ],
  ...['NL91ABNA0417164300', 'NO9386011117947', 'PL61109010140000071219812874', 'PT50000201231234567890154'],
  ...[
    'SA0380000000608010167519',
    'SE4550000000058398257466',
    'SI56263300012039086',
    'TR330006100519786457841326',
  ],
  ...['UA213223130000026007233566001', 'VA59001123000012345678', 'XK051212012345678906'],
])('%s is one', (iban) => {
  expect(parseIban(iban).iban).toBe(iban)
})

test('takes it as it is printed', () => {
  for (const value of [
    'IBAN DE89 3704 0044 0532 0130 00',
    'iban: DE89-3704-0044-0532-0130-00',
    'ＤＥ89 ３７０４ 0044 0532 0130 00',
  ]) {
    expect(parseIban(value).iban).toBe('DE89370400440532013000')
  }
})

describe('is none', () => {
  test.each([
    ...[
      '',
      'DE',
      'DE89370400440532013001',
      'DE8937040044053201300',
      'DE893704004405320130000',
      'XX89370400440532013000',
    ],
    ...[
      'US64SVBKUS6S3300958879',
      '4111111111111111',
      'DE8937040044053201300Ö',
      'DE89 3704/0044/0532/0130/00',
      '89DE370400440532013000',
    ],
  ])('%j', (value) => {
    expect(() => parseIban(value)).toThrow(malformed)
  })

  test('a number of another length, although its check digits are right', () => {
    for (const account of ['37040044053201300', '3704004405320130000']) {
      const check = [...Array(97).keys()].map((n) => String(n + 2).padStart(2, '0'))
      const right = check.filter((digits) => BigInt(`${account}1314${digits}`) % 97n === 1n)
      expect(right).toHaveLength(1)
      expect(() => parseIban(`DE${right[0]}${account}`)).toThrow(malformed)
    }
  })

  test('check digits 00, 01 and 99, although the sum comes out', () => {
    const sum = (iban: string) =>
      BigInt([...iban.slice(4), ...iban.slice(0, 4)].map((c) => parseInt(c, 36)).join('')) % 97n
    let passing = 0
    for (let account = 0; account < 1000; account++) {
      for (const check of ['00', '01', '99']) {
        const iban = `DE${check}370400440532013${String(account).padStart(3, '0')}`
        if (sum(iban) !== 1n) continue
        passing++
        expect(() => parseIban(iban)).toThrow(malformed)
      }
    }
    expect(passing).toBeGreaterThan(10)
  })
})

test('one wrong digit is always noticed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 21 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const iban = 'DE89370400440532013000'
      const wrong = iban.slice(0, at) + String((Number(iban[at]) + by) % 10) + iban.slice(at + 1)
      expect(() => parseIban(wrong)).toThrow(malformed)
    }),
  )
})

const file = new URL('../../../shared/data/pan-iban-testcards/ibans.json', import.meta.url)

test.skipIf(!existsSync(file))('every test account of a payment company is one of its country', () => {
  const accounts: { iban: string; country: string }[] = JSON.parse(readFileSync(file, 'utf8'))
  for (const { iban, country } of accounts) {
    expect(parseIban(iban)).toMatchObject({ iban, country, mask: `${country} •••• ${iban.slice(-4)}` })
  }
  expect(accounts.length).toBeGreaterThan(5)
})
