import { expect, test } from 'vitest'
import { load, tell } from '../language/setup.ts'
import type { Me, Standing } from '../shapes.ts'
import { openingOf } from './opening.tsx'

const one = (purpose: string, change: Partial<Standing>): Standing => ({
  purpose,
  title: purpose,
  says: '',
  allowed: true,
  reason: 'by_consent',
  switchable: true,
  basis: 'consent',
  ...change,
})
const me = (change: Partial<Me>): Me => ({
  person: { id: 'x', fields: { given_name: { value: 'Ana' }, email: { value: 'a@b.example' } } },
  organisation: { name: 'Harbour Bank' },
  standing: [],
  recipients: [],
  counts: { facts: 2, agreed: 0, required: 0, disclosures: 0 },
  ...change,
})
const plain = (text: string) => text.replaceAll(/<\/?[a-z]+>/g, '')
const full = me({
  standing: [
    one('marketing.email', {}),
    one('marketing.phone', { allowed: false, reason: 'withdrawn' }),
    one('service.account', { basis: 'contract', switchable: false }),
    one('rights.request', { basis: null, reason: 'by_law', switchable: false }),
    one('security.incident', { basis: null, reason: 'by_law', switchable: false }),
    one('sales.account', { basis: 'legitimate_interest', switchable: true }),
  ],
  recipients: [{ name: 'CardPrint', fields: ['given_name', 'family_name', 'street', 'city'] }],
})

test('every number is computed from what the letter tells', async () => {
  await load('en')
  expect(plain(openingOf(tell, full))).toBe(
    'Ana, we hold 2 facts about you, use them for 1 thing you agreed to, 1 our contract needs, 2 the law asks ' +
      'and 1 we have a reason for, and gave 2 of them to 1 company. We have sold none.',
  )
})

test('every number leads to its part', async () => {
  await load('en')
  const links = [...openingOf(tell, full).matchAll(/<([a-z]+)>/g)].map(([, part]) => part)
  expect(links).toEqual(['name', 'held', 'agreed', 'needed', 'needed', 'needed', 'received'])
})

test('the first use says what is counted', async () => {
  await load('en')
  const only = me({ standing: full.standing.filter(({ basis }) => basis === 'contract') })
  expect(plain(openingOf(tell, only))).toContain('use them for 1 thing our contract needs, and gave')
})

test('nothing is said as nothing', async () => {
  await load('en')
  const nobody = me({
    person: { id: 'x', fields: {} },
    counts: { facts: 0, agreed: 0, required: 0, disclosures: 0 },
  })
  expect(plain(openingOf(tell, nobody))).toBe(
    'We hold no facts about you, use them for nothing, and gave none of them to anyone. We have sold none.',
  )
})

test('a name can neither become a link nor turn the sentence around', async () => {
  await load('en')
  const fields = { given_name: { value: '<held>عبد</held>' } }
  const told = openingOf(tell, me({ person: { id: 'x', fields } }))
  expect(told.startsWith('<name>‹held›عبد‹/held›</name>, we hold')).toBe(true)
})

test('in German it is a German sentence', async () => {
  await load('de')
  expect(plain(openingOf(tell, full))).toBe(
    'Ana, wir kennen 2 Angaben über Sie, nutzen sie für 1 Zweck, dem Sie zugestimmt haben, 1, den unser Vertrag ' +
      'braucht, 2, die das Gesetz verlangt, und 1, für den wir einen Grund haben, und haben 2 davon an 1 Firma ' +
      'gegeben. Verkauft haben wir nichts.',
  )
})
