import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { v7 as uuid } from 'uuid'
import { FIELDS, type FieldName } from '../../core/fields.ts'
import type { Role } from '../../core/purposes.ts'
import { holdings } from '../../features/holdings.ts'
import { Gate } from '../../gate/gate.ts'
import { migrate } from '../../gate/migrate.ts'
import type { NewGrant, NewPerson } from '../../gate/seal-person.ts'
import type { Actor, Mint } from '../../gate/token.ts'
import { freshDatabase, testServer, type Kind, type TestDatabase } from './postgres.ts'

/** A whole Goodfaith without its server: two databases, a keyring folder, a gate, and a way to add staff. */
export interface TestHouse {
  readonly database: TestDatabase
  readonly gate: Gate
  readonly mint: Mint
  readonly keyringFolder: string
  /** A member of staff with these roles; the first one added is an administrator besides. */
  staff(...roles: Role[]): Promise<Actor>
  /** Another gate on the same databases, as another process would have. */
  another(): Promise<Gate>
}

const folder = fileURLToPath(new URL('../../db', import.meta.url))
const open: (() => Promise<void>)[] = []

/** A new house; closed and dropped at the end of the test file. */
export async function openHouse(kind?: Kind): Promise<TestHouse> {
  const database = await freshDatabase(testServer(kind))
  // uploads lie beside the keyring: a folder of the house's own around both
  const around = mkdtempSync(join(tmpdir(), 'goodfaith-house-'))
  const keyringFolder = join(around, 'keyring')
  mkdirSync(keyringFolder, { mode: 0o700 })
  const start = async () => {
    const mint = await migrate({ ...database, folder, holdings })
    const keyring = { url: database.keyringUrl, folder: keyringFolder }
    const gate = await Gate.open({ databaseUrl: database.databaseUrl, keyring, mint, connections: 4 })
    open.push(() => gate.close())
    return { gate, mint }
  }
  const { gate, mint } = await start()
  open.push(() => Promise.resolve(rmSync(around, { recursive: true, force: true })))
  let administrator: Actor | null = null
  return {
    database,
    gate,
    mint,
    keyringFolder,
    staff: async (...roles) => {
      const wanted: Role[] = administrator ? roles : ['administrator', ...roles]
      const email = `staff-${uuid()}@example.org`
      const id = await gate.staff.add(administrator, {
        name: 'Jo Example',
        email,
        roles: wanted,
        passwordHash: null,
      })
      const actor: Actor = { kind: 'staff', id }
      administrator ??= actor
      return actor
    },
    another: async () => (await start()).gate,
  }
}

afterAll(async () => {
  for (const close of open.splice(0)) await close()
})

/** A grant as core would have admitted it. */
export function aGrant(purpose: string, rest: Partial<NewGrant> = {}): NewGrant {
  return {
    id: uuid(),
    purpose,
    basis: 'contract',
    notice: null,
    evidence: { kind: 'contract', detail: 'opened an account' },
    guardian: false,
    under_age: false,
    expires_at: null,
    ...rest,
  }
}

/** A person who told us themself, and asks for service. */
export function aPerson(
  fields: NewPerson['fields'] = {},
  grants: NewGrant[] = [aGrant('service.request')],
): NewPerson {
  return {
    fields: {
      given_name: 'Amara',
      family_name: 'Okafor',
      email: `amara.${uuid()}@okafor.example`,
      ...fields,
    },
    source: {
      kind: 'person',
      detail: 'the form “Open an account”, version 4',
      notice: null,
      collected_at: null,
    },
    grants,
  }
}

export const EVERY_FIELD = Object.keys(FIELDS) as FieldName[]
