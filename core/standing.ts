import {
  grantLife,
  testStands,
  type BalancingTest,
  type Given,
  type GrantLife,
  type GrantState,
  type Mark,
} from './grants.ts'
import type { Basis, Purpose } from './purposes.ts'
import type { Instant } from './retention.ts'

/** What happens to a person as a whole. `at` is the database's clock. */
export type PersonEvent =
  | { readonly kind: 'created'; readonly at: Instant }
  /** Something came from elsewhere: the person is to be told before `deadline` (GDPR art. 14). */
  | { readonly kind: 'notice_due'; readonly at: Instant; readonly deadline: Instant }
  /** The person was told of everything recorded up to then. */
  | { readonly kind: 'notice_told'; readonly at: Instant }
  | { readonly kind: 'erased'; readonly at: Instant }

export type HistoryEvent = PersonEvent | Given | Mark

export interface Facts {
  /** One person's events, in any order. */
  readonly history: readonly HistoryEvent[]
  /** The organisation's balancing tests. */
  readonly tests: readonly BalancingTest[]
}

export type ReasonCode =
  | `by_${Basis}`
  | 'by_law'
  | 'no_grant'
  | 'balancing_test_missing'
  | Exclude<GrantState, 'active'>
  | 'not_told'
  | 'erased'
  | 'no_person'
  | 'nothing_personal'
  | 'not_a_purpose'

export interface Decision {
  readonly allowed: boolean
  readonly reason: ReasonCode
  /** From when the reason holds; null where there is no such moment. */
  readonly since: Instant | null
  /** When an allowed use ends by itself, exclusive; null where it does not, or is not allowed. */
  readonly until: Instant | null
  readonly grant_id: string | null
}

/**
 * Whether a purpose applies to a person at a moment: the rule that the database implements.
 *
 * It applies where a grant for exactly this purpose is active; a grant for its parent, or for a purpose beside it,
 * is not one. Of several, the one that lasts longest speaks. What a law gives everyone (their rights, a warning)
 * applies from their creation on. Nothing applies after their erasure, and, of what rests on a grant, nothing but
 * legal retention once they should have been told and were not. Silence is no.
 *
 * Only what had happened up to and including `at` counts. A moment of ending is exclusive.
 */
export function decide({ history, tests }: Facts, purpose: Purpose, at: Instant): Decision {
  if (purpose.kind === 'group') return refused('not_a_purpose')
  if (purpose.kind === 'aggregate') return refused('nothing_personal')
  const created = firstAt(history, 'created', at)
  if (created === null) return refused('no_person')
  const erased = firstAt(history, 'erased', at)
  if (erased !== null) return refused('erased', erased)
  if (purpose.kind === 'by_law') {
    return { allowed: true, reason: 'by_law', since: created, until: null, grant_id: null }
  }
  const untold = untoldSince(history, at)
  if (untold !== null && !goesOnUntold(purpose)) return refused('not_told', untold)
  return decideByGrants({ history, tests }, purpose, at)
}

/** Every purpose of a registry with its decision; headings are left out. */
export function standing(
  facts: Facts,
  registry: readonly Purpose[],
  at: Instant,
): { purpose: Purpose; decision: Decision }[] {
  return registry
    .filter((purpose) => purpose.kind !== 'group')
    .map((purpose) => ({ purpose, decision: decide(facts, purpose, at) }))
}

/**
 * The deadline that passed without the person being told, or null. A telling covers all that was recorded up to it,
 * at its own moment too, whichever of the two is noted first; what arrives later has a deadline of its own.
 */
export function untoldSince(history: readonly HistoryEvent[], at: Instant): Instant | null {
  const told = history.reduce(
    (latest, event) => (event.kind === 'notice_told' && event.at <= at ? Math.max(latest, event.at) : latest),
    -Infinity,
  )
  const missed = history.flatMap((event) =>
    event.kind === 'notice_due' && event.at <= at && event.deadline <= at && event.at > told
      ? [event.deadline]
      : [],
  )
  return missed.length > 0 ? Math.min(...missed) : null
}

interface Candidate {
  readonly given: Given
  readonly life: GrantLife
  /** Null for one that applies. */
  readonly against: Exclude<GrantState, 'active'> | 'balancing_test_missing' | null
}

function decideByGrants({ history, tests }: Facts, purpose: Purpose, at: Instant): Decision {
  const marks = history.filter(isMark)
  const candidates = history.flatMap((event): Candidate[] => {
    if (event.kind !== 'given' || event.purpose !== purpose.id) return []
    const life = grantLife(event, marks, purpose, at)
    return life ? [{ given: event, life, against: speaksAgainst(event, life, tests, purpose, at) }] : []
  })
  const best = candidates.sort(byWeight)[0]
  if (!best) return refused('no_grant')
  const { given, life, against } = best
  if (against !== null) return refused(against, life.since, given.grant_id)
  const until = life.until === Infinity ? null : life.until
  return { allowed: true, reason: `by_${given.basis}`, since: life.since, until, grant_id: given.grant_id }
}

function speaksAgainst(
  given: Given,
  life: GrantLife,
  tests: readonly BalancingTest[],
  purpose: Purpose,
  at: Instant,
): Candidate['against'] {
  if (life.state !== 'active') return life.state
  const leans = given.basis === 'legitimate_interest'
  return leans && !testStands(purpose, tests, at) ? 'balancing_test_missing' : null
}

/** What applies before what could still apply before what is over. */
const RANK = {
  active: 0,
  waiting: 1,
  balancing_test_missing: 2,
  withdrawn: 3,
  refused: 3,
  expired: 3,
} as const

function byWeight(a: Candidate, b: Candidate): number {
  const rank = RANK[a.against ?? 'active'] - RANK[b.against ?? 'active']
  if (rank !== 0) return rank
  // Of those that apply the longest, then the oldest; of the others the one that changed last.
  const applies = a.against === null
  const time = applies
    ? compare(b.life.until, a.life.until) || compare(a.life.since, b.life.since)
    : compare(b.life.since, a.life.since)
  return time || compare(a.given.grant_id, b.given.grant_id)
}

function goesOnUntold(purpose: Purpose): boolean {
  return purpose.id === 'legal.retention' || purpose.id.startsWith('legal.retention.')
}

function isMark(event: HistoryEvent): event is Mark {
  return 'grant_id' in event && event.kind !== 'given'
}

function firstAt(history: readonly HistoryEvent[], kind: 'created' | 'erased', at: Instant): Instant | null {
  const moments = history.filter((event) => event.kind === kind && event.at <= at).map((event) => event.at)
  return moments.length > 0 ? Math.min(...moments) : null
}

function refused(reason: ReasonCode, since: Instant | null = null, grant_id: string | null = null): Decision {
  return { allowed: false, reason, since, until: null, grant_id }
}

/** Subtracting would make NaN of two moments without end. */
function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
