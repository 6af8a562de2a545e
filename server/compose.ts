import { fileURLToPath } from 'node:url'
import { holdings } from '../features/holdings.ts'
import { Gate } from '../gate/gate.ts'
import type { KeyringOptions } from '../gate/keyring.ts'
import { migrate } from '../gate/migrate.ts'
import { bootstrap } from '../gate/postgres/bootstrap.ts'
import { checkLogin } from '../gate/postgres/check-login.ts'
import { startEmbedded, type Embedded } from '../gate/postgres/embedded.ts'
import { privateFolder } from '../gate/private-folder.ts'
import { addressOf } from './address.ts'
import { readSettings, type ExternalDatabase, type Settings } from './settings.ts'

/** The databases and the gate, for the server and for every command of the command line. */
export interface Composed {
  readonly settings: Settings
  readonly gate: Gate
  /** The logins of both databases, for those commands that work below the gate. */
  readonly addresses: ExternalDatabase
  /** A superuser's address of the main database, for the sweep; null where the database is not ours. */
  readonly adminUrl: string | null
  /** Where people reach it: the server beside this process, if there is one. */
  address(): Promise<string>
  /** Starts the embedded PostgreSQL anew when it has ended by itself; says whether it did. */
  revive(): Promise<boolean>
  /** Closes the gate and leaves the embedded PostgreSQL; the last to leave stops it. */
  stop(): Promise<void>
  /** Leaves the embedded PostgreSQL at once, whatever is under way: for a process that cannot go on. */
  abandon(): Promise<void>
}

/** Functions that only the owner of the gate may call: with one of them a login could write past the doors. */
const NEVER = ['gate.write_event', 'gate.put_grants', 'gate.settle', 'gate.settle_staff']

const migrations = fileURLToPath(new URL('../db', import.meta.url))

/**
 * Puts everything below the server together: PostgreSQL (embedded, or joined where it runs), migrations, gate.
 * @param say tells an administrator what takes long or went another way
 * @throws Problem `not_configured` and others with one line
 */
export async function compose(settings: Settings, say: (line: string) => void): Promise<Composed> {
  privateFolder(settings.dataFolder)
  const embedded = settings.database
    ? undefined
    : await startEmbedded({ dataFolder: settings.dataFolder, log: say })
  try {
    const addresses = settings.database ?? (await bootstrap(embedded!))
    // before anything is granted to it; after migrating, the doors are looked at as well
    if (settings.database) await checkLogin(addresses.databaseUrl, { setting: 'DATABASE_URL' })
    const mint = await migrate({ ...addresses, folder: migrations, holdings })
    await checkLogin(addresses.databaseUrl, { setting: 'DATABASE_URL', forbidden: NEVER })
    await checkLogin(addresses.keyringUrl, { setting: 'KEYRING_URL' })
    const gate = await Gate.open({
      databaseUrl: addresses.databaseUrl,
      keyring: { url: addresses.keyringUrl, folder: settings.keyringFolder, kekFile: settings.kekFile },
      mint,
    })
    let stopped: Promise<void> | undefined
    return {
      settings,
      gate,
      addresses,
      adminUrl: adminUrlOf(embedded, addresses),
      address: () => addressOf(settings),
      revive: async () => (await embedded?.revive()) ?? false,
      stop: () => (stopped ??= gate.close().finally(() => embedded?.stop())),
      abandon: async () => embedded?.stop(),
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

/** What the environment asks for, for a command that needs no database. */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  return readSettings(env)
}

export type { Settings }

/** The databases alone, for a restore: it works below the gate, and no gate may be open. */
export interface Foundations {
  readonly settings: Settings
  readonly addresses: ExternalDatabase
  readonly adminUrl: string | null
  readonly keyring: KeyringOptions
  stop(): Promise<void>
}

/** Starts or joins the databases and brings them to the newest migration, also where a restore was cut off. */
export async function foundationsFrom(
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Promise<Foundations> {
  const settings = readSettings(env)
  privateFolder(settings.dataFolder)
  const embedded = settings.database
    ? undefined
    : await startEmbedded({ dataFolder: settings.dataFolder, log: say })
  try {
    const addresses = settings.database ?? (await bootstrap(embedded!))
    await migrate({ ...addresses, folder: migrations, holdings, restoring: true })
    return {
      settings,
      addresses,
      adminUrl: adminUrlOf(embedded, addresses),
      keyring: { url: addresses.keyringUrl, folder: settings.keyringFolder, kekFile: settings.kekFile },
      stop: async () => embedded?.stop(),
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

function adminUrlOf(embedded: Embedded | undefined, addresses: ExternalDatabase): string | null {
  return embedded ? embedded.adminUrl(new URL(addresses.databaseUrl).pathname.slice(1)) : null
}

/** The same from the environment, for the command line. */
export function composeFrom(
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Promise<Composed> {
  return compose(readSettings(env), say)
}
