import type { Basis } from './purposes.ts'

/** Milliseconds since 1970-01-01T00:00:00Z, whole. */
export type Instant = number

export type GrantState = 'waiting' | 'active' | 'withdrawn' | 'expired' | 'refused'

export const EVIDENCE_KINDS = ['form', 'paper', 'call', 'message', 'import', 'contract'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/**
 * Who did it. `person`: themself (or their guardian), on our form or their page. `staff`: typed in.
 * `import`: claimed by a file; its id is that of the member of staff who ran it, so that they cannot check their
 * own claim. `system`: Goodfaith itself. Ids are UUIDs.
 */
export interface By {
  readonly kind: 'person' | 'staff' | 'import' | 'system'
  readonly id: string
}

/** A grant as it was recorded; never edited. `at` is the database's clock, whatever the evidence claims. */
export interface Given {
  readonly kind: 'given'
  readonly at: Instant
  readonly grant_id: string
  readonly purpose: string
  readonly basis: Basis
  readonly by: By
  readonly notice: string | null
  readonly evidence_kind: EvidenceKind | null
  /** The end the grant states for itself, exclusive. */
  readonly expires_at: Instant | null
  /** Given by the person signed in on their own page, or by a form whose confirmation came with it. */
  readonly confirmed: boolean
  /** Given by a holder of parental responsibility. */
  readonly guardian: boolean
  /** The person was under their country's age of consent at that moment. */
  readonly under_age: boolean
}

/**
 * What happened to a grant afterwards. `accepted`, `refused`: a second person's check. `confirmed`: by the
 * person (link clicked, or on their page). `withdrawn`: ended by the person or by the end of the relation.
 * `renewed`: a last word, from which terms "after the last word" and of silence start anew.
 */
export interface Mark {
  readonly kind: 'accepted' | 'refused' | 'confirmed' | 'withdrawn' | 'renewed'
  readonly at: Instant
  readonly grant_id: string
  readonly by: By
}
