import type pg from 'pg'
import type { Actor } from '../../gate/token.ts'
import type { TestHouse } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'

/** SQL as the working login: what an injection would have. */
export interface Attacker {
  readonly client: pg.Client
  readonly pid: number
  /** The SQLSTATE a statement is refused with, or its rows. */
  ask(sql: string, values?: unknown[]): Promise<string | Record<string, unknown>[]>
  /** A true token for this connection, as only a gate can mint one. */
  token(actor: Actor, purpose: string): Promise<string>
}

/** Runs with SQL as the working login, on a connection of its own. */
export function asWorkingLogin<T>(house: TestHouse, use: (attacker: Attacker) => Promise<T>): Promise<T> {
  return withClient(house.database.databaseUrl, (client) => use(attackerOn(client, house)))
}

/** Looks and acts behind the gate, as nobody in a real house can. */
export function asSuperuser<T>(house: TestHouse, use: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(house.database.adminUrl, use)
}

export function attackerOn(client: pg.Client, house: TestHouse): Attacker {
  const pid = (client as pg.Client & { processID: number }).processID
  return {
    client,
    pid,
    ask: (sql, values = []) => outcome(client.query<Record<string, unknown>>(sql, values)),
    token: async (actor, purpose) =>
      house.mint.token(actor, purpose, 'conn', pid, await databaseMoment(client)),
  }
}

/** The SQLSTATE of a refusal, or the rows of an answer. */
export async function outcome<R extends pg.QueryResultRow>(
  asked: Promise<pg.QueryResult<R>>,
): Promise<string | R[]> {
  try {
    return (await asked).rows
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
    throw error
  }
}

/** Microseconds since 1970 by the database's clock, as tokens carry them. */
export async function databaseMoment(client: pg.Client): Promise<bigint> {
  const { rows } = await client.query<{ now: string }>(
    'select (extract(epoch from statement_timestamp()) * 1000000)::bigint::text as now',
  )
  return BigInt(rows[0]!.now)
}
