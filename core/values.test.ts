import { describe, expect, test } from 'vitest'
import { Problem } from './errors.ts'
import { FIELDS, isFieldName, type FieldName } from './fields.ts'
import { normaliseField } from './values.ts'

test.each<[FieldName, string, object, object]>([
  ['given_name', '  Siobha\u0301n ', {}, { value: 'Siobhán', match: 'siobhan' }],
  ['family_name', 'Ní\u00a0 Dhomhnaill', {}, { value: 'Ní Dhomhnaill', match: 'ni dhomhnaill' }],
  ['family_name', 'O’Brien', {}, { value: 'O’Brien', match: 'obrien' }],
  ['family_name', '李', {}, { value: '李', match: '李' }],
  ['given_name', '👩‍🌾', {}, { value: '👩‍🌾' }],
  ['title', 'Dr.', {}, { value: 'Dr.' }],
  ['language', 'de_at', {}, { value: 'de-AT' }],
  ['customer_number', ' k-００ 42 ', {}, { value: 'k-００ 42', match: 'k-0042' }],
  ['email', 'Anna@BÜCHER.de', {}, { value: 'Anna@bücher.de', match: 'anna@xn--bcher-kva.de' }],
  ['phone', '030 5550142', { country: 'DE' }, { value: '+49 30 5550142', match: '+49305550142' }],
  ['street', 'Weg 3\r\nHinterhaus', {}, { value: 'Weg 3\nHinterhaus' }],
  ['country', 'Bonaire, Sint Eustatius and Saba', {}, { value: 'BQ' }],
  ['birth_date', '1987-04-03', {}, { value: '1987-04-03', match: '1987-04-03' }],
  ['income', '3000 – 4000 €', {}, { value: '3000 – 4000 €' }],
])('%s %j in %j', (name, value, context, expected) => {
  expect(normaliseField(name, value, context)).toEqual(expected)
})

test('names match whatever the case, marks, spaces and apostrophes', () => {
  const match = (name: string) => normaliseField('family_name', name).match
  expect(match('MÜLLER-LÜDENSCHEIDT')).toBe(match('Muller  Ludenscheidt'))
  expect(match("D'Angelo")).toBe(match('dangelo'))
  expect(match('Müller')).not.toBe(match('Mueller'))
})

describe('a problem names the field and never the value', () => {
  test.each<[FieldName, string, string]>([
    ['given_name', 'Secret\u0000', 'value_control_characters'],
    ['given_name', 'Secret\nname', 'value_control_characters'],
    ['city', ' ', 'value_empty'],
    ['postcode', 'Secret'.repeat(4), 'value_too_long'],
    ['email', 'Secret', 'email_malformed'],
    ['phone', '030 5550142', 'phone_malformed'],
    ['birth_date', '1987-04-31', 'date_malformed'],
    ['birth_date', '1987-04-03T00:00:00Z', 'date_malformed'],
    ['country', 'Secretland', 'country_unknown'],
    ['language', 'Secret', 'language_malformed'],
  ])('%s %j: %s', (name, value, code) => {
    try {
      normaliseField(name, value)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(Problem)
      expect(error).toMatchObject({ code, pointer: `/fields/${name}` })
      expect(JSON.stringify({ ...(error as Problem), text: String(error) })).not.toContain('Secret')
    }
  })
})

test('every field of the registry takes a value and gives none longer than its limit', () => {
  const samples: Partial<Record<string, string>> = {
    email: 'anna@example.com',
    phone: '+49 30 5550142',
    date: '1987-04-03',
    country: 'Germany',
    language: 'de',
  }
  for (const name of Object.keys(FIELDS).filter(isFieldName)) {
    const { type, max } = FIELDS[name]
    const { value } = normaliseField(name, samples[type] ?? 'x'.repeat(max))
    expect([...value].length, name).toBeLessThanOrEqual(max)
  }
})
