import type { Basis, Purpose } from './purposes.ts'
import { mustBeProven } from './purposes.ts'
import { endOfGrant, type Instant } from './retention.ts'

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

/** A balancing test (GDPR art. 6(1)(f)) for exactly one purpose, from its second signature on. */
export interface BalancingTest {
  readonly purpose: string
  readonly signed_at: Instant
  readonly ended_at?: Instant | null
}

/** Where a grant stands at one moment. */
export interface GrantLife {
  readonly state: GrantState
  /** From when the state holds: recorded, opened, withdrawn, refused or ended. */
  readonly since: Instant
  /** When it ends by itself, exclusive; `Infinity` where it does not. For a grant that is over, `since`. */
  readonly until: Instant
}

/**
 * Whether a grant opens nothing until it is proven: a consent to be sold to which did not come from the person
 * together with their confirmation (GDPR art. 7(1): an import's claim is no proof).
 */
export function waitsAtFirst(given: Given): boolean {
  if (given.basis !== 'consent' || !mustBeProven(given.purpose)) return false
  return !(given.by.kind === 'person' && given.confirmed)
}

/**
 * Whether a second person can check the grant: somebody of ours has claimed it, and there is a document to look
 * at. What came without one, or through an open form, only the person can confirm.
 */
export function canBeChecked(given: Given): boolean {
  const claimed = given.by.kind === 'staff' || given.by.kind === 'import'
  return claimed && given.evidence_kind !== null && given.evidence_kind !== 'import'
}

/** Whether a mark proves a waiting grant: the person's confirmation, or the acceptance of a second person. */
export function proves(given: Given, mark: Mark): boolean {
  if (mark.kind === 'confirmed') return mark.by.kind === 'person'
  return (
    mark.kind === 'accepted' && mark.by.kind === 'staff' && mark.by.id !== given.by.id && canBeChecked(given)
  )
}

/**
 * Where a grant stands at a moment, by what had happened up to and including it. Null before it was recorded.
 * Where several ends fall together, the person's word comes first, then the check, then time.
 * @param marks of any grant; others' are left aside
 * @param purpose the one the grant is for
 */
export function grantLife(
  given: Given,
  marks: readonly Mark[],
  purpose: Purpose,
  at: Instant,
): GrantLife | null {
  if (given.at > at) return null
  const own = marks.filter((mark) => mark.grant_id === given.grant_id && mark.at >= given.at && mark.at <= at)
  const waits = waitsAtFirst(given)
  const opened = waits ? first(own, (mark) => proves(given, mark)) : given.at
  const checkedNo = waits ? first(own, (mark) => mark.kind === 'refused') : Infinity
  const over = [
    { state: 'withdrawn', since: first(own, (mark) => mark.kind === 'withdrawn') },
    { state: 'refused', since: checkedNo <= opened ? checkedNo : Infinity },
    { state: 'expired', since: endGiven(given, own, purpose, opened) },
  ] as const
  const end = over.reduce((earliest, other) => (other.since < earliest.since ? other : earliest))
  if (end.since <= at) return { ...end, until: end.since }
  const until = over[2].since
  return opened <= at
    ? { state: 'active', since: opened, until }
    : { state: 'waiting', since: given.at, until }
}

/** The state of a grant at a moment, in the words of the contract; null before it was recorded. */
export function grantState(
  given: Given,
  marks: readonly Mark[],
  purpose: Purpose,
  at: Instant,
): GrantState | null {
  return grantLife(given, marks, purpose, at)?.state ?? null
}

/**
 * The moment, exclusive, at which a grant ends by itself if nothing more is said: by its own date, its purpose's
 * term, or silence. `Infinity` where it does not. A grant that was never proven ends by its own date only.
 */
export function until(given: Given, marks: readonly Mark[], purpose: Purpose): Instant {
  const own = marks.filter((mark) => mark.grant_id === given.grant_id && mark.at >= given.at)
  const opened = waitsAtFirst(given) ? first(own, (mark) => proves(given, mark)) : given.at
  return endGiven(given, own, purpose, opened)
}

/** Whether a legitimate interest may be leant on for a purpose at a moment: its test ships, or is signed. */
export function testStands(purpose: Purpose, tests: readonly BalancingTest[], at: Instant): boolean {
  if (purpose.balancing !== undefined) return true
  return tests.some(
    (test) => test.purpose === purpose.id && test.signed_at <= at && (test.ended_at ?? Infinity) > at,
  )
}

function endGiven(given: Given, own: readonly Mark[], purpose: Purpose, opened: Instant): Instant {
  if (opened === Infinity) return given.expires_at ?? Infinity
  const words = own.filter((mark) => mark.kind === 'renewed').map((mark) => mark.at)
  return endOfGrant(purpose, opened, given.expires_at, words)
}

function first(marks: readonly Mark[], fits: (mark: Mark) => boolean): Instant {
  return marks.reduce((earliest, mark) => (fits(mark) ? Math.min(earliest, mark.at) : earliest), Infinity)
}
