import { actorHash, encodeEvent, type ActorKind } from '../core/ledger.ts'
import { HASH_BYTES } from '../core/merkle.ts'
import { sha256 } from './bytes.ts'

/** An event as the sequencer's doors give it. */
export interface EventRow {
  readonly event_id: string
  /** RFC 3339 in UTC with six digits of a second, as the database wrote it: a Date would lose three of them. */
  readonly at: string
  readonly actor_kind: string
  readonly actor_id: string | null
  /** Null for whoever is not of the staff, and for a colleague whose salt is gone. */
  readonly actor_salt?: Buffer | null
  readonly purpose: string
  readonly kind: string
  /** Names with commas between. */
  readonly fields: string
  readonly link_hashes: Buffer
  readonly links_root: Buffer
}

/** What the line names its actor by; null where there is nobody to name: a person, the system. */
export function hashOfActor({ actor_kind, actor_id, actor_salt }: EventRow): Buffer | null {
  if (actor_kind !== 'staff' || !actor_id || !actor_salt) return null
  return Buffer.from(actorHash(sha256, actor_id, actor_salt))
}

/** The canonical bytes of an event (core/ledger.ts). RangeError for one that has none. */
export function entryOf(row: EventRow, actor: Uint8Array | null): Uint8Array {
  return encodeEvent({
    id: row.event_id,
    at: row.at,
    actor: { kind: row.actor_kind as ActorKind, hash: actor },
    purpose: row.purpose,
    kind: row.kind,
    fields: row.fields.split(',').filter((field) => field !== ''),
    links: { count: row.link_hashes.length / HASH_BYTES, root: row.links_root },
  })
}

/** 32-byte hashes that lie one after another. */
export function hashesOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, i) =>
    bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  )
}
