import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aGrant, aPerson, openHouse, type TestHouse } from '../../test/kit/house.ts'
import { withClient } from '../../test/kit/postgres.ts'
import type { Gate } from '../gate.ts'
import { scan } from '../scan.ts'
import type { Actor } from '../token.ts'
import { restoreBackup } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodfaith-backup-'))
const purpose = 'service.request'
let house: TestHouse
let gate: Gate
let service: Actor
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Without a contract that stands, so that leaving is at once, where they are to leave. */
const created = async (fields: Parameters<typeof aPerson>[0] = {}, also = 'service.account') =>
  (
    await gate.once({ actor: service, purpose }, (tx) =>
      tx.people.create([aPerson(fields, [aGrant(purpose), aGrant(also)])]),
    )
  )[0]!
const name = async (id: string) =>
  (await gate.read({ actor: service, purpose }, (rd) => rd.people.byId(id))).fields.family_name
const options = () => ({
  ownerUrl: house.database.ownerUrl,
  keyring: { url: house.database.keyringUrl, folder: house.keyringFolder },
})

async function reopen(): Promise<void> {
  gate = await house.another()
}

async function restored(file: string) {
  await gate.close()
  const result = await restoreBackup(file, options())
  await reopen()
  return result
}

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
  await house.gate.close()
  await reopen()
})
afterAll(() => gate.close())

describe('backup and restore', () => {
  test('a restore brings back everyone with standing, search, order and history, and nothing made since', async () => {
    const ids = [
      await created({ family_name: 'Zander' }),
      await created({ family_name: 'Barsch', country: 'FR' }),
    ]
    await gate.once({ actor: service, purpose }, (tx) => tx.grants.withdraw(ids[1]!, 'service.account'))
    const file = join(folder, 'one')
    const made = await gate.backup(file)
    expect(made).toMatchObject({ people: 2, staff: 1, leaving: 0 })
    expect(existsSync(`${file}.part`)).toBe(false)
    const before = await standings()
    const later = await created({ family_name: 'Later' })
    expect(await restored(file)).toMatchObject({ people: 2, staff: 1, left_out: 0 })
    expect(await standings()).toEqual(before)
    expect(await name(ids[0]!)).toMatchObject({ value: 'Zander' })
    await expect(name(later)).rejects.toMatchObject({ code: 'not_found' })
    const errand = { actor: service, purpose }
    const found = await gate.read(errand, (rd) =>
      rd.people.search({ query: 'bars', limit: 5, fields: ['family_name'] }),
    )
    expect(found.items.map((person) => person.id)).toEqual([ids[1]])
    const list = await gate.read(errand, (rd) =>
      rd.people.list({ sort: 'name', limit: 5, fields: ['family_name'] }),
    )
    expect(list.items.map((person) => person.id)).toEqual([ids[1], ids[0]])
    await gate.read({ actor: service, purpose: 'service.account' }, (rd) => rd.people.byId(ids[0]!))
    expect((await gate.staff.members())[0]).toMatchObject({ name: 'Jo Example' })
  })

  test('holds nothing of a person in the clear, open columns included', async () => {
    const id = await created({ family_name: 'Klartext', country: 'NZ' })
    const file = join(folder, 'clear')
    await gate.backup(file)
    expect((await scan([id, 'Klartext', '"country":"NZ"'], [file])).found).toEqual([])
    expect((await scan(['GOODFAITH BACKUP', 'service.account'], [file])).found).toHaveLength(2)
  })

  test('does not bring back whoever was erased since: by the record, and by the missing key alone', async () => {
    const gone = await created({ family_name: 'Gegangen' }, 'sales.account')
    const stays = await created({ family_name: 'Bleibt' })
    const file = join(folder, 'erased')
    await gate.backup(file)
    const erasure = await gate.run({ actor: service, purpose }, (tx) =>
      tx.erasures.begin(gone, 'asked', null),
    )
    await gate.erasures.carryOut(erasure)
    const first = await restored(file)
    expect(first.left_out).toBe(1)
    await expect(name(gone)).rejects.toMatchObject({ code: 'not_found' })
    expect(await name(stays)).toMatchObject({ value: 'Bleibt' })
    // the receipt is newer than the backup, and stays
    expect((await gate.erasures.read(erasure)).state).toBe('done')

    // no record anywhere: neither in the database nor in the keyring
    await withClient(house.database.keyringAdminUrl, (client) =>
      client.query('delete from keyring.destroyed'),
    )
    await withClient(house.database.adminUrl, (client) => client.query('delete from goodfaith.erasures'))
    expect((await restored(file)).left_out).toBe(1)
    await expect(name(gone)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('replays a record for a key that came back with an old keyring', async () => {
    const gone = await created({ family_name: 'Wieder' }, 'sales.account')
    const file = join(folder, 'replayed')
    await gate.backup(file)
    const key = await withClient(house.database.keyringAdminUrl, async (client) => {
      const id = await withClient(house.database.adminUrl, async (main) => {
        const { rows } = await main.query('select key_id from goodfaith.persons where person_id = $1', [gone])
        return (rows[0] as { key_id: string }).key_id
      })
      return (await client.query('select * from keyring.keys where key_id = $1', [id])).rows[0] as {
        key_id: string
        epoch: number
        wrapped: Buffer
      }
    })
    const erasure = await gate.run({ actor: service, purpose }, (tx) =>
      tx.erasures.begin(gone, 'asked', null),
    )
    await gate.erasures.carryOut(erasure)
    await withClient(house.database.keyringAdminUrl, (client) =>
      client.query('insert into keyring.keys (key_id, epoch, wrapped) values ($1, $2, $3)', [
        key.key_id,
        key.epoch,
        key.wrapped,
      ]),
    )
    // the record stands in the database alone
    await withClient(house.database.keyringAdminUrl, (client) =>
      client.query('delete from keyring.destroyed'),
    )
    expect((await restored(file)).left_out).toBe(1)
    await expect(name(gone)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('an erasure that was recorded and not carried out goes on after the restore', async () => {
    const leaving = await created({ family_name: 'Unterwegs' }, 'sales.account')
    const file = join(folder, 'leaving')
    await gate.backup(file)
    const erasure = await gate.run({ actor: service, purpose }, (tx) =>
      tx.erasures.begin(leaving, 'asked', null),
    )
    await restored(file)
    await expect(name(leaving)).rejects.toMatchObject({ code: 'not_found' })
    await gate.erasures.goOn()
    expect((await gate.erasures.read(erasure)).state).toBe('done')
  })

  test('refuses a database in use, a changed, a cut and a foreign file, and touches nothing', async () => {
    const id = await created({ family_name: 'Unberührt' })
    const file = join(folder, 'whole')
    await gate.backup(file)
    await expect(restoreBackup(file, options())).rejects.toMatchObject({ code: 'house_in_use' })
    await gate.close()
    const bytes = readFileSync(file)
    const flipped = Buffer.from(bytes)
    flipped[flipped.length >> 1]! ^= 1
    for (const wrong of [flipped, bytes.subarray(0, bytes.length - 40), Buffer.from('PGDMP')]) {
      writeFileSync(join(folder, 'wrong'), wrong)
      await expect(restoreBackup(join(folder, 'wrong'), options())).rejects.toMatchObject({
        code: 'backup_unusable',
      })
    }
    const foreign = mkdtempSync(join(folder, 'keyring-'))
    const other = await openHouse()
    await expect(
      restoreBackup(file, { ...options(), keyring: { url: other.database.keyringUrl, folder: foreign } }),
    ).rejects.toMatchObject({ code: 'keyring_unreachable' })
    await expect(
      restoreBackup(file, {
        ...options(),
        keyring: { url: other.database.keyringUrl, folder: other.keyringFolder },
      }),
    ).rejects.toMatchObject({ code: 'backup_unusable' })
    await reopen()
    expect(await name(id)).toMatchObject({ value: 'Unberührt' })
  })

  test('a restore that was cut off keeps everything closed until it is done again', async () => {
    const id = await created({ family_name: 'Halb' })
    const file = join(folder, 'half')
    await gate.backup(file)
    await gate.close()
    const cut = restoreBackup(file, {
      ...options(),
      progress: () => {
        throw new Error('the power went')
      },
    })
    await expect(cut).rejects.toThrow('the power went')
    await expect(reopen()).rejects.toMatchObject({ code: 'not_configured' })
    await restoreBackup(file, options())
    await reopen()
    expect(await name(id)).toMatchObject({ value: 'Halb' })
  })
})

async function standings(): Promise<unknown> {
  return withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query(
      'select purpose, person_id, since, until, grant_id from goodfaith.standing order by 1, 2',
    )
    const { rows: order } = await client.query('select * from goodfaith.name_order order by 1, 2, 3')
    const { rows: tokens } = await client.query('select * from goodfaith.search_tokens order by 1, 2')
    const { rows: kept } = await client.query('select * from goodfaith.persons order by 1')
    return { rows, order, tokens, kept }
  })
}
