import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { COMPARTMENTS, FIELDS, type FieldName } from './fields.ts'
import { BASES, ROLES, SHIPPED, findPurpose, mustBeProven, opensField, type Purpose } from './purposes.ts'

const uses = SHIPPED.filter((purpose) => purpose.kind !== 'group')
const shipped = (id: string): Purpose => {
  const purpose = findPurpose(id)
  if (!purpose) throw new Error(`${id} does not ship`)
  return purpose
}

/** The contract's table, row by row: bases, roles, compartments; masks of the vault beside them. */
const TABLE: Record<string, [string, string, string]> = {
  'service.request': [
    'contract consent legitimate_interest',
    'service support',
    'identity contact relation vault',
  ],
  'service.account': ['contract', 'service support sales', 'identity contact relation demographic vault'],
  'support.diagnose': ['consent', 'support', 'identity technical'],
  'sales.enquiry': ['contract consent', 'sales', 'identity contact relation'],
  'sales.account': ['consent contract legitimate_interest', 'sales', 'identity contact relation'],
  'sales.prospecting': ['consent legitimate_interest', 'sales', 'identity contact'],
  'marketing.email': ['consent', 'marketing', 'identity contact'],
  'marketing.sms': ['consent', 'marketing', 'identity contact'],
  'marketing.phone': ['consent', 'marketing', 'identity contact'],
  'marketing.post': ['consent', 'marketing', 'identity contact'],
  'marketing.profiling': ['consent', 'marketing', 'identity demographic'],
  'suitability.check': [
    'contract legal_obligation consent',
    'privacy_officer',
    'finance demographic protective',
  ],
  'rights.request': ['legal_obligation', 'privacy_officer', COMPARTMENTS.join(' ')],
  'legal.retention': ['legal_obligation', 'privacy_officer', 'identity contact relation finance vault'],
  'security.incident': ['legal_obligation', 'privacy_officer', 'identity contact'],
  'analytics.aggregate': ['', ROLES.join(' '), ''],
}

test('the purposes of the contract ship, each as its row says', () => {
  const table = Object.fromEntries(
    uses.map(({ id, bases, roles, opens }) => [id, [bases.join(' '), roles.join(' '), opens.join(' ')]]),
  )
  expect(table).toEqual(TABLE)
})

test('they are kept as long as the contract says', () => {
  const terms = Object.fromEntries(
    uses.map(({ id, term, silence }) => [id, { ...term, ...(silence && { silence: silence.months }) }]),
  )
  const tillWithdrawn = { until: 'open', silence: 24 }
  expect(terms).toEqual({
    'service.request': { months: 24, after: 'last_word' },
    'service.account': { until: 'relation' },
    'support.diagnose': { until: 'grant', months: 1 },
    'sales.enquiry': { months: 6, after: 'last_word' },
    'sales.account': { until: 'relation' },
    'sales.prospecting': { months: 12, after: 'grant' },
    'marketing.email': tillWithdrawn,
    'marketing.sms': tillWithdrawn,
    'marketing.phone': tillWithdrawn,
    'marketing.post': tillWithdrawn,
    'marketing.profiling': tillWithdrawn,
    'suitability.check': { until: 'relation' },
    'rights.request': { months: 36, after: 'last_word' },
    'legal.retention': { until: 'grant', months: 120 },
    'security.incident': { months: 12, after: 'last_word' },
    'analytics.aggregate': { until: 'open' },
  })
})

test('it is a tree: each id is its parent and a word, and headings open nothing to no one', () => {
  expect(new Set(SHIPPED.map(({ id }) => id)).size).toBe(SHIPPED.length)
  for (const purpose of SHIPPED) {
    if (purpose.kind === 'group') {
      expect(purpose).toMatchObject({ parent: null, bases: [], roles: [], actors: [], opens: [] })
    } else {
      expect(shipped(purpose.parent!).kind).toBe('group')
      expect(purpose.id).toMatch(new RegExp(`^${purpose.parent}\\.[a-z]+$`))
    }
  }
  for (const top of [
    'service',
    'support',
    'sales',
    'marketing',
    'suitability',
    'sharing',
    'rights',
    'legal',
    'security',
    'analytics',
  ]) {
    expect(shipped(top).kind).toBe('group')
  }
})

test('what a law gives everyone needs no grant; what counts opens nobody', () => {
  expect(uses.filter(({ kind }) => kind === 'by_law').map(({ id }) => id)).toEqual([
    'rights.request',
    'security.incident',
  ])
  expect(uses.filter(({ kind }) => kind === 'aggregate').map(({ id }) => id)).toEqual(['analytics.aggregate'])
})

test('an administrator works for nothing but counting', () => {
  expect(uses.filter(({ roles }) => roles.includes('administrator')).map(({ id }) => id)).toEqual([
    'analytics.aggregate',
  ])
})

test('only the person, besides the privacy officer and the system, serves the rights of the person', () => {
  expect(shipped('rights.request').actors).toEqual(['person', 'staff', 'system'])
  expect(uses.filter(({ actors }) => actors.includes('person')).map(({ id }) => id)).toEqual([
    'rights.request',
  ])
})

test('marketing opens a given name, a language and the address of its channel, and no more', () => {
  const fields = (id: string) =>
    (Object.keys(FIELDS) as FieldName[]).filter((name) => opensField(shipped(id), name))
  expect(fields('marketing.email')).toEqual(['given_name', 'language', 'email', 'country'])
  expect(fields('marketing.sms')).toEqual(['given_name', 'language', 'phone', 'country'])
  expect(fields('marketing.phone')).toEqual(['given_name', 'language', 'phone', 'country'])
  expect(fields('marketing.post')).toEqual([
    'given_name',
    'language',
    'street',
    'postcode',
    'city',
    'country',
  ])
})

test('a field that narrows lies in a compartment that opens', () => {
  for (const purpose of uses) {
    for (const field of purpose.fields ?? []) expect(purpose.opens).toContain(FIELDS[field].compartment)
  }
})

test('a protective fact opens for keeping harm away and for the person, never for selling', () => {
  const open = uses.filter((purpose) => opensField(purpose, 'circumstance')).map(({ id }) => id)
  expect(open).toEqual(['suitability.check', 'rights.request'])
  expect(uses.filter((purpose) => opensField(purpose, 'debts')).map(({ id }) => id)).toEqual([
    'suitability.check',
    'rights.request',
    'legal.retention',
  ])
})

test('counting and headings open not even a country', () => {
  expect(opensField(shipped('analytics.aggregate'), 'country')).toBe(false)
  expect(opensField(shipped('marketing'), 'country')).toBe(false)
})

test('to be sold to must be proven', () => {
  const proven = uses.filter(({ id }) => mustBeProven(id)).map(({ id }) => id)
  expect(proven).toEqual([
    'sales.prospecting',
    'marketing.email',
    'marketing.sms',
    'marketing.phone',
    'marketing.post',
    'marketing.profiling',
  ])
  expect(mustBeProven('marketing.email.newsletter')).toBe(true)
  expect(mustBeProven('sales.prospecting.fair')).toBe(true)
  expect(mustBeProven('sales.prospectingless')).toBe(false)
})

test('a legitimate interest needs a signed test, except to answer somebody who wrote first', () => {
  const leaning = uses.filter(({ bases }) => bases.includes('legitimate_interest'))
  expect(leaning.map(({ id, balancing }) => [id, balancing !== undefined])).toEqual([
    ['service.request', true],
    ['sales.account', false],
    ['sales.prospecting', false],
  ])
  expect(uses.filter(({ balancing }) => balancing !== undefined)).toHaveLength(1)
})

test('an unknown purpose is no purpose', () => {
  expect(findPurpose('marketing.everything')).toBeUndefined()
  expect(findPurpose('Marketing.email')).toBeUndefined()
})

test('each basis of the law is named once', () => {
  expect(new Set(BASES).size).toBe(6)
})

const dpv = new URL('../../shared/data/w3c-dpv/purposes.csv', import.meta.url)
test.skipIf(!existsSync(dpv))('each purpose maps to a term of the W3C DPV, and none to a sale', () => {
  const rows = readFileSync(dpv, 'utf8').split('\n')
  const terms = new Set(rows.flatMap((row) => /^"(\w+)","class",/.exec(row)?.[1] ?? []))
  expect(terms.size).toBeGreaterThan(100)
  for (const { id, dpv: term } of SHIPPED) {
    expect(terms.has(term.replace(/^dpv:/, '')), `${id}: ${term}`).toBe(true)
    expect(term).not.toMatch(/Sell(Data|Insights)/)
  }
})
