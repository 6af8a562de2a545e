import type { Transaction } from '../../gate/gate.ts'
import type { Line } from '../../gate/ledger-read.ts'

/** The organisation's newest events. They say nothing about a person. */
export function newestEvents(tx: Transaction, before: string | null, limit: number): Promise<Line[]> {
  let query = tx.db
    .selectFrom('ledger_events as e')
    .select(['e.event_id', 'e.at', 'e.actor_kind', 'e.actor_id', 'e.purpose', 'e.kind', 'e.fields'])
  if (before !== null) query = query.where('e.event_id', '<', before)
  return query.orderBy('e.event_id', 'desc').limit(limit).execute()
}
