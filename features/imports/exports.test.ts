import { expect, test } from 'vitest'
import { ageOn } from '../../core/identifiers/date.ts'
import { collect, dataFile, hasData, inPieces } from '../../test/kit/import-files.ts'
import { checkMapping } from './check-mapping.ts'
import { concludeRow, planRow, type ConcludedRow } from './conclude-row.ts'
import { openFile } from './open-file.ts'
import { concludeDecimalMark, readAmount } from './read-amounts.ts'
import { surveyFile } from './survey-file.ts'
import { createTally } from './tally.ts'

const TODAY = '2026-11-23'

/** Imports an export twice over, as an import does: surveyed first, then row by row by the guessed mapping. */
async function importExport(name: string) {
  const bytes = dataFile(`crm-exports/${name}`)
  const survey = await surveyFile(await openFile(inPieces(bytes, [100]), name))
  const guessed = Object.fromEntries(survey.columns.map(({ column, field }) => [column, field]))
  const columns = survey.columns.map(({ column }) => column)
  const plan = planRow(columns, checkMapping(guessed, columns), survey.dates)
  const file = await openFile(inPieces(bytes, [7]), name)
  const raw = await collect(file.rows)
  const rows = raw.map((row) => concludeRow(row, plan, { today: TODAY }))
  const tally = createTally()
  for (const row of rows) tally.add(row)
  return { survey, raw, rows, counts: tally.counts() }
}

const emailsOf = (rows: readonly ConcludedRow[]) => rows.map(({ person }) => person.fields.email)
const saidNo = (rows: readonly ConcludedRow[], channel: string) =>
  emailsOf(rows.filter(({ optOuts }) => optOuts.some((it) => it === channel)))

const expected = hasData('crm-exports') ? JSON.parse(dataFile('crm-exports/expected.json').toString()) : {}
const names = Object.keys(expected)

test.skipIf(names.length === 0)('all seven exports are there', () => {
  expect(names).toHaveLength(7)
})

test.skipIf(names.length === 0).each(names)('%s: counts are as expected, and add up', async (name) => {
  const answer = expected[name]
  const { survey, counts } = await importExport(name)
  expect(counts.rows).toBe(answer.rows)
  expect(survey.rows).toBe(answer.rows)
  expect(counts.importable + counts.rejected).toBe(counts.rows)
  if ('importable' in answer) expect(counts.importable).toBe(answer.importable)
  else expect(counts.importable).toBe(answer.rows)
  expect(counts.rejected).toBe(answer.rejected ?? 0)
  expect(counts.duplicates).toBe(answer.duplicates_by_email ?? 0)
})

test.skipIf(names.length === 0)('HubSpot: claims stay claims, dates in two formats are read', async () => {
  const answer = expected['hubspot-crm-exports-all-contacts.csv']
  const { rows } = await importExport('hubspot-crm-exports-all-contacts.csv')
  const importable = rows.filter(({ outcome }) => outcome === 'importable')
  expect(saidNo(rows, 'email')).toEqual(answer.opted_out)
  expect(emailsOf(importable.filter(({ claims }) => claims.length === 0))).toEqual(
    answer.no_permission_evidence,
  )
  expect(
    rows.flatMap(({ claims }) => claims.map((claim) => (claim.kind === 'basis' ? claim.basis : claim.at))),
  ).toEqual(['contract', 'legitimate_interest', 'consent'])
  expect(rows.map(({ collectedAt }) => collectedAt?.slice(0, 16))).toEqual([
    '2023-04-12T09:31',
    '2024-11-02T16:05',
    '2024-03-15T14:30',
    '2023-04-13T09:31',
    '2024-01-01T00:00',
  ])
  expect(rows[4]?.problems).toEqual([{ column: null, code: 'row_identifies_nobody' }])
  expect(rows[0]?.person.fields.phone).toBe('+33 4 50 11 22 33')
})

test.skipIf(names.length === 0)('Salesforce: objections by channel, newlines, IDN, birth dates', async () => {
  const answer = expected['salesforce-dataloader-contact-extract.csv']
  const { rows, raw } = await importExport('salesforce-dataloader-contact-extract.csv')
  expect(saidNo(rows, 'email')).toEqual(answer.opted_out)
  expect(saidNo(rows, 'phone')).toEqual(answer.do_not_call)
  const over65 = rows.filter(({ person }) => ageOn(person.fields.birth_date ?? TODAY, TODAY) > 65)
  expect(emailsOf(over65)).toEqual(answer.older_than_65)
  expect(rows[2]?.person.fields).toMatchObject({
    birth_date: '1990-06-17',
    country: 'IS',
    phone: '+354 555 0102',
  })
  expect(rows[0]?.person.fields.street).toBe('1 Main St\nFlat 2')
  expect(raw.map(({ line }) => line)).toEqual([2, 4, 5])
  expect(rows.map(({ externalId }) => externalId?.length)).toEqual([18, 18, 18])
})

test.skipIf(names.length === 0)('Brevo: suppressions by channel, 12-04-2022 is 12 April', async () => {
  const answer = expected['brevo-export.csv']
  const { rows } = await importExport('brevo-export.csv')
  expect(saidNo(rows, 'email')).toEqual(answer.email_opted_out)
  expect(saidNo(rows, 'sms')).toEqual(answer.sms_opted_out)
  expect(answer.dates).toContain('12-04-2022 is 12 April')
  expect(rows[0]?.collectedAt).toBe('2022-04-12T09:30:00.000Z')
  expect(rows[0]?.person.fields.phone).toBe('+33 6 11 11 11 11')
})

test.skipIf(names.length === 0)('French: the amount is read, the date must be asked', async () => {
  const answer = expected['french-latin1-semicolon.csv']
  const { survey, rows, raw } = await importExport('french-latin1-semicolon.csv')
  expect(survey.dates.get('Créé le')?.order).toBe('ambiguous')
  expect(rows[0]?.problems).toContainEqual({ column: 'Créé le', code: 'date_ambiguous' })
  const at = survey.columns.findIndex(({ column }) => column === 'Montant')
  const amounts = raw.map(({ cells }) => cells[at] ?? '')
  expect(Number(readAmount(amounts[0] ?? '', concludeDecimalMark(amounts))?.amount)).toBe(answer.amount)
  expect(rows[0]?.person.fields).toMatchObject({ given_name: 'Éloïse', family_name: 'Lefèvre' })
})

test.skipIf(names.length === 0)(
  'NULs, zero-width spaces and overrides are taken out and reported',
  async () => {
    const { rows } = await importExport('nul-and-controls.csv')
    expect(rows.map(({ person }) => person.fields)).toEqual([
      { email: 'n@example.com', given_name: 'Null' },
      { email: 'm@example.com', given_name: 'ZeroWidth RTL', family_name: 'override' },
    ])
    expect(rows.map(({ problems }) => problems)).toEqual([
      [{ column: 'name', code: 'characters_removed' }],
      [{ column: 'name', code: 'characters_removed' }],
    ])
  },
)

test.skipIf(names.length === 0)('old Mac line ends and the sep line of Excel', async () => {
  const mac = await importExport('old-mac-cr.csv')
  expect(emailsOf(mac.rows)).toEqual(['mac@example.com', 'mac2@example.com'])
  const excel = await importExport('sep-line-excel.csv')
  expect(excel.rows[0]?.person.fields).toEqual({
    email: 'sep@example.com',
    given_name: 'Has Sep',
    family_name: 'Line',
  })
})

test.skipIf(!hasData('uci-bank-marketing'))(
  'a file about nobody is refused for want of a name, not imported',
  async () => {
    const file = await openFile(inPieces(dataFile('uci-bank-marketing/bank.csv')), 'bank.csv')
    const survey = await surveyFile(file)
    expect(survey).toMatchObject({ rows: 4521, detection: { delimiter: ';' } })
    const guessed = Object.fromEntries(survey.columns.map(({ column, field }) => [column, field]))
    expect(() => checkMapping(guessed, file.columns)).toThrow(/mapping does not fit/)
  },
)
