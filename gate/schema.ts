import type { Generated } from 'kysely'

/** What features may select from directly: registries, and the ledger's events and tree. Nothing personal. */
export interface Schema {
  organisation: { name: string; country: string; created_at: Generated<Date>; set_up_at: Date | null }
  purposes: {
    purpose: string
    parent: string | null
    title: string
    says: string
    dpv: string
    kind: string
    bases: string[]
    roles: string[]
    actors: string[]
    opens: string[]
    fields: string[] | null
    term_months: number | null
    term_from: string | null
    silence_months: number | null
    balanced: boolean
    proven: boolean
    ships: boolean
  }
  notices: {
    notice: string
    purpose: string
    version: number
    text: string
    written_at: Date
    written_by: string | null
  }
  notice_texts: {
    notice: string
    language: string
    text: string
    written_at: Date
    written_by: string | null
  }
  purpose_proposals: {
    proposal_id: string
    purpose: string
    parent: string
    title: string
    says: string
    dpv: string
    bases: string[]
    roles: string[]
    actors: string[]
    opens: string[]
    fields: string[] | null
    term_months: number | null
    term_from: string | null
    silence_months: number | null
    wording: string | null
    proposed_by: string
    proposed_at: Date
    decided_by: string | null
    decided_at: Date | null
    accepted: boolean | null
    why: string | null
    ended_by: string | null
    ended_at: Date | null
  }
  balancing_tests: {
    test_id: string
    purpose: string
    text: string
    written_by: string
    written_at: Date
    signed_by: string | null
    signed_at: Date | null
    ended_at: Date | null
  }
  laws: {
    law_id: string
    name: string
    article: string
    country: string
    purposes: string[]
    fields: string[]
    months: number
    counted: string
    ships: boolean
    written_by: string | null
    written_at: Date
    signed_by: string | null
    signed_at: Date | null
    end_asked_by: string | null
    end_asked_at: Date | null
    ended_by: string | null
    ended_at: Date | null
    caught_up_at: Date | null
  }
  ledger_events: {
    event_id: string
    at: Date
    actor_kind: string
    actor_id: string | null
    purpose: string
    kind: string
    fields: string
    link_hashes: Buffer
    links_root: Buffer
    sequenced: boolean
  }
  ledger_leaves: { leaf: string; event_id: string; hash: Buffer; actor_hash: Buffer | null }
  ledger_tiles: { level: number; tile: string; hashes: Buffer }
  ledger_checkpoints: { size: string; root: Buffer; note: string; at: Date }
}

/** Personal tables: read through doors, or through `seen`. */
export interface PersonalTables {
  persons: {
    person_id: string
    key_id: string
    version: number
    country: string | null
    created_at: Date
    changed_at: Date
    notice_due: Date | null
    notice_told: Date | null
    kept_until: Date | number
  }
  sources: {
    source_id: string
    person_id: string
    kind: string
    notice: string | null
    collected_at: Date
    recorded_at: Date
    by_kind: string
    by_id: string
    import_id: string | null
  }
  standing: { purpose: string; person_id: string; since: Date; until: Date | number; grant_id: string | null }
  grants: {
    grant_id: string
    person_id: string
    purpose: string
    basis: string
    notice: string | null
    evidence_kind: string | null
    confirmed: boolean
    guardian: boolean
    under_age: boolean
    version: number
    sealed: Buffer | null
    given_at: Date
    by_kind: string
    by_id: string
    expires_at: Date | null
  }
  grant_marks: {
    mark_id: string
    grant_id: string
    person_id: string
    kind: string
    at: Date
    by_kind: string
    by_id: string
  }
}
