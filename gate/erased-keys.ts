import pg from 'pg'
import { keepOthersOut } from './presence.ts'
import { asProblem } from './refusals.ts'

/**
 * What the main database knows of destroyed keys, for a keyring restore; every gate is kept out until `use` is over.
 * @throws Problem `house_in_use`
 */
export async function erasedKeys<T>(
  ownerUrl: string,
  use: (hashes: readonly Buffer[]) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'goodfaith keyring restore' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await keepOthersOut(client)
    await client.query('begin; set local role goodfaith_gate')
    const { rows } = await client.query<{ hash: Buffer }>(
      'select unnest(key_hashes) as hash from goodfaith.erasures where key_gone_at is not null',
    )
    await client.query('commit')
    return await use(rows.map((row) => row.hash))
  } catch (error) {
    throw asProblem(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
