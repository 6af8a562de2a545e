import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMapping } from './check-mapping.ts'
import { concludeRow, planRow } from './conclude-row.ts'
import type { FileRow } from './read-csv.ts'
import { createDateEvidence, type DateConclusion } from './read-dates.ts'
import { fateOf } from './report-codes.ts'

const TODAY = '2026-11-23'

/** Concludes one row given as what its columns are mapped to, with its value; `column:target` where they differ. */
function conclude(
  given: Record<string, string>,
  more: { country?: string; problems?: FileRow['problems'] } = {},
) {
  const columns = Object.keys(given)
  const dates = new Map<string, DateConclusion>()
  const mapping: Record<string, string> = {}
  for (const column of columns) {
    const evidence = createDateEvidence()
    evidence.add(given[column] ?? '')
    dates.set(column, evidence.conclude())
    mapping[column] = column.split(':').at(-1) ?? column
  }
  const plan = planRow(columns, checkMapping(mapping, columns), dates)
  const row: FileRow = { row: 1, line: 2, cells: Object.values(given), problems: more.problems ?? [] }
  return concludeRow(row, plan, { today: TODAY, country: more.country })
}

test('a whole row', () => {
  expect(
    conclude({
      given_name: ' Gaëlle ',
      family_name: 'Perrin',
      title: 'Dr.',
      email: 'G.Perrin@Fromagerie.Example',
      phone: '04 50 11 22 33',
      street: 'Rue du Lac',
      'street.number': '5 bis',
      'street.more': 'Appt. 2',
      postcode: '74000',
      city: 'Annecy',
      country: 'Frankreich',
      language: 'Französisch',
      birth_date: '17.06.1990',
      company: 'Fromagerie  Perrin',
      external_id: '5101',
      'source.collected_at': '2023-04-12 09:31',
    }),
  ).toEqual({
    row: 1,
    line: 2,
    outcome: 'importable',
    person: {
      fields: {
        given_name: 'Gaëlle',
        family_name: 'Perrin',
        title: 'Dr.',
        email: 'G.Perrin@fromagerie.example',
        phone: '+33 4 50 11 22 33',
        street: 'Rue du Lac 5 bis\nAppt. 2',
        postcode: '74000',
        city: 'Annecy',
        country: 'FR',
        language: 'fr',
        birth_date: '1990-06-17',
      },
    },
    secrets: {},
    matches: { email: 'g.perrin@fromagerie.example', phone: '+33450112233' },
    alternates: { email: [], phone: [] },
    company: 'Fromagerie Perrin',
    externalId: '5101',
    collectedAt: '2023-04-12T09:31:00.000Z',
    optOuts: [],
    claims: [],
    problems: [],
  })
})

test('a value that does not fit is left out and reported, and does not cost the person', () => {
  const { outcome, person, problems } = conclude({
    email: 'nobody at example',
    given_name: 'Ada',
    phone: '12',
    country: 'Atlantis',
    birth_date: '31.02.1990',
    title: 'x'.repeat(100),
  })
  expect(outcome).toBe('importable')
  expect(person.fields).toEqual({ given_name: 'Ada' })
  expect(problems.toSorted((a, b) => String(a.column).localeCompare(String(b.column)))).toEqual([
    { column: 'birth_date', code: 'date_malformed' },
    { column: 'country', code: 'country_unknown' },
    { column: 'email', code: 'email_malformed' },
    { column: 'phone', code: 'phone_malformed' },
    { column: 'title', code: 'value_too_long' },
  ])
})

test.each([
  ['only an id of the old system', { external_id: '5105', email: '' }, 'row_identifies_nobody'],
  ['only a broken address', { email: 'x@', city: 'Ulm' }, 'row_identifies_nobody'],
  ['nothing but spaces', { email: ' ', city: '\0' }, 'row_empty'],
])('%s identifies nobody', (_, given, code) => {
  const concluded = conclude(given)
  expect(concluded.outcome).toBe('rejected')
  expect(concluded.problems.map((problem) => problem.code)).toContain(code)
})

test('a row whose cells may be shifted is rejected whatever stands in it', () => {
  const concluded = conclude(
    { given_name: 'Ada', email: 'ada@example.com', 'opt_out.email': 'yes' },
    { problems: [{ column: null, code: 'row_too_many_cells' }] },
  )
  expect(concluded).toMatchObject({ outcome: 'rejected', person: { fields: {} }, optOuts: [] })
})

test('a row with fewer cells is taken, and says so', () => {
  const problems = [{ column: null, code: 'row_too_few_cells' }] as const
  expect(conclude({ given_name: 'Ada', city: '' }, { problems })).toMatchObject({
    outcome: 'importable',
    problems,
  })
})

test.each([
  ['opt_out.email', 'true', ['email']],
  ['opt_out.email', '2024-01-05 10:00:00', ['email']],
  ['opt_out.email', 'false', []],
  ['opt_out.email', '', []],
  ['opt_out.email', '0000-00-00 00:00:00', []],
  ['opt_out.phone', 'Ja', ['phone']],
  ['opt_out.sms', '1', ['sms']],
  ['opt_out.post', 'x', ['post']],
  ['opt_out.all', 'oui', ['all']],
  ['claim.basis', 'unsubscribed', ['email']],
  ['SMS status:claim.basis', 'UNSUBSCRIBED', ['sms']],
  ['claim.basis', 'NEVER_SUBSCRIBED', []],
])('%s %j says no on %j', (target, value, channels) => {
  expect(conclude({ email: 'a@example.com', [target]: value }).optOuts).toEqual(channels)
})

test('an objection that is neither yes nor no counts, and is reported', () => {
  const { optOuts, problems } = conclude({ email: 'a@example.com', 'opt_out.email': 'asked us in March' })
  expect(optOuts).toEqual(['email'])
  expect(problems).toEqual([{ column: 'opt_out.email', code: 'opt_out_unclear' }])
})

test.each([
  ['Legitimate interest – prospect/lead', 'legitimate_interest'],
  ['Freely given consent from contact', 'consent'],
  ['Performance of a contract', 'contract'],
  ['Legal obligation', 'legal_obligation'],
  ['Berechtigtes Interesse', 'legitimate_interest'],
  ['subscribed', 'consent'],
  ['yes', 'consent'],
  ['Not applicable', null],
])('%s stays a claim of %s', (words, basis) => {
  const { claims, optOuts } = conclude({ email: 'a@example.com', 'claim.basis': words })
  expect(claims).toEqual([{ kind: 'basis', column: 'claim.basis', basis, words }])
  expect(optOuts).toEqual([])
})

test.each(['', 'no', 'false', 'not_subscribed', 'keine Einwilligung'])('%j claims nothing', (words) => {
  expect(conclude({ email: 'a@example.com', 'claim.basis': words }).claims).toEqual([])
})

test('a claimed time of consent is a claim as well, and none that lies ahead', () => {
  const at = {
    'OPTIN_TIME:claim.consent_at': '2013-06-25 17:38:27',
    'CONFIRM_TIME:claim.consent_at': '2033-01-01',
  }
  const { claims, problems } = conclude({ email: 'a@example.com', ...at })
  expect(claims).toEqual([
    { kind: 'consent_at', column: 'OPTIN_TIME:claim.consent_at', at: '2013-06-25T17:38:27.000Z' },
  ])
  expect(problems).toEqual([{ column: 'CONFIRM_TIME:claim.consent_at', code: 'date_in_future' }])
})

test('the first address that is one is taken; others serve suppression and are reported', () => {
  const { person, alternates, problems } = conclude({
    email: 'broken@',
    '2:email.other': 'Ada <ada@example.com> ::: ADA@example.com; ada@home.example',
    phone: '',
    '2:phone.other': '+49 30 5550142, +49 170 5550142',
  })
  expect(person.fields).toMatchObject({ email: 'ada@example.com', phone: '+49 30 5550142' })
  expect(alternates).toEqual({ email: ['ada@home.example'], phone: ['+49 170 5550142'] })
  expect(problems).toEqual([
    { column: 'email', code: 'email_malformed' },
    { column: '2:email.other', code: 'value_extra' },
    { column: '2:phone.other', code: 'value_extra' },
  ])
})

test('an address with a comma in it is not cut into another one', () => {
  const { person, problems } = conclude({ given_name: 'A', email: 'ada,lovelace@example.com' })
  expect(person.fields).toEqual({ given_name: 'A' })
  expect(problems).toEqual([{ column: 'email', code: 'email_malformed' }])
})

test.each([
  ['33611111111', undefined, '+33611111111'],
  ['33611111111', 'FR', '+33611111111'],
  ["'+31612345678", undefined, '+31612345678'],
  ['="030 5550142"', 'DE', '+49305550142'],
  ['(905) 555-1234', 'CA', '+19055551234'],
])('the phone %s dialled in %s is %s', (phone, country, match) => {
  expect(conclude({ phone }, { country }).matches.phone).toBe(match)
})

test("a row's own country stands before the import's", () => {
  expect(conclude({ phone: '04 50 11 22 33', country: 'France' }, { country: 'DE' }).matches.phone).toBe(
    '+33450112233',
  )
})

test('control characters and overrides go, the value stays', () => {
  const { person, problems } = conclude({ given_name: 'Nu\0ll', family_name: 'Zero\u200bWidth \u202eRTL' })
  expect(person.fields).toEqual({ given_name: 'Null', family_name: 'ZeroWidth RTL' })
  expect(problems.map(({ code }) => code)).toEqual(['characters_removed', 'characters_removed'])
})

test('characters that were lost before are pointed out', () => {
  expect(conclude({ given_name: 'Zo\ufffd' }).problems).toEqual([
    { column: 'given_name', code: 'characters_lost' },
  ])
})

test.each([
  ['Ada Lovelace', 'Ada', 'Lovelace'],
  ['Doe, John', 'John', 'Doe'],
  ['Ludwig van der Berg', 'Ludwig', 'van der Berg'],
  ['Has Sep Line', 'Has Sep', 'Line'],
  ['Madonna', 'Madonna', undefined],
  ['王小明', undefined, '王小明'],
])('the whole name %s is %s and %s', (name, given, family) => {
  const { fields } = conclude({ full_name: name }).person
  expect([fields.given_name, fields.family_name]).toEqual([given, family])
})

test('a whole name is used only where the parts are missing', () => {
  expect(conclude({ full_name: 'X Y', given_name: 'Ada' }).person.fields).toEqual({ given_name: 'Ada' })
})

test('an ambiguous date is left out until the person who imports has said', () => {
  const { person, problems } = conclude({ given_name: 'Ada', birth_date: '03/04/1990' })
  expect(person.fields).toEqual({ given_name: 'Ada' })
  expect(problems).toEqual([{ column: 'birth_date', code: 'date_ambiguous' }])
})

test.each([
  ['2027-01-01', 'date_in_future'],
  ['1900-01-01', 'date_malformed'],
  ['--06-17', 'date_without_year'],
])('the birth date %s is left out: %s', (birth, code) => {
  expect(conclude({ given_name: 'Ada', birth_date: birth }).problems).toEqual([
    { column: 'birth_date', code },
  ])
})

test('whatever stands in the cells, a row is importable or rejected with a reason, and no problem tells a value', () => {
  const targets = [
    'given_name',
    'email',
    'email.other',
    'phone',
    'street',
    'country',
    'birth_date',
    'language',
    'full_name',
  ]
  const said = [
    'opt_out.email',
    'claim.basis',
    'claim.consent_at',
    'source.collected_at',
    'company',
    'external_id',
  ]
  const all = [...targets, ...said]
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('yes', '2024-01-01', 'a@b.example'),
  )
  fc.assert(
    fc.property(fc.array(text, { minLength: all.length, maxLength: all.length }), (cells) => {
      const concluded = conclude(Object.fromEntries(all.map((target, at) => [target, cells[at] ?? ''])))
      const reasons = concluded.problems.filter(({ code }) => fateOf(code) === 'rejected')
      expect(reasons.length > 0).toBe(concluded.outcome === 'rejected')
      for (const { column } of concluded.problems) expect([...all, null]).toContain(column)
      if (concluded.outcome === 'importable')
        expect(
          Object.keys(concluded.matches).length > 0 ||
            'given_name' in concluded.person.fields ||
            'family_name' in concluded.person.fields,
        ).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('no value, however long, takes long', () => {
  const long = [
    'a'.repeat(1_000_000),
    `a${' '.repeat(900_000)}b`,
    '1'.repeat(900_000),
    '<'.repeat(900_000),
    ',;'.repeat(400_000),
  ]
  const columns = [
    'given_name',
    'email',
    'phone',
    'birth_date',
    'country',
    'opt_out.email',
    'claim.basis',
    'full_name',
    'street',
  ]
  const plan = planRow(columns, checkMapping(Object.fromEntries(columns.map((it) => [it, it])), columns))
  for (const text of long.flatMap((it) => [it, it.slice(0, 1999)])) {
    const started = performance.now()
    const row = { row: 1, line: 2, cells: columns.map(() => text), problems: [] }
    expect(concludeRow(row, plan, { today: TODAY }).problems.length).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(3000)
  }
})
