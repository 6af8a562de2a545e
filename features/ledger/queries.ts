import type { Transaction } from '../../gate/gate.ts'

export interface Line {
  readonly event_id: string
  readonly at: Date
  readonly actor_kind: string
  readonly actor_id: string | null
  readonly purpose: string
  readonly kind: string
  readonly fields: string
}

/** Lines about one visible person, newest first; ids are UUIDv7, so their order is that of time. */
export function linesAbout(
  tx: Transaction,
  person: string,
  before: string | null,
  limit: number,
): Promise<Line[]> {
  let query = tx.db
    .selectFrom('ledger_links as l')
    .innerJoin('ledger_events as e', 'e.event_id', 'l.event_id')
    .select(['e.event_id', 'e.at', 'e.actor_kind', 'e.actor_id', 'e.purpose', 'e.kind', 'e.fields'])
    .where('l.person_id', '=', person)
  if (before !== null) query = query.where('l.event_id', '<', before)
  return query.orderBy('l.event_id', 'desc').limit(limit).execute()
}

/** The organisation's newest events. They say nothing about a person. */
export function newestEvents(tx: Transaction, before: string | null, limit: number): Promise<Line[]> {
  let query = tx.db
    .selectFrom('ledger_events as e')
    .select(['e.event_id', 'e.at', 'e.actor_kind', 'e.actor_id', 'e.purpose', 'e.kind', 'e.fields'])
  if (before !== null) query = query.where('e.event_id', '<', before)
  return query.orderBy('e.event_id', 'desc').limit(limit).execute()
}
