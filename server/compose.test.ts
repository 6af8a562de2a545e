import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { installedPostgres } from '../test/kit/installed-postgres.ts'
import { freshDatabase, testServer } from '../test/kit/postgres.ts'
import { compose } from './compose.ts'
import { readSettings } from './settings.ts'
import { start } from './start.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodfaith-compose-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function external() {
  const kind = installedPostgres() ? 'pg15' : 'embedded'
  const database = await freshDatabase(testServer(kind))
  const env = {
    PORT: '0',
    GOODFAITH_DATA: folder,
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.databaseUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    KEYRING_URL: database.keyringUrl,
  }
  return { database, env }
}

test('a PostgreSQL of one’s own serves as well, and is left running', async () => {
  const { env } = await external()
  const administrator = {
    GOODFAITH_ADMIN_EMAIL: 'ada@example.org',
    GOODFAITH_ADMIN_PASSWORD: 'correct horse battery',
  }
  const lines: string[] = []
  const running = await start(readSettings({ ...env, ...administrator }), {
    say: (line) => void lines.push(line),
  })
  const signedIn = await fetch(`${running.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.org', password: 'correct horse battery' }),
  })
  expect(signedIn.status).toBe(201)
  expect(lines.join()).not.toContain('/welcome#')
  await running.stop()
  await expect(fetch(`${running.url}/healthz`)).rejects.toThrow('fetch failed')
})

test('it says that it is ready once the way in has been told, and not before', async () => {
  const { env } = await external()
  const lines: string[] = []
  let toldWhenReady: Promise<string[]> | undefined
  const running = await start(readSettings(env), {
    say: (line) => {
      lines.push(line)
      const url = /^Goodfaith is at (\S+)$/.exec(line)?.[1]
      if (url)
        toldWhenReady = (async () => {
          while (!(await fetch(`${url}/healthz`)).ok);
          return [...lines]
        })()
    },
  })
  expect((await toldWhenReady)?.at(-1)).toContain('/welcome#')
  await running.stop()
})

test('folders above the data folder are made as the account makes its folders, itself is closed', async () => {
  const { env } = await external()
  const usual = join(folder, 'usual')
  mkdirSync(usual)
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
  const data = join(folder, 'above', 'it', 'data')
  const composed = await compose(readSettings({ ...env, GOODFAITH_DATA: data }), () => undefined)
  await composed.stop()
  expect([join(folder, 'above'), join(folder, 'above', 'it')].map(mode)).toEqual([mode(usual), mode(usual)])
  expect([data, join(data, 'keyring')].map(mode)).toEqual(['700', '700'])
})

test('a login under which the policies would not hold is refused with one line', async () => {
  const { database, env } = await external()
  for (const [unsafe, reason] of [
    [database.adminUrl, 'superuser'],
    [database.ownerUrl, 'owns'],
  ] as const) {
    const settings = readSettings({ ...env, DATABASE_URL: unsafe })
    const refused = await compose(settings, () => undefined).then(
      () => undefined,
      (error: unknown) => error as { code: string; detail: string },
    )
    expect(refused?.code).toBe('not_configured')
    expect(refused?.detail).toContain('DATABASE_URL')
    expect(refused?.detail).toContain(reason)
    expect(refused?.detail).not.toContain(new URL(unsafe).password)
  }
})
