import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 as uuid } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Caller } from '../../gate/command.ts'
import { aPerson, openHouse, type TestHouse } from '../../test/kit/house.ts'
import { bytesOf, CONTRACT, FROM, importer, SERVICE } from '../../test/kit/importing.ts'
import type { ImportOptions } from './import-options.ts'
import { importShape } from './import-commands.ts'
import { receiveFile, startImport } from './start-import.ts'
import { goOnWithImports } from './run-import.ts'

/** However busy the machine is. */
const SOON = { timeout: 15_000 }
let house: TestHouse
let jo: Caller
let importFile: ReturnType<typeof importer>['importFile']
let recordOf: ReturnType<typeof importer>['recordOf']
let reportOf: ReturnType<typeof importer>['reportOf']
const purpose = SERVICE
const [contract, source] = [CONTRACT, FROM]

beforeAll(async () => {
  house = await openHouse()
  jo = { ...(await house.staff('service')), roles: ['service'] }
  ;({ importFile, recordOf, reportOf } = importer(house, jo))
})

const names = (rows: number, from = 0) =>
  [
    'Vorname;Nachname;E-Mail',
    ...Array.from({ length: rows }, (_, i) => `Vera;Muster${i + from};v${i + from}@example.org`),
  ].join('\n')

test('rows become people with their source, once each, and the counts add up', async () => {
  const text = `${names(3, 100)}\nOtto;Doppelt;V101@Example.org\n;;\nNora;Kaputt;not-an-address\n`
  const done = await importFile(text)
  expect(done).toMatchObject({
    state: 'done',
    counts: { rows: 6, imported: 4, duplicates: 1, rejected: 1, updated: 0, suppressed: 0 },
  })
  expect(done.report.map((row) => row.outcome)).toEqual([
    'imported',
    'imported',
    'imported',
    'duplicate',
    'rejected',
    'imported',
  ])
  expect(done.report[5]!.problems).toEqual([{ column: 'E-Mail', code: 'email_malformed' }])
  // as the report shows them: the two that did not come in, and the one that came in without its address
  expect(done.to_look_at).toBe(3)
  expect(
    done.report.filter(({ outcome, problems }) => outcome !== 'imported' || problems.length > 0),
  ).toHaveLength(3)
  const { items } = await house.gate.read({ actor: jo, purpose }, (rd) =>
    rd.people.search({ query: 'muster101', limit: 5, fields: ['given_name'] }),
  )
  expect(items[0]!.fields.given_name).toMatchObject({
    value: 'Vera',
    source: { kind: 'migration', detail: 'the old system, row 2' },
  })
})

test('a second import of the same file brings nobody twice, and fills only what was missing', async () => {
  await importFile('Vorname;Nachname;E-Mail\nLea;Einmal;lea@example.org')
  const again = await importFile('Vorname;Nachname;E-Mail;Ort\nLeah;Einmal;lea@example.org;Kiel')
  expect(again.counts).toMatchObject({ rows: 1, imported: 0, updated: 1 })
  const { items } = await house.gate.read({ actor: jo, purpose }, (rd) =>
    rd.people.search({ query: 'lea@example.org', limit: 5, fields: ['given_name', 'city'] }),
  )
  expect(items).toHaveLength(1)
  expect(items[0]!.fields).toMatchObject({ given_name: { value: 'Lea' }, city: { value: 'Kiel' } })
})

test('a dry run reports every row and stores nobody', async () => {
  const done = await importFile(names(2, 200), { dry_run: true })
  expect(done).toMatchObject({ state: 'done', dry_run: true, counts: { rows: 2, imported: 2 } })
  const { items } = await house.gate.read({ actor: jo, purpose }, (rd) =>
    rd.people.search({ query: 'muster200', limit: 5, fields: ['given_name'] }),
  )
  expect(items).toEqual([])
})

test('an opt-out in the file is kept for later files, and a claimed consent makes nobody mailable', async () => {
  const consent = { purpose: 'marketing.email', basis: 'consent', notice: 'marketing.email@1' }
  const grants = [contract, consent]
  await importFile('First Name,Last Name,Email,Opted out of email\nPaul,Girard,paul@atelier.example,true', {
    grants,
  })
  const marketing = await house.staff('marketing')
  const listed = await house.gate.read({ actor: marketing, purpose: 'marketing.email' }, (rd) =>
    rd.people.list({ sort: 'recent', limit: 10, fields: ['email'] }),
  )
  expect(listed.items).toEqual([])
  const later = await importFile('First Name,Last Name,Email\nPaula,Girard,PAUL@atelier.example', {
    grants: [consent],
    source: { kind: 'partner', detail: 'the fair' },
  })
  expect(later.counts.imported).toBe(0)
})

test('who was erased is not brought back by a later file', async () => {
  const [id] = await house.gate.once({ actor: jo, purpose }, (tx) =>
    tx.people.create([aPerson({ email: 'gone@example.org' })]),
  )
  const erasure = await house.gate.run({ actor: jo, purpose }, (tx) =>
    tx.erasures.begin(id!, 'by letter', null),
  )
  await house.gate.erasures.carryOut(erasure)
  const done = await importFile('Vorname;Nachname;E-Mail\nGone;Again;GONE@example.org')
  expect(done).toMatchObject({ counts: { rows: 1, imported: 0, suppressed: 1 } })
  expect(done.report[0]!.problems).toEqual([{ column: null, code: 'suppressed' }])
})

test('source and basis are stated before a row is read, and the file is gone when they are refused', async () => {
  const bought = { source: { kind: 'purchased', detail: 'a list' } }
  await expect(importFile(names(1), bought)).rejects.toMatchObject({ code: 'source_refused' })
  const wrong = { grants: [{ purpose: 'marketing.email', basis: 'legitimate_interest' }] }
  await expect(importFile(names(1), wrong)).rejects.toMatchObject({ code: 'basis_not_accepted' })
  await expect(importFile('')).rejects.toMatchObject({ code: 'import_file_unreadable' })
  expect(await importFile(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).toMatchObject({
    state: 'failed',
    problem: 'import_file_unreadable',
  })
  expect(await importFile(names(1), { mapping: { 'E-Mail': 'email', Nachname: 'email' } })).toMatchObject({
    state: 'failed',
    problem: 'import_mapping_invalid',
  })
})

test('an import that was left half-way goes on where it was, and no row is there twice', async () => {
  const options: ImportOptions = { mapping: 'guess', source, grants: [contract] }
  const received = await receiveFile(house.gate, 'half.csv', bytesOf(names(450, 1000)))
  const started = await startImport(house.gate, jo, purpose, received, options)
  // two go on with it at once, as after a restart beside a command line
  const other = await house.another()
  await Promise.allSettled([goOnWithImports(other), goOnWithImports(house.gate)])
  await expect.poll(async () => (await recordOf(started.id)).state, SOON).not.toBe('running')
  const record = await recordOf(started.id)
  expect(importShape(record)).toMatchObject({
    state: 'done',
    counts: { rows: 450, imported: 450, duplicates: 0 },
  })
})

test('a cancelled import keeps what was in, and its file is gone', async () => {
  const options: ImportOptions = { mapping: 'guess', source, grants: [contract] }
  const received = await receiveFile(house.gate, 'cut.csv', bytesOf(names(3000, 5000)))
  const { id } = await startImport(house.gate, jo, purpose, received, options)
  while ((await recordOf(id)).imported === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await house.gate.run({ actor: jo, purpose }, (tx) => tx.imports.turn(id, 'cancelled'))).toBe(true)
  const file = join(house.keyringFolder, '..', 'files', 'imports', id)
  await expect.poll(() => existsSync(file), SOON).toBe(false)
  const { imported, rows_read, state } = await recordOf(id)
  expect({ state, rows_read }).toEqual({ state: 'cancelled', rows_read: imported })
  expect(await reportOf(id)).toHaveLength(imported)
  await goOnWithImports(house.gate)
  expect((await recordOf(id)).imported).toBe(imported)
})

test('numbers go to the vault from a column of theirs and from any text; the report says so, and names none', async () => {
  const rows = [
    'Vorname;Nachname;E-Mail;Strasse;Karte;Konto',
    'Ines;Sousa;ines@example.org;Gasse 1, 4242 4242 4242 4242 cvc 123;5555 5555 5555 4444;DE89370400440532013000',
    'Rui;Sousa;4242424242424242@example.org;Gasse 2;4242424242424241;',
  ]
  const mapping = {
    Vorname: 'given_name',
    Nachname: 'family_name',
    'E-Mail': 'email',
    Strasse: 'street',
    Karte: 'card',
    Konto: 'iban',
  }
  const done = await importFile(rows.join('\n'), { mapping }, 'card 4242424242424242.csv')
  expect(done).toMatchObject({ state: 'done', file: 'card •••• 4242.csv', counts: { imported: 2 } })
  expect(done.report.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
    ['secret_to_vault'],
    ['secret_misplaced', 'card_malformed'],
  ])
  const found = await house.gate.read({ actor: jo, purpose }, (rd) =>
    rd.people.search({ query: 'ines@example.org', limit: 2, fields: ['street'] }),
  )
  const person = await house.gate.read({ actor: jo, purpose }, (rd) => rd.people.byId(found.items[0]!.id))
  expect(person.fields.street).toMatchObject({ value: 'Gasse 1, •••• 4242 cvc •••' })
  expect(person.secrets?.map(({ masked, source: { by } }) => [masked, by.kind]).toSorted()).toEqual([
    ['DE •••• 3000', 'import'],
    ['•••• 4242', 'import'],
    ['•••• 4444', 'import'],
  ])
  const again = await importFile(rows.slice(0, 2).join('\n'), { mapping })
  expect(again.counts).toMatchObject({ rows: 1, imported: 0 })
  const after = await house.gate.read({ actor: jo, purpose }, (rd) => rd.people.byId(person.id))
  expect(after.secrets).toHaveLength(3)
})

test('an open import is found however many came after it', async () => {
  const received = await receiveFile(house.gate, 'first.csv', bytesOf(names(1, 9000)))
  const described = { file: 'first.csv', options: { mapping: 'guess', source, grants: [contract] } }
  const mine = { actor: jo, purpose }
  await house.gate.run(mine, (tx) => tx.imports.create(received.id, received.keyId, described, false))
  await house.gate.run(mine, async (tx) => {
    for (let i = 0; i < 120; i++) {
      const id = uuid()
      await tx.imports.create(id, received.keyId, described, true)
      await tx.imports.turn(id, 'done')
    }
  })
  await goOnWithImports(house.gate)
  expect(await recordOf(received.id)).toMatchObject({ state: 'done', imported: 1 })
})

test('what an upload that was cut off left is removed, and nothing that is needed or young', async () => {
  const { id } = await receiveFile(house.gate, 'left.csv', bytesOf(names(1)))
  const kept = await receiveFile(house.gate, 'needed.csv', bytesOf(names(1)))
  const later = Date.now() + 2 * 60 * 60_000
  expect(house.gate.uploads.tidy(new Set())).toBe(0)
  expect(house.gate.uploads.tidy(new Set([kept.id]), later)).toBe(1)
  const at = join(house.keyringFolder, '..', 'files', 'imports')
  expect([id, kept.id].map((one) => existsSync(join(at, one)))).toEqual([false, true])
  house.gate.uploads.remove(kept.id)
})

test('NUL, controls, overrides, broken characters and endless values come in cleaned, or are left out and told', async () => {
  const rows = [
    'Vorname,Nachname,E-Mail,Ort',
    'A\u0000da,\u202eL\u0007ove\u2066lace,strange1@example.org,Ulm\u200b',
    `Eva,${'x'.repeat(5000)},strange2@example.org,Ulm`,
    'Ole,Olsen,strange3@example.org\u0000,"Ki\u0085el"',
    `"${'q'.repeat(3000)}",,strange\u202e4@example.org,`,
  ]
  const bytes = Buffer.concat([
    Buffer.from(`${rows.join('\n')}\nUwe,M`),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('ller,strange5@example.org,Ulm\n'),
  ])
  const done = await importFile(bytes, { encoding: 'utf-8' })
  expect(done).toMatchObject({ state: 'done', counts: { rows: 5, imported: 5, rejected: 0 } })
  const codes = done.report.map(({ problems }) => [...new Set(problems.map(({ code }) => code))])
  expect(codes).toEqual([
    ['characters_removed'],
    ['value_too_long'],
    ['characters_removed'],
    ['value_too_long', 'characters_removed'],
    ['characters_lost'],
  ])
  const found = await Promise.all(
    [1, 3, 4].map((nth) =>
      house.gate.read({ actor: jo, purpose }, (rd) =>
        rd.people.search({
          query: `strange${nth}@example.org`,
          limit: 2,
          fields: ['given_name', 'family_name', 'city'],
        }),
      ),
    ),
  )
  expect(found.map(({ items }) => items.length)).toEqual([1, 1, 1])
  expect(found[0]!.items[0]!.fields).toMatchObject({
    given_name: { value: 'Ada' },
    family_name: { value: 'Lovelace' },
    city: { value: 'Ulm' },
  })
})

const folder = fileURLToPath(new URL('../../../shared/data/crm-exports/', import.meta.url))
describe.skipIf(!existsSync(folder))('real header layouts (../shared/data/crm-exports)', () => {
  test('the HubSpot export is imported as expected.json says', async () => {
    const file = 'hubspot-crm-exports-all-contacts.csv'
    const expected = (
      JSON.parse(readFileSync(`${folder}expected.json`, 'utf8')) as Record<string, Record<string, number>>
    )[file]!
    const done = await importFile(readFileSync(folder + file), {}, file)
    expect(done.counts.rows).toBe(expected.rows)
    expect(done.counts.imported + done.counts.duplicates).toBe(expected.importable)
    expect(done.counts.duplicates).toBe(expected.duplicates_by_email)
    expect(done.counts.rejected).toBe(expected.rejected)
  })
})
