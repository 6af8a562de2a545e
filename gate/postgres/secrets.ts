import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { Problem } from '../../core/errors.ts'

/** The passwords of the embedded server's logins; random, never shown, kept in one file of mode 0600. */
export interface Secrets {
  readonly admin: string
  readonly owner: string
  readonly work: string
  readonly keys: string
}

const NAMES = ['admin', 'owner', 'work', 'keys'] as const

/** New random passwords: 32 bytes each, in hexadecimal, so that they fit a URL as they are. */
export function newSecrets(): Secrets {
  const password = () => randomBytes(32).toString('hex')
  return { admin: password(), owner: password(), work: password(), keys: password() }
}

/** Reads the secrets; undefined when there is no such file. */
export async function readSecrets(file: string): Promise<Secrets | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(file)
  }
  const found = parsed(text)
  if (!found || NAMES.some((name) => typeof found[name] !== 'string')) throw unreadable(file)
  return found as unknown as Secrets
}

/** Writes the secrets whole or not at all, and durably: a cluster made with a lost password is lost as well. */
export async function writeSecrets(file: string, secrets: Secrets): Promise<void> {
  const half = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(half, 'wx', 0o600)
  try {
    await handle.writeFile(JSON.stringify(secrets, null, 2))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(half, file)
}

/**
 * A SCRAM-SHA-256 verifier as PostgreSQL stores it (RFC 5802, RFC 7677), so that a password is set without
 * travelling to the server. The password is ASCII, so SASLprep leaves it as it is.
 */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const server = hmac('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`
}

/** Whether a stored verifier was made from this password. */
export function matchesVerifier(password: string, verifier: string | null): boolean {
  const match = /^SCRAM-SHA-256\$(\d+):([A-Za-z0-9+/=]+)\$/.exec(verifier ?? '')
  if (!match) return false
  return scramVerifier(password, Buffer.from(match[2]!, 'base64'), Number(match[1])) === verifier
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
}

function unreadable(file: string): Problem {
  return new Problem('not_configured', {
    detail: `the embedded database's passwords cannot be read from ${file}; run as the account that made it`,
  })
}
