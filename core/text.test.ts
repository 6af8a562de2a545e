import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Problem, type Code } from './errors.ts'
import { cleanText, foldDigits } from './text.ts'

const codeOf = (run: () => unknown): Code | 'none' => {
  try {
    run()
    return 'none'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}
const hex = (point: number) => String.fromCodePoint(point)

/** Any code points, those of the living scripts more often; the library's own such text takes seconds to set up. */
const point = fc.oneof(fc.nat(0x33ff), fc.nat(0x10ffff))
const anyText = fc.array(point, { maxLength: 30 }).map((points) => String.fromCodePoint(...points))

describe('cleanText', () => {
  test.each([
    ['Siobhán Ní Dhomhnaill'],
    ['李小明'],
    ['สมชาย ใจดี'],
    ['أمينة الحسيني'],
    ['Nguyễn Thị Minh Khai'],
    ["O'Brien"],
    ['שָׁלוֹם'],
    ['علی\u200cرضا'], // Persian: zero-width non-joiner
    ['ക്\u200dഷ'], // Malayalam: zero-width joiner
    ['👩\u200d🌾'], // emoji: zero-width joiner
    ['葛\u{e0100}飾'], // a variant of a Han character
    ['אמיר \u200e(2)'], // left-to-right mark
    ['𠮷野家'], // beyond the basic plane
  ])('takes %s as it is', (name) => {
    expect(cleanText(name, 200)).toBe(name.normalize('NFC'))
  })

  test('composes, and trims white space of every kind', () => {
    expect(cleanText('\u3000Bjo\u0308rk\u00a0\n', 10)).toBe('Björk')
  })

  test('refuses every control character inside, and line breaks', () => {
    const controls = [
      ...Array(0x20).keys(),
      ...Array.from({ length: 0x21 }, (_, i) => 0x7f + i),
      0x2028,
      0x2029,
    ]
    expect(controls).toHaveLength(67)
    for (const point of controls) {
      expect(
        codeOf(() => cleanText(`An${hex(point)}na`, 20)),
        point.toString(16),
      ).toBe('value_control_characters')
    }
  })

  test('where more lines are allowed, takes tab and newline and nothing else of them', () => {
    expect(cleanText('Weg 3\r\nHaus\tB\rHof\u2028Tor', 40, { multiline: true })).toBe(
      'Weg 3\nHaus\tB\nHof\nTor',
    )
    for (const point of [0, 8, 0x0b, 0x0c, 0x1b, 0x7f, 0x85, 0x9f]) {
      const run = () => cleanText(`Weg${hex(point)}3`, 40, { multiline: true })
      expect(codeOf(run), point.toString(16)).toBe('value_control_characters')
    }
  })

  test('refuses direction overrides and isolates, lone surrogates and noncharacters, in one line or more', () => {
    const refused = [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069]
    const points = [
      ...refused,
      0xd800,
      0xdbff,
      0xdc00,
      0xdfff,
      0xfdd0,
      0xfdef,
      0xfffe,
      0xffff,
      0x1fffe,
      0x10ffff,
    ]
    for (const point of points) {
      const value = `An${hex(point)}na`
      expect(
        codeOf(() => cleanText(value, 20)),
        point.toString(16),
      ).toBe('value_control_characters')
      expect(codeOf(() => cleanText(value, 20, { multiline: true }))).toBe('value_control_characters')
    }
  })

  test('refuses what nobody can see', () => {
    for (const value of [
      '',
      '  ',
      '\n\t',
      '\u3000',
      '\u200b',
      '\u200d\u200c',
      ' \u00ad ',
      '\u3164',
      '\ufe0f',
    ]) {
      expect(
        codeOf(() => cleanText(value, 20)),
        JSON.stringify(value),
      ).toBe('value_empty')
    }
  })

  test('counts code points after composing', () => {
    expect(cleanText('𠮷'.repeat(20), 20)).toBe('𠮷'.repeat(20))
    expect(cleanText('o\u0308'.repeat(20), 20)).toBe('ö'.repeat(20))
    expect(codeOf(() => cleanText('a'.repeat(21), 20))).toBe('value_too_long')
    expect(codeOf(() => cleanText('𠮷'.repeat(21), 20))).toBe('value_too_long')
  })

  test('never tells the value, but the limit', () => {
    for (const value of ['Secretname'.repeat(3), 'Secret\u0000name', 'Secret\u202ename']) {
      try {
        cleanText(value, 20)
        expect.unreachable()
      } catch (error) {
        const told = `${String(error)} ${error instanceof Problem ? (error.detail ?? '') : ''}`
        expect(told).not.toContain('Secret')
      }
    }
    expect(() => cleanText('a'.repeat(21), 20)).toThrow(
      expect.objectContaining({ detail: 'at most 20 characters' }),
    )
  })

  test('what it gives, it takes again unchanged', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (value, multiline) => {
        let text: string
        try {
          text = cleanText(value, 50, { multiline })
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
          return
        }
        expect(cleanText(text, 50, { multiline })).toBe(text)
        expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\0\r]/u)
      }),
    )
  })
})

describe('foldDigits', () => {
  test('knows the digits of every numbering system that the platform knows', () => {
    let systems = 0
    for (const system of Intl.supportedValuesOf('numberingSystem')) {
      const format = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false })
      const digits = Array.from({ length: 10 }, (_, digit) => format.format(digit)).join('')
      if (!/^\p{Nd}+$/u.test(digits)) continue
      systems++
      expect(foldDigits(digits), system).toBe('0123456789')
    }
    expect(systems).toBeGreaterThan(50)
  })

  test('gives one digit for every decimal digit of Unicode, and leaves all else', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const letter = String.fromCodePoint(point)
      if (/\p{Nd}/u.test(letter)) expect(foldDigits(letter), point.toString(16)).toMatch(/^[0-9]$/)
    }
    expect(foldDigits('٠٣٠ ５５５ +४९ ²½ Ⅷ 三 x')).toBe('030 555 +49 ²½ Ⅷ 三 x')
  })
})
