import { describe, expect, test } from 'vitest'
import { freshDatabase, installedPostgres, testServer, withClient } from '../../test/kit/postgres.ts'

describe.each(['embedded', 'pg15'] as const)('the bootstrap on %s', (kind) => {
  const here = kind === 'embedded' || installedPostgres() !== null

  test.skipIf(!here)('each login reaches its own database and no other', async () => {
    const database = await freshDatabase(testServer(kind))
    const who = (url: string) =>
      withClient(
        url,
        async (client) => (await client.query('select current_user, current_database() as db')).rows[0],
      )
    const { names } = database
    expect(await who(database.databaseUrl)).toEqual({ current_user: names.work, db: names.database })
    expect(await who(database.keyringUrl)).toEqual({ current_user: names.keys, db: names.keyring })
    expect(await who(database.ownerUrl)).toEqual({ current_user: names.owner, db: names.database })
    const crossed = new URL(database.databaseUrl)
    crossed.pathname = `/${names.keyring}`
    await expect(who(crossed.href)).rejects.toMatchObject({ code: '42501' })
  })
})
