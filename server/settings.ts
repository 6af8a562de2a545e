import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Problem } from '../core/errors.ts'
import { normaliseField } from '../core/values.ts'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** What the environment asks for; see the README's table. */
export interface Settings {
  readonly port: number
  readonly host: string
  /** Where people reach it, without a slash at the end; null: from host and port, once it listens. */
  readonly publicUrl: string | null
  readonly dataFolder: string
  readonly keyringFolder: string
  readonly kekFile: string | undefined
  /** null: the embedded PostgreSQL. */
  readonly database: ExternalDatabase | null
  readonly administrator: { readonly email: string; readonly password: string } | null
  readonly demo: boolean
  readonly smtpUrl: string | null
  readonly logLevel: (typeof LOG_LEVELS)[number]
}

export interface ExternalDatabase {
  readonly databaseUrl: string
  readonly ownerUrl: string
  readonly keyringUrl: string
  readonly keyringOwnerUrl: string
}

/** Characters: shorter passwords are refused. */
export const SHORTEST_PASSWORD = 12

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings.
 * @throws Problem `not_configured` with one line that names the variable, never its value
 */
export function readSettings(env: Environment): Settings {
  const dataFolder = resolve(env['GOODFAITH_DATA'] || 'data')
  return {
    port: portOf(env['PORT'] || '3000'),
    host: env['HOST'] || '127.0.0.1',
    publicUrl: env['PUBLIC_URL'] ? publicUrlOf(env['PUBLIC_URL']) : null,
    dataFolder,
    keyringFolder: join(dataFolder, 'keyring'),
    kekFile: env['GOODFAITH_KEK_FILE'] ? kekFileOf(env['GOODFAITH_KEK_FILE']) : undefined,
    database: databaseOf(env),
    administrator: administratorOf(env),
    demo: flagOf('GOODFAITH_DEMO', env['GOODFAITH_DEMO']),
    smtpUrl: env['SMTP_URL'] ? urlOf('SMTP_URL', env['SMTP_URL'], ['smtp:', 'smtps:']).href : null,
    logLevel: logLevelOf(env['LOG_LEVEL'] || 'info'),
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw wrong('PORT has to be a number from 0 to 65535')
  return port
}

function publicUrlOf(text: string): string {
  const url = urlOf('PUBLIC_URL', text, ['http:', 'https:'])
  if (url.pathname !== '/' || url.search || url.hash || url.username)
    throw wrong('PUBLIC_URL has to be an origin such as https://crm.example.org, with nothing after it')
  return url.origin
}

function kekFileOf(path: string): string {
  const file = resolve(path)
  if (!existsSync(file) || !statSync(file).isFile()) throw wrong('GOODFAITH_KEK_FILE names no file')
  if (readFileSync(file).length === 0) throw wrong('GOODFAITH_KEK_FILE names an empty file')
  return file
}

function databaseOf(env: Environment): ExternalDatabase | null {
  const given = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'KEYRING_URL'].filter((name) => env[name])
  if (given.length === 0) {
    if (env['KEYRING_OWNER_URL']) throw wrong('KEYRING_OWNER_URL is set without DATABASE_URL')
    return null
  }
  const address = (name: string) => {
    const text = env[name]
    if (!text) throw wrong(`${name} has to be set where ${given[0]} is`)
    const url = urlOf(name, text, ['postgres:', 'postgresql:'])
    if (url.pathname.length < 2) throw wrong(`${name} has to name a database`)
    return url
  }
  const owner = address('DATABASE_OWNER_URL')
  const keyring = address('KEYRING_URL')
  // the owner's login on the keyring's database, unless it has another
  const keyringOwner = new URL(keyring.href)
  keyringOwner.username = owner.username
  keyringOwner.password = owner.password
  const main = address('DATABASE_URL')
  if (main.pathname === keyring.pathname && main.host === keyring.host)
    throw wrong('KEYRING_URL has to name another database than DATABASE_URL')
  return {
    databaseUrl: main.href,
    ownerUrl: owner.href,
    keyringUrl: keyring.href,
    keyringOwnerUrl: env['KEYRING_OWNER_URL'] ? address('KEYRING_OWNER_URL').href : keyringOwner.href,
  }
}

function administratorOf(env: Environment): Settings['administrator'] {
  const email = env['GOODFAITH_ADMIN_EMAIL']
  const password = env['GOODFAITH_ADMIN_PASSWORD']
  if (!email && !password) return null
  if (!email) throw wrong('GOODFAITH_ADMIN_EMAIL has to be set where GOODFAITH_ADMIN_PASSWORD is')
  if (!password) throw wrong('GOODFAITH_ADMIN_PASSWORD has to be set where GOODFAITH_ADMIN_EMAIL is')
  if ([...password].length < SHORTEST_PASSWORD)
    throw wrong(`GOODFAITH_ADMIN_PASSWORD has to have at least ${SHORTEST_PASSWORD} characters`)
  try {
    normaliseField('email', email)
  } catch {
    throw wrong('GOODFAITH_ADMIN_EMAIL has to be an e-mail address')
  }
  return { email, password }
}

function flagOf(name: string, text: string | undefined): boolean {
  if (text === undefined || text === '' || text === '0') return false
  if (text === '1') return true
  throw wrong(`${name} has to be 1 or 0`)
}

function logLevelOf(text: string): Settings['logLevel'] {
  const level = LOG_LEVELS.find((known) => known === text)
  if (!level) throw wrong(`LOG_LEVEL has to be one of ${LOG_LEVELS.join(', ')}`)
  return level
}

function urlOf(name: string, text: string, protocols: readonly string[]): URL {
  try {
    const url = new URL(text)
    if (protocols.includes(url.protocol)) return url
  } catch {
    // said below
  }
  throw wrong(`${name} has to be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`)
}

function wrong(line: string): Problem {
  return new Problem('not_configured', { detail: line })
}
