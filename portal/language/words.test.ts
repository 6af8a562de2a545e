import { expect, test } from 'vitest'
import type { Code } from '../../core/errors.ts'
import { FIELDS } from '../../core/fields.ts'
import { BASES, SHIPPED } from '../../core/purposes.ts'
import { german } from './de.ts'
import { english } from './english.ts'
import { firstLanguage } from './setup.ts'

const both = { english, german }

/** What stands in the places of a text, and the parts that are marked: every language needs the same. */
function places(text: string): string[] {
  return [...text.matchAll(/\{\{\w+\}\}|<\/?[a-z]+>/g)].map(([place]) => place).sort()
}

test('both languages have the same keys', () => {
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort())
})

test('both languages have the same places and parts in every text', () => {
  for (const [key, text] of Object.entries(english))
    expect([key, ...places(german[key as keyof typeof english])]).toEqual([key, ...places(text)])
})

test('every text is written, but for those that say nothing on purpose', () => {
  const silent = ['leave.opening_told_zero', 'leave.opening_stays_zero']
  for (const words of Object.values(both))
    for (const [key, text] of Object.entries(words))
      expect([key, text.trim() === '']).toEqual([key, silent.includes(key)])
})

test('plain words: no term of the law, no shouting', () => {
  const never =
    /\bdata subject|opt-?(in|out)\b|\bprocess(ing|ed|or)\b|\bGDPR\b|DSGVO|betroffene Person|verarbeit|!/i
  for (const words of Object.values(both))
    for (const [key, text] of Object.entries(words)) expect([key, never.test(text)]).toEqual([key, false])
})

test('every field, purpose, basis and branch that ships has its words', () => {
  const used = SHIPPED.filter(({ kind }) => kind !== 'group').map(({ id }) => id)
  const keys = [
    ...Object.keys(FIELDS).flatMap((field) => [`field.${field}`, `your.${field}`]),
    ...used.map((id) => `why.${id}`),
    ...used.filter((id) => id !== 'analytics.aggregate').map((id) => `purpose.${id}`),
    ...BASES.map((basis) => `basis.${basis}`),
    ...BASES.filter((basis) => basis !== 'consent').map((basis) => `needed.${basis}`),
    ...used.filter((id) => id !== 'analytics.aggregate').map((id) => `team.${id.split('.')[0]}`),
  ]
  expect(keys.filter((key) => !Object.hasOwn(english, key))).toEqual([])
})

test('what a person can be refused for is said in words that help', () => {
  const refusals: Code[] = [
    ...(['email', 'phone', 'date', 'language', 'card', 'iban', 'national_id'] as const).map(
      (what) => `${what}_malformed` as const,
    ),
    ...(['value_empty', 'value_too_long', 'value_control_characters', 'country_unknown'] as const),
    ...(['input_invalid', 'secret_misplaced', 'version_conflict', 'too_many_requests'] as const),
    ...(['guardian_needed', 'notice_unknown', 'grant_closed', 'has_left', 'not_signed_in'] as const),
    ...(['link_invalid', 'confirmation_wrong', 'erasure_under_way'] as const),
  ]
  expect(refusals.filter((code) => !Object.hasOwn(english, `error.${code}`))).toEqual([])
})

test('the first language is the chosen one, then the first wanted one that we speak, then English', () => {
  expect(firstLanguage('de', ['en-GB'])).toBe('de')
  expect(firstLanguage(null, ['pt-BR', 'de-AT', 'en'])).toBe('de')
  expect(firstLanguage('xx', ['ar'])).toBe('en')
  expect(firstLanguage(null, [])).toBe('en')
})
