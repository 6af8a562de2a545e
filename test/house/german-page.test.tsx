import { readFile } from 'node:fs/promises'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, expect, test, vi } from 'vitest'
import { FIELDS } from '../../core/fields.ts'
import { SHIPPED } from '../../core/purposes.ts'
import { SECRETS } from '../../core/secrets.ts'
import { holdings } from '../../features/holdings.ts'
import { Gone, Stays } from '../../portal/leave/plan-parts.tsx'
import { Letter } from '../../portal/letter/letter.tsx'
import { sentenceOf } from '../../portal/letter/story.ts'
import type { LedgerLine, Me, Standing } from '../../portal/shapes.ts'
import { english } from '../../portal/language/english.ts'
import { load, tell } from '../../portal/language/setup.ts'

// What the server says in English for programs is marked; none of it may be read on a German page.
const ENGLISH = '§ english'
const AT = '2026-03-12T10:00:00.000Z'

beforeAll(async () => {
  vi.stubGlobal('navigator', { languages: ['de-DE'] })
  vi.stubGlobal('location', { href: 'http://localhost/me' })
  await load('de')
})

/** What our own English says, piece by piece; and what the server notes in English and these pages say otherwise. */
const OURS = Object.values(english)
  .flatMap((text) => text.split(/\{\{\w+\}\}|<[^>]+>/))
  .map((part) => part.trim())
  .filter((part) => /[a-z]{3,} [a-z]{3,}/.test(part))
  .concat('your own page', 'corrected on their own page')

function englishIn(markup: string): string[] {
  const text = markup.replaceAll(/<[^>]+>/g, ' ')
  return [ENGLISH, ...OURS].filter((said) => text.includes(said))
}

const USED = SHIPPED.filter(({ kind }) => kind === 'granted' || kind === 'by_law')

function standing(one: Partial<Standing> & { purpose: string }): Standing {
  return {
    ...{ title: ENGLISH, says: ENGLISH, allowed: true, reason: 'granted', sentence: ENGLISH },
    ...{ since: AT, until: null, grant_id: 'x', basis: 'consent', switchable: true },
    evidence: { kind: 'form', detail: 'your own page', at: AT },
    notice: { id: `${one.purpose}@1`, language: 'de', text: 'Ich möchte das.' },
    ...one,
  }
}

function me(items: readonly Standing[], leaving: Me['leaving'] = null): Me {
  const source = { kind: 'person', detail: 'corrected on their own page', collected_at: AT }
  const fields = Object.keys(FIELDS).map((name) => [name, { value: 'DE', source }] as const)
  const secrets = Object.keys(SECRETS).map((kind) => ({ kind, masked: '•• 42', source }))
  const masked = secrets.map((one) => [one.kind, { withheld: 'secret', ...one }] as const)
  return {
    person: { id: 'x', fields: Object.fromEntries([...fields, ...masked]), secrets },
    organisation: { name: 'Hafenbank' },
    standing: items,
    recipients: [],
    counts: { facts: fields.length, agreed: 1, required: 1, disclosures: 0 },
    language: 'de',
    kept: [
      {
        ...{
          holding: 'kept_copies',
          title: ENGLISH,
          basis: 'legal_obligation',
          law: 'HGB',
          article: '§ 257',
        },
        ...{ fields: ['given_name', 'birth_date'], until: null, why: ENGLISH },
      },
      { holding: 'sealed_values', title: ENGLISH, basis: 'contract', law: ENGLISH, until: AT, why: ENGLISH },
    ],
    leaving,
  }
}

function draw(page: React.ReactNode): string {
  return renderToStaticMarkup(<QueryClientProvider client={new QueryClient()}>{page}</QueryClientProvider>)
}

const REASONS = ['withdrawn', 'expired', 'waiting', 'not_told', 'never', 'refused']

test.each([
  ['agreed', USED.map(({ id }) => standing({ purpose: id }))],
  ['needed', USED.map(({ id }) => standing({ purpose: id, basis: 'contract', switchable: false }))],
  ['objected to', USED.map(({ id }) => standing({ purpose: id, basis: 'legitimate_interest' }))],
  [
    'by law',
    USED.map(({ id }) => standing({ purpose: id, basis: null, reason: 'by_law', switchable: false })),
  ],
  ...REASONS.map((reason): [string, Standing[]] => [
    reason,
    USED.map(({ id }) => standing({ purpose: id, allowed: false, reason })),
  ]),
])('a German page says nothing in English: every purpose %s', (_, items) => {
  expect(englishIn(draw(<Letter me={me(items)} />))).toEqual([])
  expect(englishIn(draw(<Letter me={me(items, { erasure_id: 'x', asked_at: AT })} />))).toEqual([])
})

test('nor does the plan of leaving, whatever is held', () => {
  const held = holdings
    .filter(({ person }) => person !== null)
    .map(({ table, fate }) => ({ holding: table, title: ENGLISH, count: 2, fate }))
  const plan = (
    <>
      <Gone holdings={held} contract />
      <Stays kept={me([]).kept ?? []} holdings={held} />
    </>
  )
  expect(englishIn(draw(plan))).toEqual([])
})

test('nor does the story, whoever did whatever', () => {
  const kinds = Object.keys(english).flatMap((key) => /^told\.([a-z_]+?)(_plain)?$/.exec(key)?.[1] ?? [])
  for (const kind of [...kinds, 'unheard_of'])
    for (const actor of ['staff', 'person', 'system'])
      for (const purpose of USED) {
        const line: LedgerLine = {
          ...{
            event_id: 'x',
            at: AT,
            actor: { kind: actor, team: ENGLISH, name: null },
            purpose: purpose.id,
          },
          ...{ kind, fields: [kind.startsWith('self') ? purpose.id : 'email', 'grants'], sentence: ENGLISH },
        }
        expect(englishIn(sentenceOf(tell, 'de-DE', line)), `${kind} by ${actor}`).toEqual([])
      }
})

test('whatever the ledger tells of a person, and whatever is destroyed or stays, has its words', async () => {
  const told = await readFile(new URL('../../features/ledger/tell.ts', import.meta.url), 'utf8')
  const kinds = [...told.matchAll(/case '([a-z_]+)'/g)].map(([, kind]) => kind!)
  expect(kinds.length).toBeGreaterThan(20)
  const own = [
    'opened',
    'changed',
    'granted',
    'confirmed',
    'declined',
    'withdrawn',
    'exported',
    'erasure_asked',
  ]
  const theirs = holdings.filter(({ person }) => person !== null)
  const keys = [
    ...kinds.map((kind) => `told.${kind}`),
    ...own.map((kind) => `told.self_${kind}`),
    ...theirs.map(({ table }) => `holding.${table}`),
    ...theirs.map(({ fate }) => fate).flatMap((fate) => (fate === 'destroyed' ? [] : [`fate.${fate}`])),
  ]
  expect(keys.filter((key) => !Object.hasOwn(english, key))).toEqual([])
})
