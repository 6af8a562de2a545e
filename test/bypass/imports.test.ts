/** What an importer learns of people whom their purpose does not show: from a trial, a run, a report, a clash. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { readUndo } from '../../features/imports/undo-import.ts'
import { perform, type Caller } from '../../gate/command.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { importer } from '../kit/importing.ts'
import { asSuperuser } from './attack.ts'

let house: TestHouse
let jo: Caller
let importFile: ReturnType<typeof importer>['importFile']
const NAMES = ['absent', 'hidden', 'erased'] as const
const email = (name: string) => `${name}@quill.example`
const phone = { absent: '+49301110001', hidden: '+49301110002', erased: '+49301110003', seen: '+49301110004' }

beforeAll(async () => {
  house = await openHouse()
  jo = { ...(await house.staff('service')), roles: ['service'] }
  ;({ importFile } = importer(house, jo))
  const held = async (name: 'hidden' | 'erased' | 'seen', purpose: string) => {
    const fields = { given_name: 'Xanthe', family_name: 'Quill', email: email(name), phone: phone[name] }
    const [id] = await house.gate.once({ actor: jo, purpose: 'service.account' }, (tx) =>
      tx.people.create([aPerson(fields, [aGrant(purpose)])]),
    )
    return id!
  }
  await held('seen', 'service.request')
  await held('hidden', 'service.account')
  // without a running contract, which would outlive their leaving
  const erased = await held('erased', 'service.request')
  await house.gate.erasures.carryOut(
    await house.gate.run({ actor: jo, purpose: 'service.request' }, (tx) =>
      tx.erasures.begin(erased, 'asked', null),
    ),
  )
})

const original = pg.Client.prototype.query
afterEach(() => {
  pg.Client.prototype.query = original
})

/** Statements of the house while it works, with the rows that each gave. */
async function statements(work: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = []
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first] = given as [string | { text: string }]
    const text = typeof first === 'string' ? first : first.text
    const answer = Reflect.apply(original, this, given) as unknown
    if (answer instanceof Promise)
      answer.then(
        (result: pg.QueryResult) => said.push(`${text} → ${result.rowCount ?? 0}`),
        (error: { code?: string }) => said.push(`${text} → ${error.code}`),
      )
    return answer
  } as typeof original
  await work()
  pg.Client.prototype.query = original
  // a poll of the record may come once more or less; keys are filled up whenever they run low
  return said.filter((line) => /gate\./.test(line) && !/read_import|set_config/.test(line)).sort()
}

const row = (name: keyof typeof phone) =>
  `Vorname;Nachname;E-Mail;Telefon\nXanthe;Quill;${email(name)};${phone[name]}\n`

/** All that is told of an import, but its own id and times. */
async function told(text: string, dry_run: boolean): Promise<string> {
  const { id, report, ...rest } = (await importFile(text, { dry_run })) as Record<string, unknown> & {
    report: unknown
  }
  expect(id).toBeTruthy()
  const kept = Object.fromEntries(Object.entries(rest).filter(([name]) => !/_at$|^ends/.test(name)))
  return JSON.stringify([kept, report])
}

test('a trial tells the same of absent, hidden and erased people, by the same statements and as many rows', async () => {
  await told(row('absent'), true)
  const answers = new Set<string>()
  const works = new Set<string>()
  for (const name of NAMES)
    works.add(JSON.stringify(await statements(async () => answers.add(await told(row(name), true)))))
  expect([...answers]).toEqual([expect.stringContaining('"outcome":"imported"')])
  expect([...works].slice(1)).toEqual([])
  expect([...works][0]).toContain('known_people')
  // of somebody whom they see it tells that they are there
  expect(await told(row('seen'), true)).toContain('"outcome":"duplicate"')
})

test('a trial of many rows counts them alike, whatever stands beside them', async () => {
  const file = (names: readonly (keyof typeof phone)[]) =>
    `Vorname;Nachname;E-Mail;Telefon\n${names.map((name) => row(name).split('\n')[1]).join('\n')}\n`
  const of = async (name: keyof typeof phone) => told(file(['seen', name]), true)
  const absent = await of('absent')
  expect(await of('hidden')).toBe(absent)
  expect(await of('erased')).toBe(absent)
})

test('a trial leaves nothing: no person, no suppression, no token of a row', async () => {
  const count = () =>
    asSuperuser(house, async (client) => {
      const { rows } = await client.query<Record<string, string>>(
        `select (select count(*) from goodfaith.persons) as people, (select count(*) from goodfaith.suppressions) as no,
           (select count(*) from goodfaith.search_tokens) as words, (select count(*) from goodfaith.import_seen) as seen`,
      )
      return rows[0]
    })
  const before = await count()
  await told(row('hidden'), true)
  expect(await count()).toEqual(before)
})

test('a run brings somebody hidden a second time, like anybody new: no clash, no merge, no other word', async () => {
  const absent = await told(row('absent'), false)
  expect(absent).toContain('"outcome":"imported"')
  expect(await told(row('hidden'), false)).toBe(absent)
  const { rows } = await asSuperuser(house, (client) =>
    client.query(
      `select s.purpose, count(*) as n from goodfaith.standing s where s.purpose in ('service.account', 'service.request') group by 1 order by 1`,
    ),
  )
  // the one who was hidden is as hidden as before
  expect(rows).toEqual([
    { purpose: 'service.account', n: '1' },
    { purpose: 'service.request', n: '3' },
  ])
})

test('whoever left is kept from being brought back, in the words that are said of anyone who asked for it', async () => {
  const run = await told(row('erased'), false)
  expect(run).toContain('"outcome":"suppressed"')
  expect(run).not.toMatch(/eras|left|destroyed/i)
})

test('what undoing an import would take does not tell who of its people has left from who has withdrawn', async () => {
  const errand = { actor: jo, purpose: 'service.request' }
  const after = async (what: 'withdrawn' | 'erased', rows: number) => {
    const at = `${what}${rows}.example`
    const mails = Array.from({ length: rows }, (_, i) => `Name${i},row${i}@${at}`)
    const { id } = await importFile(`Name,Mail\n${mails.join('\n')}\n`, {
      mapping: { Name: 'family_name', Mail: 'email' },
    })
    const { items } = await house.gate.read(errand, ({ people }) =>
      people.search({ query: `row0@${at}`, limit: 1, fields: ['email'] }),
    )
    if (what === 'withdrawn') await house.gate.once(errand, (tx) => tx.grants.withdraw(items[0]!.id, 'all'))
    else
      await house.gate.erasures.carryOut(
        await house.gate.run(errand, (tx) => tx.erasures.begin(items[0]!.id, 'asked', null)),
      )
    return { ...(await perform(house.gate, readUndo, jo, 'none', { id })), import: '' }
  }
  // one alone, and as many as fill a page
  for (const rows of [1, 100]) {
    const withdrawn = await after('withdrawn', rows)
    expect(withdrawn.counts).toMatchObject({ people: rows, would: rows - 1 })
    expect(await after('erased', rows)).toEqual(withdrawn)
  }
})
