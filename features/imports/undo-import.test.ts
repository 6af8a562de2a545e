import { beforeAll, describe, expect, test } from 'vitest'
import { decodeJwt } from 'jose'
import { perform, type Caller } from '../../gate/command.ts'
import { aPerson, openHouse, type TestHouse } from '../../test/kit/house.ts'
import { CONTRACT, importer, SERVICE } from '../../test/kit/importing.ts'
import { inForce } from '../../test/kit/laws.ts'
import { withClient } from '../../test/kit/postgres.ts'
import { tellPeople } from '../consent/tell-people.ts'
import { readUndo, undoImport } from './undo-import.ts'

// a finished import is undone: who was only brought by it goes, everybody else stays with the reason

let house: TestHouse
let jo: Caller
let officer: Caller
let files: ReturnType<typeof importer>
const mapping = { Name: 'family_name', Mail: 'email', City: 'city', Born: 'birth_date' }
const errand = () => ({ actor: jo, purpose: SERVICE })

beforeAll(async () => {
  house = await openHouse()
  jo = { ...(await house.staff('service')), roles: ['administrator', 'service'] }
  officer = { ...(await house.staff('privacy_officer')), roles: ['privacy_officer'] }
  files = importer(house, jo)
})

let count = 0
/** A file of people nobody has heard of. */
function aFile(rows: number) {
  const at = `file${++count}.example`
  const mails = Array.from({ length: rows }, (_, row) => `row${row}@${at}`)
  return {
    mails,
    text: ['Name,Mail,City,Born', ...mails.map((mail, row) => `N${row},${mail},Ulm,`)].join('\n'),
  }
}

async function idOf(mail: string): Promise<string | undefined> {
  const { items } = await house.gate.read(errand(), ({ people }) =>
    people.search({ query: mail, limit: 5, fields: ['email'] }),
  )
  return items[0]?.id
}

async function undone(id: string, by = jo) {
  const asked = await perform(house.gate, undoImport, by, 'none', { id })
  await house.gate.undos.carryOut(id)
  return { asked, now: await perform(house.gate, readUndo, by, 'none', { id }) }
}

test('who was only brought by it is destroyed; who has more by now stays, with the reason', async () => {
  const { mails, text } = aFile(7)
  await house.gate.once(errand(), (tx) => tx.people.create([aPerson({ email: mails[6]! })]))
  const done = await files.importFile(text, { mapping, grants: [CONTRACT, aGrantOf('sales.enquiry')] })
  expect(done.counts).toMatchObject({ imported: 6, updated: 1 })
  const ids = await Promise.all(mails.map(idOf))
  const source = { kind: 'person', detail: 'a call', notice: null, collected_at: null } as const
  await house.gate.run(errand(), async (tx) => {
    await tx.people.change(ids[1]!, { city: 'Bonn' }, source)
    await tx.grants.withdraw(ids[2]!, 'sales.enquiry')
  })
  await house.gate.read(errand(), ({ people }) => people.byId(ids[3]!, ['email']))

  const { asked, now } = await undone(done.id)
  expect(asked).toMatchObject({ state: 'running', counts: { people: 6, would: 3, undone: 0, updated: 1 } })
  expect(now).toMatchObject({ state: 'done', counts: { people: 3, would: 0, undone: 3, updated: 1 } })
  expect(Object.fromEntries(now.items.map(({ person, why }) => [ids.indexOf(person), why]))).toEqual({
    1: 'changed',
    2: 'choices',
    3: 'since',
  })
  expect(await Promise.all(mails.map(idOf))).toEqual([
    undefined,
    ids[1],
    ids[2],
    ids[3],
    undefined,
    undefined,
    ids[6],
  ])

  // nothing keeps a corrected file from bringing them in
  const again = await files.importFile(text, { mapping })
  expect(again.counts).toMatchObject({ imported: 3, suppressed: 0, duplicates: 4 })
})

test('it leaves receipts that name no suppression, and a line that dies with whom it is about', async () => {
  const { text } = aFile(2)
  const done = await files.importFile(`${text}\nNo3,third@paid.example,Ulm,`, { mapping })
  await undone(done.id)
  await withClient(house.database.ownerUrl, async (client) => {
    await client.query('set role goodfaith_gate')
    const erasures = await client.query<{ receipt: string; state: string }>(
      `select state, receipt from goodfaith.erasures order by asked_at desc limit 3`,
    )
    for (const { state, receipt } of erasures.rows) {
      expect(state).toBe('done')
      expect(decodeJwt(receipt)).toMatchObject({ suppressions: [], keys: [expect.any(String)] })
    }
    const lines = await client.query<{ actor_id: string; purpose: string; links: number; bytes: number }>(
      `select e.actor_id, e.purpose, length(e.link_hashes) as bytes,
         (select count(*)::int from goodfaith.ledger_links l where l.event_id = e.event_id) as links
       from goodfaith.ledger_events e where e.kind = 'import_undone' order by e.event_id desc limit 1`,
    )
    expect(lines.rows).toEqual([{ actor_id: jo.id, purpose: SERVICE, links: 0, bytes: 3 * 32 }])
  })
  expect((await house.gate.verify()).filter(({ wrong }) => wrong > 0)).toEqual([])
})

test('a letter of ours about the import changes nothing; what comes of it does', async () => {
  const { mails, text } = aFile(2)
  const done = await files.importFile(text, { mapping })
  const [first, second] = await Promise.all(mails.map(idOf))
  while ((await tellPeople(house.gate, 'https://crm.example.org')) > 0);
  await house.gate.sessions.makeLink('person', second!)
  expect(first).toBeDefined()
  const { now } = await undone(done.id)
  expect(now.counts).toMatchObject({ undone: 1, people: 1 })
  expect(now.items).toMatchObject([{ person: second, why: 'since' }])
})

describe('what a law makes us keep', () => {
  test('stays for whoever imported it, and goes with a second person who says that it was a mistake', async () => {
    await inForce(house.gate, { kind: 'staff', id: jo.id }, officer)
    const account = aGrantOf('service.account')
    const rows = 'Name,Mail,City,Born\nKept,kept@law.example,Ulm,1980-02-03\n'
    const done = await files.importFile(rows, { mapping, grants: [CONTRACT, account] })
    const mine = await undone(done.id)
    expect(mine.now.counts).toMatchObject({ undone: 0, people: 1 })
    expect(mine.now.items).toMatchObject([{ why: 'law' }])
    const copies = () =>
      withClient(house.database.ownerUrl, async (client) => {
        await client.query('set role goodfaith_gate')
        return (await client.query('select 1 from goodfaith.kept_copies')).rowCount
      })
    expect(await copies()).toBe(1)
    const theirs = await undone(done.id, officer)
    expect(theirs.now.counts).toMatchObject({ undone: 1, people: 0 })
    await house.gate.erasures.keepLaws()
    expect(await copies()).toBe(0)
  })
})

test('nobody else undoes it; a trial and one that runs cannot be', async () => {
  const { text } = aFile(1)
  const done = await files.importFile(text, { mapping })
  const kim: Caller = { ...(await house.staff('service')), roles: ['service'] }
  const boss: Caller = { ...(await house.staff('administrator')), roles: ['administrator'] }
  const ask = (by: Caller, id = done.id) => perform(house.gate, undoImport, by, 'none', { id })
  await expect(ask(kim)).rejects.toMatchObject({ code: 'not_found' })
  await expect(ask(boss)).rejects.toMatchObject({ code: 'purpose_not_for_role' })
  // they follow it, and see nobody of it
  expect(await perform(house.gate, readUndo, boss, 'none', { id: done.id })).toMatchObject({
    items: [],
    state: 'none',
  })
  const trial = await files.importFile(aFile(1).text, { mapping, dry_run: true })
  await expect(ask(jo, trial.id)).rejects.toMatchObject({ code: 'import_not_undoable' })
  const runs = await files.start(aFile(2000).text, { mapping })
  await expect(ask(jo, runs.id)).rejects.toMatchObject({ code: 'import_not_undoable' })
})

test('cut off in the middle it goes on, and asked twice it is done once', async () => {
  const { mails, text } = aFile(90)
  const done = await files.importFile(text, { mapping })
  await perform(house.gate, undoImport, jo, 'none', { id: done.id })
  await perform(house.gate, undoImport, jo, 'none', { id: done.id })
  const other = await house.another()
  const cut = other.undos.carryOut(done.id).catch((error: unknown) => error)
  const left = async () => (await perform(house.gate, readUndo, jo, 'none', { id: done.id })).counts.people
  while ((await left()) === 90) await new Promise((resolve) => setTimeout(resolve, 5))
  await other.close()
  expect(await cut).toBeInstanceOf(Error)
  expect(await left()).toBeGreaterThan(0)
  await house.gate.undos.goOn()
  expect(await perform(house.gate, readUndo, jo, 'none', { id: done.id })).toMatchObject({
    state: 'done',
    counts: { undone: 90, people: 0 },
  })
  expect(await idOf(mails[89]!)).toBeUndefined()
})

test('a number that came with the file goes with it', async () => {
  const done = await files.importFile('Name,Mail,Card\nC,card@paid.example,4929498239180041\n', {
    mapping: { Name: 'family_name', Mail: 'email', Card: 'card' },
    grants: [CONTRACT, aGrantOf('service.account')],
  })
  expect(done.counts.imported).toBe(1)
  const { now } = await undone(done.id, officer)
  expect(now.counts).toMatchObject({ undone: 1, people: 0 })
})

function aGrantOf(purpose: string) {
  return { purpose, basis: 'contract', evidence: { kind: 'contract' } }
}
