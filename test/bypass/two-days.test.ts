/**
 * Copies of two days: a thief who took the database, and perhaps the keyring, before somebody left and takes them again
 * afterwards. What is promised is that the two together say no more of who left than each on its own.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import sodium from 'sodium-native'
import { Problem } from '../../core/errors.ts'
import { EpochSecrets } from '../../gate/epoch-secrets.ts'
import { backupKeyring, restoreKeyring } from '../../gate/keyring-backup.ts'
import { turnEpoch } from '../../gate/keyring-epochs.ts'
import { scan } from '../../gate/scan.ts'
import { Sealed } from '../../gate/seal.ts'
import type { Actor } from '../../gate/token.ts'
import { openWrapped } from '../../gate/wrap.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'

const purpose = 'service.request'
const folder = mkdtempSync(join(tmpdir(), 'goodfaith-two-days-'))
const LEAVES = {
  given_name: 'Walpurga',
  family_name: 'Zwiebelfisch',
  email: 'walpurga@zwiebelfisch.example',
  phone: '+49 30 5550717',
  street: 'Setzkasten 4',
}
let house: TestHouse
let service: Actor
let leaver: string
let stayer: string

interface SealedRow {
  readonly person_id: string
  readonly key_id: string
  readonly compartment: string
  readonly version: number
  readonly sealed: Buffer
}
interface KeyRow {
  readonly key_id: string
  readonly epoch: number
  readonly wrapped: Buffer
}

/** All that a thief copies on a day. */
interface Day {
  /** every row of every table of ours, as text */
  readonly rows: ReadonlySet<string>
  readonly sealed: readonly SealedRow[]
  readonly tokens: ReadonlySet<string>
  readonly keys: readonly KeyRow[]
  /** a copy of the folder of the epochs' secrets, with its key file */
  readonly secrets: string
}

let first: Day
let second: Day
let third: Day

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  leaver = await collected(LEAVES)
  // of the same household: what they have in common stays
  stayer = await collected({ ...LEAVES, given_name: 'Gotthilf', email: 'gotthilf@elsewhere.example' })
  await backupKeyring(join(folder, 'keys'), ring())
  first = await copied('first')
  const errand = { actor: service, purpose }
  const erasure = await house.gate.run(errand, (tx) => tx.erasures.begin(leaver, 'asked', null))
  await house.gate.erasures.carryOut(erasure)
  second = await copied('second')
  // the epoch ends as `goodfaith keyring rotate` ends it
  await house.gate.turnTokens({ begin: true, settle: 10 })
  cpSync(join(folder, 'keys'), join(folder, 'old-keys'))
  await turnEpoch(ring())
  third = await copied('third')
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ring = () => ({ url: house.database.keyringUrl, folder: house.keyringFolder })

async function collected(fields: Parameters<typeof aPerson>[0]): Promise<string> {
  const [id] = await house.gate.once({ actor: service, purpose }, (tx) =>
    tx.people.create([aPerson(fields, [aGrant(purpose)])]),
  )
  return id!
}

async function copied(name: string): Promise<Day> {
  const { adminUrl, keyringAdminUrl } = house.database
  const read = <Row>(url: string, text: string) =>
    withClient(url, async (client) => (await client.query(text)).rows as Row[])
  const rows = new Set<string>()
  for (const url of [adminUrl, keyringAdminUrl]) {
    const tables = await read<{ name: string }>(
      url,
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    )
    for (const table of tables)
      for (const { row } of await read<{ row: string }>(url, `select t::text as row from ${table.name} t`))
        rows.add(`${table.name} ${row}`)
  }
  const sealed = await read<SealedRow>(
    adminUrl,
    `select v.person_id, p.key_id, v.compartment, v.version, v.sealed
     from goodfaith.sealed_values v join goodfaith.persons p using (person_id)`,
  )
  const tokens = await read<{ token: string }>(
    adminUrl,
    `select encode(token, 'hex') as token from goodfaith.search_tokens`,
  )
  const secrets = join(folder, `${name}-secrets`)
  cpSync(house.keyringFolder, secrets, { recursive: true })
  return {
    rows,
    sealed,
    tokens: new Set(tokens.map(({ token }) => token)),
    keys: await read<KeyRow>(keyringAdminUrl, 'select key_id, epoch, wrapped from keyring.keys'),
    secrets,
  }
}

/** How many of the sealed values of somebody open with keys of a day under the secrets of a day. */
function opened(person: string, sealed: Day, keys: Day, secrets: Day): number {
  const folder = new EpochSecrets(secrets.secrets)
  const plain = sodium.sodium_malloc(32)
  let count = 0
  for (const key of keys.keys) {
    const secret = secretOf(folder, key.epoch)
    if (!secret || !openWrapped(key.wrapped, key.key_id, secret, plain)) continue
    for (const row of sealed.sealed.filter((each) => each.person_id === person)) {
      const place = {
        table: 'sealed_values',
        column: 'sealed',
        row: `${person}/${row.compartment}`,
        version: row.version,
        keyId: row.key_id,
      }
      if (new Sealed(place, row.sealed).openWith(plain)) count++
    }
  }
  return count
}

function secretOf(folder: EpochSecrets, epoch: number): Buffer | undefined {
  try {
    return folder.secret(epoch)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

test('what came and went between two days holds no value of who left, in any form, nor do the days themselves', async () => {
  const between = [...first.rows].filter((row) => !second.rows.has(row))
  expect(between.some((row) => row.startsWith('goodfaith.sealed_values '))).toBe(true)
  const file = join(folder, 'rows')
  writeFileSync(file, [...first.rows, ...second.rows].join('\n'))
  const needles = [...Object.values(LEAVES), '49305550717', 'zwiebelfisch']
  expect((await scan(needles, [file])).found).toEqual([])
  // nor as a hash that anybody could make: by every function of the server's, of values as typed and folded
  const hashes = await withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ hash: string }>(
      `select encode(h, 'hex') as hash from unnest($1::text[]) v (text),
         lateral (values (text), (lower(text)), (upper(text))) f (form),
         lateral (values (sha224(form::bytea)), (sha256(form::bytea)), (sha384(form::bytea)), (sha512(form::bytea)),
           (decode(md5(form), 'hex')), (int4send(hashtext(form))), (int8send(hashtextextended(form, 0)))) s (h)`,
      [needles],
    )
    return rows.map(({ hash }) => hash)
  })
  const all = [...first.rows, ...second.rows].join('\n')
  expect(hashes.filter((hash) => hash.length >= 16 && all.includes(hash))).toEqual([])
})

test('afterwards nothing that is left names who left: not the id, the key’s id, nor a word that is theirs alone', () => {
  const theirs = first.sealed.find((row) => row.person_id === leaver)!
  const after = [...second.rows].join('\n')
  expect([...first.rows].join('\n')).toContain(theirs.key_id)
  for (const id of [leaver, theirs.key_id]) expect(after).not.toContain(id)
  const gone = [...first.tokens].filter((token) => !second.tokens.has(token))
  expect(gone.length).toBeGreaterThan(0)
  expect(gone.filter((token) => after.includes(token))).toEqual([])
})

test('the later keyring opens nothing of who left in the earlier database, and whoever stayed is still opened', () => {
  // the copies can be opened at all: those of one day by each other
  expect(opened(leaver, first, first, first)).toBeGreaterThan(1)
  expect(opened(stayer, first, second, second)).toBeGreaterThan(1)
  expect(opened(leaver, first, second, second)).toBe(0)
  expect(opened(leaver, first, second, first)).toBe(0)
})

test('once the epoch has ended the earlier keyring opens nothing without the secrets of that time', () => {
  expect(opened(stayer, third, third, third)).toBeGreaterThan(1)
  // the database and the keyring of the first day, and the secrets as they are now
  for (const person of [leaver, stayer]) expect(opened(person, first, first, third)).toBe(0)
  expect(opened(leaver, first, third, third)).toBe(0)
  // the known limit: whoever copied all three at once, secrets and key file among them, keeps what they took
  expect(opened(leaver, first, first, first)).toBeGreaterThan(1)
})

test('nobody is followed from one epoch to the next by the tokens of their words', () => {
  expect(second.tokens.size).toBeGreaterThan(5)
  expect([...third.tokens].filter((token) => second.tokens.has(token) || first.tokens.has(token))).toEqual([])
})

test('an old backup of the keyring beside the secrets of now is refused, before anything is replaced by it', async () => {
  const old = join(folder, 'old-keys')
  expect(readFileSync(old).equals(readFileSync(join(folder, 'keys')))).toBe(false)
  cpSync(join(folder, 'keys.secrets'), `${old}.secrets`)
  cpSync(join(folder, 'keys.erasures'), `${old}.erasures`)
  await expect(restoreKeyring(old, ring(), [])).rejects.toMatchObject({ code: 'backup_unusable' })
  // nothing was touched: the keyring of now is whole
  const now = await copied('after-refusal')
  expect(opened(stayer, now, now, now)).toBeGreaterThan(1)
  expect(opened(leaver, first, now, now)).toBe(0)
})
