import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'
import { EpochSecrets } from './epoch-secrets.ts'
import { backupKeyring, forgetKeyringBackup, restoreKeyring } from './keyring-backup.ts'
import { turnEpoch, turnIsDue } from './keyring-epochs.ts'
import type { Actor } from './token.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodfaith-keyring-backup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let house: TestHouse
let service: Actor
const purpose = 'service.request'
const ring = () => ({ url: house.database.keyringUrl, folder: house.keyringFolder })
const created = async () =>
  (await house.gate.once({ actor: service, purpose }, (tx) => tx.people.create([aPerson()])))[0]!
const read = (gate: TestHouse['gate'], id: string) =>
  gate.read({ actor: service, purpose }, (rd) => rd.people.byId(id))
const erase = async (id: string) => {
  const erasure = await house.gate.run({ actor: service, purpose }, (tx) =>
    tx.erasures.begin(id, 'asked', null),
  )
  const problem = await house.gate.erasures.carryOut(erasure).catch((error: unknown) => error)
  return { erasure, problem, state: (await house.gate.erasures.read(erasure)).state }
}
const erased = () =>
  withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query(
      'select unnest(key_hashes) as h from goodfaith.erasures where key_gone_at is not null',
    )
    return (rows as { h: Buffer }[]).map((row) => row.h)
  })

beforeEach(async () => {
  house = await openHouse()
  service = await house.staff('service')
})

describe('the turn of an epoch', () => {
  test('wraps the living anew and overwrites the old secret; running gates go on', async () => {
    const id = await created()
    const before = join(folder, 'secrets-before')
    cpSync(house.keyringFolder, before, { recursive: true })
    const turned = await turnEpoch(ring())
    expect(turned.epoch).toBe(2)
    expect(readdirSync(house.keyringFolder).sort()).toEqual(['epoch-2', 'kek'])
    const other = await house.another()
    await read(other, id)
    await read(house.gate, id)
    // more than the reserve holds: some are minted after the turn
    const many = Array.from({ length: 700 }, () => aPerson())
    const ids = await house.gate.once({ actor: service, purpose }, (tx) => tx.people.create(many))
    await read(await house.another(), ids.at(-1)!)
    expect(await turnIsDue(ring())).toBe(false)
    // the new wraps do not open under the old secret, and the old one is nowhere
    expect(() => new EpochSecrets(before).secret(2)).toThrow('keyring')
    expect(existsSync(join(house.keyringFolder, 'epoch-1'))).toBe(false)
  })

  test('goes on where it was cut off', async () => {
    const id = await created()
    await withClient(house.database.keyringAdminUrl, (client) =>
      client.query(`insert into keyring.epochs (epoch, ends_at) values (2, now() + interval '30 days')`),
    )
    new EpochSecrets(house.keyringFolder).create(2)
    expect(await turnIsDue(ring())).toBe(true)
    expect((await turnEpoch(ring())).epoch).toBe(2)
    expect(await turnIsDue(ring())).toBe(false)
    await read(await house.another(), id)
  })
})

describe('a keyring backup', () => {
  test('brings a lost keyring back, with every key but those destroyed since', async () => {
    const stays = await created()
    const leaves = await created()
    const file = join(folder, 'whole')
    await backupKeyring(file, ring())
    expect((await erase(leaves)).state).toBe('done')
    expect(readFileSync(`${file}.erasures`, 'utf8')).toContain((await erased())[0]!.toString('hex'))
    const keys = await erased()
    await house.gate.close()
    await withClient(house.database.keyringAdminUrl, (client) =>
      client.query('truncate keyring.keys, keyring.named_keys, keyring.epochs, keyring.destroyed'),
    )
    rmSync(house.keyringFolder, { recursive: true })
    const restored = await restoreKeyring(file, ring(), keys)
    expect(restored.destroyed).toBe(1)
    await read(await house.another(), stays)
    const { rows } = await withClient(house.database.keyringAdminUrl, (client) =>
      client.query('select from keyring.keys where sha256(uuid_send(key_id)) = any ($1)', [keys]),
    )
    expect(rows).toHaveLength(0)
  })

  test('without the erasures that the database knows is refused', async () => {
    const leaves = await created()
    const file = join(folder, 'old')
    await backupKeyring(file, ring())
    await erase(leaves)
    rmSync(`${file}.erasures`)
    await expect(restoreKeyring(file, ring(), await erased())).rejects.toMatchObject({
      code: 'records_too_old',
    })
  })

  test('that is not where it was keeps an erasure from being called done, until it is back or forgotten', async () => {
    const leaves = await created()
    const file = join(folder, 'moved')
    await backupKeyring(file, ring())
    cpSync(file, `${file}-elsewhere`)
    rmSync(file)
    const { erasure, problem, state } = await erase(leaves)
    expect(problem).toMatchObject({ code: 'keyring_unreachable' })
    expect(state).toBe('running')
    await expect(read(house.gate, leaves)).rejects.toMatchObject({ code: 'not_found' })
    await forgetKeyringBackup(file, ring())
    await house.gate.erasures.goOn()
    expect((await house.gate.erasures.read(erasure)).state).toBe('done')
  })

  test('is overwritten at the turn: an older copy opens nothing that its own secrets do not open', async () => {
    const id = await created()
    const file = join(folder, 'turned')
    await backupKeyring(file, ring())
    const copy = readFileSync(file)
    const secrets = readFileSync(`${file}.secrets`)
    await turnEpoch(ring())
    expect(readFileSync(file).equals(copy)).toBe(false)
    const kept = JSON.parse(readFileSync(`${file}.secrets`, 'utf8')) as { epochs: object }
    expect(Object.keys(kept.epochs)).toEqual(['2'])
    expect(secrets.equals(readFileSync(`${file}.secrets`))).toBe(false)
    await restoreKeyring(file, ring(), [])
    await read(await house.another(), id)
  })
})
