import type { TestDatabase } from './postgres.ts'
import { withClient } from './postgres.ts'

/** The database's clock, under a test's hand. Tokens keep to the true time. */
export interface Clock {
  /** Stands still at a moment (milliseconds since 1970), for every connection; null: runs with the true time. */
  to(at: number | null): Promise<void>
}

/**
 * Puts a movable clock in the place of `gate.now()`. A setting `test.at` of a transaction comes before the moment
 * that all connections see.
 */
export async function movableClock(database: TestDatabase): Promise<Clock> {
  await withClient(database.adminUrl, (client) =>
    client.query(`
      create table gate.test_clock (at timestamptz);
      insert into gate.test_clock values (null);
      grant select on gate.test_clock to public;
      create or replace function gate.now() returns timestamptz language sql stable as $$
        select coalesce(nullif(current_setting('test.at', true), '')::timestamptz,
          (select c.at from gate.test_clock c), statement_timestamp()) $$;
    `),
  )
  return {
    to: async (at) => {
      const moment = at === null ? null : new Date(at).toISOString()
      await withClient(database.adminUrl, (client) =>
        client.query('update gate.test_clock set at = $1::timestamptz', [moment]),
      )
    },
  }
}
