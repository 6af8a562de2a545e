import { expect, test } from 'vitest'
import { Problem } from '../core/errors.ts'
import { readSettings } from './settings.ts'

const EXTERNAL = {
  DATABASE_URL: 'postgres://work:one@db.example/goodfaith',
  DATABASE_OWNER_URL: 'postgres://owner:two@db.example/goodfaith',
  KEYRING_URL: 'postgres://keys:three@keys.example:6432/ring',
}

function lineOf(env: Record<string, string>): string {
  try {
    readSettings(env)
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_configured') return error.detail ?? ''
    throw error
  }
  return ''
}

test('without any variable it is the embedded PostgreSQL under ./data, on loopback', () => {
  const settings = readSettings({})
  expect(settings).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    database: null,
    smtpUrl: null,
    demo: false,
  })
  expect(settings.keyringFolder).toBe(`${settings.dataFolder}/keyring`)
})

test('the owner’s login serves on the keyring’s database too, unless it has another there', () => {
  expect(readSettings(EXTERNAL).database?.keyringOwnerUrl).toBe('postgres://owner:two@keys.example:6432/ring')
  const other = 'postgres://other:four@keys.example:6432/ring'
  expect(readSettings({ ...EXTERNAL, KEYRING_OWNER_URL: other }).database?.keyringOwnerUrl).toBe(other)
})

test('a wrong value is one line that names its variable, and never the value', () => {
  const wrong: [string, Record<string, string>][] = [
    ['PORT', { PORT: '70000' }],
    ['PORT', { PORT: 'http' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'crm.example.org' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://crm.example.org/app' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['GOODFAITH_DEMO', { GOODFAITH_DEMO: 'yes' }],
    ['GOODFAITH_KEK_FILE', { GOODFAITH_KEK_FILE: '/nowhere/at/all' }],
    ['SMTP_URL', { SMTP_URL: 'https://mail.example' }],
    ['DATABASE_OWNER_URL', { DATABASE_URL: EXTERNAL.DATABASE_URL }],
    ['KEYRING_URL', { ...EXTERNAL, KEYRING_URL: EXTERNAL.DATABASE_URL }],
    ['DATABASE_URL', { ...EXTERNAL, DATABASE_URL: 'mysql://secret-word@db/x' }],
    ['GOODFAITH_ADMIN_PASSWORD', { GOODFAITH_ADMIN_EMAIL: 'ada@example.org' }],
    [
      'GOODFAITH_ADMIN_PASSWORD',
      { GOODFAITH_ADMIN_EMAIL: 'ada@example.org', GOODFAITH_ADMIN_PASSWORD: 'secret-word' },
    ],
    [
      'GOODFAITH_ADMIN_EMAIL',
      { GOODFAITH_ADMIN_EMAIL: 'ada', GOODFAITH_ADMIN_PASSWORD: 'long enough for it' },
    ],
  ]
  for (const [name, env] of wrong) {
    const line = lineOf(env)
    expect(line).toContain(name)
    expect(line).not.toContain('\n')
    expect(line).not.toContain('secret-word')
  }
})
