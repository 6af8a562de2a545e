import { beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../gate/command.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../../test/kit/house.ts'
import { CONTRACT, importer, SERVICE } from '../../test/kit/importing.ts'

// who said no stays left alone, by whichever of their addresses a file brings them; and what a trial may tell

let house: TestHouse
let jo: Caller
let importFile: ReturnType<typeof importer>['importFile']
const consent = {
  purpose: 'marketing.phone',
  basis: 'consent',
  notice: 'marketing.phone@1',
  evidence: { kind: 'paper' },
}
const mapping = {
  Name: 'family_name',
  Mail: 'email',
  Mail2: 'email.other',
  Phone: 'phone',
  Phone2: 'phone.other',
  No: 'opt_out.phone',
}
const file = (...rows: string[]) => ['Name,Mail,Mail2,Phone,Phone2,No', ...rows].join('\n')
const outcomes = (done: Awaited<ReturnType<typeof importFile>>) => done.report.map(({ outcome }) => outcome)

beforeAll(async () => {
  house = await openHouse()
  jo = { ...(await house.staff('service')), roles: ['service'] }
  ;({ importFile } = importer(house, jo))
})

async function erased(email: string, phone: string): Promise<void> {
  const errand = { actor: jo, purpose: SERVICE }
  const [id] = await house.gate.once(errand, (tx) => tx.people.create([aPerson({ email, phone })]))
  const erasure = await house.gate.run(errand, (tx) => tx.erasures.begin(id!, 'by letter', null))
  await house.gate.erasures.carryOut(erasure)
}

test('who was erased is not brought back by the second address or the third number of a row', async () => {
  await erased('gone@first.example', '+4930555014201')
  const done = await importFile(
    file(
      'A,new1@first.example,GONE@first.example,,,',
      'B,new2@first.example,,+4930555014299,030 5550142-01,',
      'C,new3@first.example,other@first.example,,+4930555014288,',
    ),
    { mapping, grants: [CONTRACT] },
  )
  // a national number counts where the row says which country; here the second is malformed without one
  expect(outcomes(done).filter((outcome) => outcome === 'suppressed').length).toBeGreaterThanOrEqual(1)
  expect(done.report[0]).toMatchObject({
    outcome: 'suppressed',
    problems: [{ code: 'value_extra' }, { code: 'suppressed' }],
  })
  expect(done.report[2]!.outcome).toBe('imported')
  const third = await importFile(file('D,new4@first.example,,+4930555014277,+49 30 555014201,'), { mapping })
  expect(outcomes(third)).toEqual(['suppressed'])
})

test('a no is kept for every address of its row, and heeded in the same batch, the next one and the next file', async () => {
  const rows = Array.from({ length: 1100 }, (_, i) => `R${i},r${i}@second.example,,,,`)
  rows[3] = 'No,no@second.example,also@second.example,+4930555014301,+4930555014302,yes'
  rows[4] = 'Same,s4@second.example,,+4930555014302,,'
  rows[700] = 'Next,s700@second.example,,,+4930555014301,'
  rows[1090] = 'Far,s1090@second.example,ALSO@second.example,,,'
  const both = { mapping, grants: [CONTRACT, consent] }
  const done = await importFile(file(...rows), both)
  const codes = (row: number) => done.report[row]!.problems.map(({ code }) => code)
  for (const row of [3, 4, 700, 1090])
    expect(codes(row), `row ${row}`).toContain('choice_left_out_they_said_no')
  expect(codes(5)).toEqual([])
  const later = await importFile(file('Later,later@second.example,also@second.example,,,'), both)
  expect(later.report[0]!.problems.map(({ code }) => code)).toContain('choice_left_out_they_said_no')
})

test('who was erased and who said no to all that a file claims are told alike', async () => {
  await erased('gone@alike.example', '+4930555014401')
  const claims = { mapping, grants: [consent] }
  await importFile(file('No,no@alike.example,,,,yes'), claims)
  const rows = ['gone', 'no', 'gone', 'no'].map((name) => `Somebody,${name}@alike.example,,,,`)
  const done = await importFile(file(...rows), claims)
  const told = done.report.map(({ outcome, problems }) => ({ outcome, problems }))
  expect(told[0]).toEqual({ outcome: 'suppressed', problems: [{ column: null, code: 'suppressed' }] })
  expect(told[1]).toEqual(told[0])
  // and so are their second rows
  expect(told[2]).toMatchObject({ outcome: 'duplicate' })
  expect(told[3]).toEqual(told[2])
})

test('a trial tells what the import does: repeats within the file by the file alone', async () => {
  const errand = { actor: jo, purpose: SERVICE }
  const [seen, hidden] = ['seen@third.example', 'hidden@third.example']
  await house.gate.once(errand, (tx) =>
    tx.people.create([aPerson({ email: seen }), aPerson({ email: hidden }, [aGrant('service.account')])]),
  )
  const far = Array.from({ length: 600 }, (_, i) => `F${i},f${i}@third.example,,,,`)
  const text = file(
    `A,${seen},,,,`,
    `B,${hidden},,,,`,
    'C,new@third.example,,,,',
    'D,NEW@third.example,,,,',
    `E,${hidden},,,,`,
    ...far,
    'G,f0@third.example,,,,',
  )
  const trial = await importFile(text, { mapping, dry_run: true })
  const again = await importFile(text, { mapping, dry_run: true })
  const real = await importFile(text, { mapping })
  expect(trial.counts).toMatchObject({ rows: 606, imported: 602, duplicates: 4 })
  expect(again.counts).toEqual(trial.counts)
  expect(outcomes(trial)).toEqual(
    outcomes(real).map((outcome) => (outcome === 'updated' ? 'duplicate' : outcome)),
  )
  // someone who may not be seen is told of neither in a trial nor in the import
  expect([trial, real].map((done) => done.report[1]!.outcome)).toEqual(['imported', 'imported'])
})
