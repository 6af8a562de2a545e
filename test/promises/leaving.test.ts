import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import sodium from 'sodium-native'
import { holdings } from '../../features/holdings.ts'
import { exportPerson } from '../../features/requests/export-person.ts'
import { restoreBackup } from '../../gate/backup/restore.ts'
import { perform } from '../../gate/command.ts'
import { EpochSecrets } from '../../gate/epoch-secrets.ts'
import { erasedKeys } from '../../gate/erased-keys.ts'
import { Gate } from '../../gate/gate.ts'
import { backupKeyring, restoreKeyring } from '../../gate/keyring-backup.ts'
import { migrate } from '../../gate/migrate.ts'
import { bootstrap, type Addresses } from '../../gate/postgres/bootstrap.ts'
import { startEmbedded, type Embedded } from '../../gate/postgres/embedded.ts'
import { scan } from '../../gate/scan.ts'
import { Sealed } from '../../gate/seal.ts'
import { sweep } from '../../gate/sweep.ts'
import type { Actor } from '../../gate/token.ts'
import { openWrapped } from '../../gate/wrap.ts'
import { aGrant, aPerson } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'

// Promise 5: leaving means gone. The whole house as it is installed, on a durable server and a data folder of its own.

const db = fileURLToPath(new URL('../../db', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'goodfaith-leaving-'))
const purpose = 'service.request'
const NEEDLES = [
  'Wendelgard',
  'Kupferschmid-Oyelaran',
  'wendelgard.k@nadelprobe.example',
  'Nadelprobengasse 77',
  // numbers that go to the vault, one of them typed into a text
  '4929498239180041',
  'DE89370400440532013000',
]

interface House {
  readonly data: string
  readonly server: Embedded
  readonly addresses: Addresses
  readonly keyring: { url: string; folder: string }
  gate: Gate
}

const houses: House[] = []

async function openOn(data: string): Promise<House> {
  const server = await startEmbedded({ dataFolder: data, log: () => undefined })
  const addresses = await bootstrap(server)
  const keyring = { url: addresses.keyringUrl, folder: join(data, 'keyring') }
  const house = { data, server, addresses, keyring, gate: undefined as unknown as Gate }
  await reopen(house)
  houses.push(house)
  return house
}

async function reopen(house: House): Promise<void> {
  const mint = await migrate({ ...house.addresses, folder: db, holdings })
  house.gate = await Gate.open({
    databaseUrl: house.addresses.databaseUrl,
    keyring: house.keyring,
    mint,
    connections: 4,
  })
}

async function swept({ addresses, server }: House): Promise<void> {
  const adminUrl = server.adminUrl(new URL(addresses.databaseUrl).pathname.slice(1))
  expect((await sweep({ ...addresses, adminUrl })).waiting).toEqual([])
}

const admin = <Row>({ addresses, server }: House, text: string, values: unknown[] = []) =>
  withClient(server.adminUrl(new URL(addresses.databaseUrl).pathname.slice(1)), async (client) => {
    const { rows } = await client.query(text, values)
    return rows as Row[]
  })
const ring = <Row>({ addresses, server }: House, text: string, values: unknown[] = []) =>
  withClient(server.adminUrl(new URL(addresses.keyringUrl).pathname.slice(1)), async (client) => {
    const { rows } = await client.query(text, values)
    return rows as Row[]
  })

let house: House
let actor: Actor
let officer: Actor

async function collect(fields: Parameters<typeof aPerson>[0] = {}): Promise<string> {
  const [id] = await house.gate.once({ actor, purpose }, (tx) =>
    tx.people.create([aPerson(fields, [aGrant(purpose), aGrant('sales.account')])]),
  )
  return id!
}

async function erase(id: string): Promise<string> {
  const erasure = await house.gate.run({ actor, purpose }, (tx) =>
    tx.erasures.begin(id, 'asked to be forgotten', null),
  )
  await house.gate.erasures.carryOut(erasure)
  return erasure
}

async function findings(needles: string[]): Promise<Set<string>> {
  const report = await scan(needles, [folder, house.server.clusterFolder])
  expect(report.unread).toEqual([])
  return new Set(report.found.map((hit) => needles[hit.needle]!))
}

beforeAll(async () => {
  await chmod(folder, 0o711)
  house = await openOn(join(folder, 'first'))
  const add = (by: Actor | null, roles: Parameters<Gate['staff']['add']>[1]['roles'], email: string) =>
    house.gate.staff.add(by, { name: 'Jo Example', email, roles, passwordHash: null })
  actor = { kind: 'staff', id: await add(null, ['administrator', 'service'], 'jo@example.org') }
  officer = { kind: 'staff', id: await add(actor, ['privacy_officer'], 'po@example.org') }
}, 120_000)

afterAll(async () => {
  for (const each of houses) {
    await each.gate.close().catch(() => undefined)
    await each.server.stop()
    rmSync(each.server.clusterFolder, { recursive: true, force: true })
  }
  rmSync(folder, { recursive: true, force: true })
})

describe('leaving means gone', () => {
  test('no value of a person ever lies in the clear, and after leaving not even their id or a search token is left', async () => {
    const [given_name, family_name, email, street, card, iban] = NEEDLES as [
      string,
      string,
      string,
      string,
      string,
      string,
    ]
    const household = `three, paid from ${iban}`
    const id = await collect({
      given_name,
      family_name,
      email,
      street,
      card,
      household,
      birth_date: '1971-03-07',
    })
    await collect({ family_name: 'Stays' })
    await house.gate.read({ actor, purpose }, (rd) => rd.people.byId(id))
    await house.gate.read({ actor, purpose }, (rd) =>
      rd.people.search({ query: 'wende', limit: 5, fields: ['family_name'] }),
    )
    await perform(house.gate, exportPerson, { ...officer, roles: ['privacy_officer'] }, 'rights.request', {
      id,
    })
    const [row] = await admin<{ token: Buffer }>(
      house,
      'select token from goodfaith.search_tokens where person_id = $1 limit 1',
      [id],
    )
    const token = row!.token.toString('hex')
    await admin(house, 'checkpoint')

    expect(await findings([...NEEDLES, id, token])).toEqual(new Set([id, token]))

    await erase(id)
    await swept(house)
    expect(await findings([...NEEDLES, id, token])).toEqual(new Set())

    // the needles would have been found, had they been there: once without sealing
    await admin(house, 'create schema scratch')
    await admin(house, 'create table scratch.unsealed as select unnest($1::text[]) as value', [NEEDLES])
    await admin(house, 'checkpoint')
    expect(await findings(NEEDLES)).toEqual(new Set(NEEDLES))
    await admin(house, 'drop schema scratch cascade')
  }, 240_000)

  test('no key that is left opens anything that was theirs', async () => {
    const id = await collect({ family_name: 'Verschlossen' })
    const captured = await admin<{ key_id: string; compartment: string; version: number; sealed: Buffer }>(
      house,
      `select p.key_id, v.compartment, v.version, v.sealed from goodfaith.persons p
       join goodfaith.sealed_values v using (person_id) where person_id = $1`,
      [id],
    )
    expect(captured.length).toBeGreaterThan(0)
    const opens = async () => {
      const keys = await ring<{ key_id: string; epoch: number; wrapped: Buffer }>(
        house,
        'select * from keyring.keys',
      )
      const secrets = new EpochSecrets(house.keyring.folder)
      let opened = 0
      for (const key of keys) {
        const plain = sodium.sodium_malloc(32)
        expect(openWrapped(key.wrapped, key.key_id, secrets.secret(key.epoch), plain)).toBe(true)
        for (const { key_id, compartment, version, sealed } of captured) {
          const place = {
            table: 'sealed_values',
            column: 'sealed',
            row: `${id}/${compartment}`,
            version,
            keyId: key_id,
          }
          if (new Sealed(place, sealed).openWith(plain)) opened++
        }
      }
      return { keys: keys.length, opened }
    }
    expect((await opens()).opened).toBe(captured.length)
    await erase(id)
    const after = await opens()
    expect(after.keys).toBeGreaterThan(0)
    expect(after.opened).toBe(0)
  })

  test('no backup brings them back, on this machine or on another after this one is lost', async () => {
    const leaves = await collect({ family_name: 'Abschied' })
    const stays = await collect({ family_name: 'Hierbleiber' })
    const kept = join(folder, 'kept')
    const keys = join(folder, 'keys')
    await house.gate.backup(kept)
    await backupKeyring(keys, house.keyring)
    const erasure = await erase(leaves)
    const { gate } = house
    await gate.close()
    await restoreBackup(kept, { ownerUrl: house.addresses.ownerUrl, keyring: house.keyring })
    await reopen(house)
    await expectGone(house, leaves)
    expect((await house.gate.erasures.read(erasure)).state).toBe('done')

    const lost = house
    house = await openOn(join(folder, 'second'))
    await house.gate.close()
    await erasedKeys(house.addresses.ownerUrl, (erased) => restoreKeyring(keys, house.keyring, erased))
    const restored = await restoreBackup(kept, { ownerUrl: house.addresses.ownerUrl, keyring: house.keyring })
    expect(restored.left_out).toBe(1)
    await reopen(house)
    await expectGone(house, leaves)
    const seen = await house.gate.read({ actor, purpose }, (rd) => rd.people.byId(stays))
    expect(seen.fields.family_name).toMatchObject({ value: 'Hierbleiber' })
    expect((await house.gate.verify()).filter((found) => found.wrong > 0)).toEqual([])
    expect(readdirSync(house.keyring.folder)).toContain('kek')
    house = lost
  }, 240_000)
})

async function expectGone({ gate }: House, id: string): Promise<void> {
  await expect(gate.read({ actor, purpose }, (rd) => rd.people.byId(id))).rejects.toMatchObject({
    code: 'not_found',
  })
}
