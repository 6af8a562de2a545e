import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { expect, test } from 'vitest'
import { personAt, randomFrom, searchFor } from './people.ts'

const people = Array.from({ length: 20_000 }, (_, number) => personAt(number))

test('a number and a seed always give the same person, another seed another', () => {
  expect(personAt(4711, 3)).toEqual(personAt(4711, 3))
  expect(personAt(4711, 3)).not.toEqual(personAt(4711, 4))
})

test('e-mail addresses are everyone’s own, also across seeds, and lead nowhere', () => {
  const addresses = [...people, ...people.map((_, number) => personAt(number, 1_001))].map(
    ({ email }) => email,
  )
  expect(new Set(addresses).size).toBe(40_000)
  expect(addresses.every((email) => /^[a-z]+\.[a-z0-9]+(-\d+)?@example\.org$/.test(email))).toBe(true)
})

test('telephone numbers are well-formed ones of the ranges kept for fiction', () => {
  const phones = people.flatMap(({ phone }) => phone ?? [])
  expect(phones.length).toBeGreaterThan(16_000)
  expect(phones.filter((phone) => !/^\+(33|61)/.test(phone))).toEqual([])
  expect(phones.filter((phone) => !parsePhoneNumberFromString(phone)?.isValid())).toEqual([])
})

test('names come in many scripts, and no family name is held by more than two in a hundred', () => {
  const scripts = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Han', 'Hangul']
  for (const script of scripts) {
    const written = new RegExp(`^\\p{Script=${script}}`, 'u')
    expect([script, people.some(({ family_name }) => written.test(family_name))]).toEqual([script, true])
  }
  const held = new Map<string, number>()
  for (const { family_name } of people) held.set(family_name, (held.get(family_name) ?? 0) + 1)
  expect(Math.max(...held.values())).toBeLessThan(400)
  expect(held.size).toBeGreaterThan(2_000)
})

test('what is typed to find a person is the start of their names, three letters or more in spaced scripts', () => {
  const random = randomFrom(1)
  for (const person of people.slice(0, 5_000)) {
    const names = [person.given_name, person.family_name].map((name) =>
      name.toLowerCase().replaceAll('\u0307', ''),
    )
    for (const word of searchFor(person, random).split(' ')) {
      expect(names.some((name) => name.startsWith(word))).toBe(true)
      if (/^\p{Script=Latin}/u.test(word)) expect([...word].length).toBeGreaterThanOrEqual(3)
    }
  }
})
