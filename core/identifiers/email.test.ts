import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEmail } from './email.ts'

const malformed = expect.objectContaining({ code: 'email_malformed' })

test.each([
  ['Anna.Schmidt@Example.COM', 'Anna.Schmidt@example.com', 'anna.schmidt@example.com'],
  [' anna@example.com\u00a0', 'anna@example.com', 'anna@example.com'],
  ["o'brien+news@mail.example.co.uk", "o'brien+news@mail.example.co.uk", "o'brien+news@mail.example.co.uk"],
  ['a!#$%&*/=?^_`{|}~-b@example.com', 'a!#$%&*/=?^_`{|}~-b@example.com', 'a!#$%&*/=?^_`{|}~-b@example.com'],
  ['post@BÜCHER.de', 'post@bücher.de', 'post@xn--bcher-kva.de'],
  ['post@bu\u0308cher.de', 'post@bücher.de', 'post@xn--bcher-kva.de'],
  ['post@XN--BCHER-KVA.de', 'post@xn--bcher-kva.de', 'post@xn--bcher-kva.de'],
  ['Weg@Straße.de', 'Weg@straße.de', 'weg@xn--strae-oqa.de'],
  ['用户@例え。jp', '用户@例え.jp', '用户@xn--r8jz45g.jp'],
  ['ｊｏｅ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'joe@example.com', 'joe@example.com'],
  ['ΔΟΚΙΜΉΣ@παράδειγμα.ελ', 'ΔΟΚΙΜΉΣ@παράδειγμα.ελ', 'δοκιμήσ@xn--hxajbheg2az3al.xn--qxam'],
  ['أمينة@مثال.إختبار', 'أمينة@مثال.إختبار', 'أمينة@xn--mgbh0fb.xn--kgbechtv'],
  ['Jos\u0065\u0301@example.es', 'José@example.es', 'josé@example.es'],
  ['a@1and1.com', 'a@1and1.com', 'a@1and1.com'],
])('%s is shown as %s and matched as %s', (value, display, match) => {
  expect(parseEmail(value)).toEqual({ display, match })
})

describe('is no address', () => {
  test.each([
    ...['', '@', 'anna', 'anna@', '@example.com', 'anna@example', 'anna.example.com', 'anna@@example.com'],
    ...[
      'a@b@example.com',
      'an na@example.com',
      'anna@exam ple.com',
      'anna@example..com',
      'anna@.example.com',
    ],
    ...[
      'anna@example.com.',
      '.anna@example.com',
      'anna.@example.com',
      'an..na@example.com',
      'anna@-example.com',
    ],
    ...[
      'anna@example-.com',
      'anna@exa_mple.com',
      'anna@127.0.0.1',
      'anna@1.2.3',
      'anna@[127.0.0.1]',
      'anna@0x7f.1',
    ],
    ...[
      'anna@example.com:25',
      'anna@example.com/x',
      'anna@example.com?x',
      'anna@example.com#x',
      'anna@ex%41mple.com',
    ],
    ...['anna@user:pw@example.com', 'anna@℀.com', 'anna@xn--a.de', 'anna@example.c', 'anna@example.123'],
    ...[
      'Anna <anna@example.com>',
      '<anna@example.com>',
      'mailto:anna@example.com',
      'anna@example.com, b@example.com',
    ],
    ...[
      '"anna"@example.com',
      '"an na"@example.com',
      'anna(work)@example.com',
      'anna@example.com\nBcc: b@example.com',
    ],
    ...[
      'an\u200bna@example.com',
      'an\u202ena@example.com',
      'anna\u0000@example.com',
      'anna@exam\u200bple.c',
      '\ud800@example.com',
    ],
  ])('%j', (value) => {
    expect(() => parseEmail(value)).toThrow(malformed)
  })
})

test('lengths are those of RFC 5321, in octets', () => {
  const host = (octets: number) => `${'a.'.repeat((octets - 2) / 2)}de`
  expect(parseEmail(`${'x'.repeat(64)}@example.com`).match).toHaveLength(76)
  expect(() => parseEmail(`${'x'.repeat(65)}@example.com`)).toThrow(malformed)
  expect(() => parseEmail(`${'ä'.repeat(33)}@example.com`)).toThrow(malformed)
  expect(parseEmail(`xx@a${host(250)}`).match).toHaveLength(254)
  expect(() => parseEmail(`xxx@a${host(250)}`)).toThrow(malformed)
  expect(parseEmail(`x@${'b'.repeat(63)}.de`).match).toHaveLength(68)
  expect(() => parseEmail(`x@${'b'.repeat(64)}.de`)).toThrow(malformed)
})

test('all spellings of an address match, and what is shown is taken again', () => {
  const local = fc.string({ unit: fc.constantFrom(..."abcXYZ019äÖñЖд李+_-'"), minLength: 1, maxLength: 12 })
  const label = fc.string({ unit: fc.constantFrom(...'abcxyz09äöñд李'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(local, label, (name, domain) => {
      const email = parseEmail(`${name}@${domain}.example.com`)
      expect(parseEmail(email.display)).toEqual(email)
      expect(parseEmail(email.match).match).toBe(email.match)
      for (const spelling of [name.toUpperCase(), name.normalize('NFD')]) {
        expect(parseEmail(`${spelling}@${domain.toUpperCase()}.EXAMPLE.com`).match).toBe(email.match)
      }
    }),
  )
})
