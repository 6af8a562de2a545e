import pg from 'pg'
import { Problem } from '../../core/errors.ts'
import { refuseUnsafeLogin, type LoginRules } from './refuse.ts'

/**
 * Connects with a working login and refuses it where the row policies would not hold.
 * @throws Problem `not_configured` with one line; `database_unreachable` when it cannot connect
 */
export async function checkLogin(url: string, rules: LoginRules = {}): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await refuseUnsafeLogin(client, rules)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('not_configured', {
      detail: `${rules.setting ?? 'DATABASE_URL'} cannot be used: ${reasonOf(error)}`,
    })
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Names a host, a role or a database, never a password: PostgreSQL does not send those back. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return error.message.split('\n')[0] || code
}
