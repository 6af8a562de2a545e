import { Problem } from './errors.ts'
import {
  EVIDENCE_KINDS,
  canBeChecked,
  grantState,
  testStands,
  waitsAtFirst,
  type BalancingTest,
  type By,
  type EvidenceKind,
  type Given,
  type GrantState,
  type Mark,
} from './grants.ts'
import { BASES, type Basis, type Purpose } from './purposes.ts'
import { readInstant, readPast, type Instant } from './retention.ts'

/** A grant as it arrives from outside, in the shape of the contract. */
export interface GrantRequest {
  readonly purpose: string
  readonly basis: string
  readonly notice?: string
  readonly evidence?: {
    readonly kind: string
    readonly detail?: string
    readonly ref?: string
    readonly at?: string
  }
  readonly expires_at?: string | null
  /** A holder of parental responsibility gives it. */
  readonly guardian?: boolean
}

export interface AdmissionContext {
  readonly grant_id: string
  /** The database's clock: nothing counts from before it. */
  readonly now: Instant
  readonly by: By
  /** The person gave it on their own page, or its confirmation came with it; heard only from the person. */
  readonly confirmed?: boolean
  /** Notice id → the purpose it is for. */
  readonly notices: ReadonlyMap<string, string>
  readonly tests: readonly BalancingTest[]
  readonly underAge: boolean
}

/**
 * Admits a grant, or refuses it before anything is stored.
 * @param purpose the registry's entry for it, if there is one
 * @returns its state from now on, and the event to record
 * @throws Problem purpose_unknown, basis_not_accepted, date_malformed, date_in_future, input_invalid (an end that
 *   has passed), notice_missing, notice_unknown, evidence_missing, guardian_needed, balancing_test_missing.
 *   Pointers are relative to the grant.
 */
export function admit(
  request: GrantRequest,
  purpose: Purpose | undefined,
  context: AdmissionContext,
): { state: 'waiting' | 'active'; given: Given } {
  if (!purpose || purpose.kind === 'group' || purpose.id !== request.purpose) {
    throw new Problem('purpose_unknown', { pointer: '/purpose' })
  }
  const basis = acceptedBasis(request.basis, purpose)
  const given: Given = {
    kind: 'given',
    at: context.now,
    grant_id: context.grant_id,
    purpose: purpose.id,
    basis,
    by: context.by,
    notice: request.notice ?? null,
    evidence_kind: readEvidence(request, context),
    expires_at: readEnd(request, context.now),
    confirmed: context.confirmed === true && context.by.kind === 'person',
    guardian: request.guardian === true,
    under_age: context.underAge,
  }
  if (basis === 'consent') checkConsent(given, context)
  if (basis === 'legitimate_interest' && !testStands(purpose, context.tests, context.now)) {
    throw new Problem('balancing_test_missing', { pointer: '/basis' })
  }
  return { state: waitsAtFirst(given) ? 'waiting' : 'active', given }
}

/**
 * Admits what happens to a grant afterwards, or refuses it. Withdrawing asks for nothing but a grant that is
 * still open.
 * @throws Problem `grant_closed` (it is not in the state this needs), `second_person_needed`, `evidence_missing`
 *   (nothing that a second person could check), `not_allowed` (only the person confirms)
 */
export function admitMark(mark: Mark, given: Given, marks: readonly Mark[], purpose: Purpose): void {
  const state = grantState(given, marks, purpose, mark.at)
  if (state === null || !OPEN_TO[mark.kind].includes(state)) throw new Problem('grant_closed')
  if (mark.kind === 'confirmed' && mark.by.kind !== 'person') throw new Problem('not_allowed')
  if (mark.kind !== 'accepted' && mark.kind !== 'refused') return
  // the person's own no
  if (mark.kind === 'refused' && mark.by.kind === 'person') return
  if (mark.by.kind !== 'staff' || mark.by.id === given.by.id) throw new Problem('second_person_needed')
  if (mark.kind === 'accepted' && !canBeChecked(given)) {
    throw new Problem('evidence_missing', { detail: 'Only the person can confirm this grant.' })
  }
}

const OPEN_TO: Record<Mark['kind'], readonly GrantState[]> = {
  accepted: ['waiting'],
  refused: ['waiting'],
  confirmed: ['waiting'],
  withdrawn: ['waiting', 'active'],
  renewed: ['active'],
}

function acceptedBasis(text: string, purpose: Purpose): Basis {
  const basis = BASES.find((known) => known === text)
  if (!basis || !purpose.bases.includes(basis)) throw new Problem('basis_not_accepted', { pointer: '/basis' })
  return basis
}

/** An import may claim a consent without a document: it then waits for the person, and for nobody else. */
function readEvidence({ evidence }: GrantRequest, { now, by }: AdmissionContext): EvidenceKind | null {
  if (!evidence) return by.kind === 'import' ? 'import' : null
  if (evidence.at !== undefined) readPast(evidence.at, now, '/evidence/at')
  const kind = EVIDENCE_KINDS.find((known) => known === evidence.kind)
  if (!kind) throw new Problem('evidence_missing', { pointer: '/evidence/kind' })
  return kind
}

function readEnd({ expires_at }: GrantRequest, now: Instant): Instant | null {
  if (expires_at === undefined || expires_at === null) return null
  const end = readInstant(expires_at, '/expires_at')
  if (end <= now)
    throw new Problem('input_invalid', { pointer: '/expires_at', detail: 'It has ended already.' })
  return end
}

function checkConsent(given: Given, { notices }: AdmissionContext): void {
  if (given.notice === null) throw new Problem('notice_missing', { pointer: '/notice' })
  if (notices.get(given.notice) !== given.purpose) throw new Problem('notice_unknown', { pointer: '/notice' })
  if (given.evidence_kind === null) throw new Problem('evidence_missing', { pointer: '/evidence' })
  if (given.under_age && !given.guardian) throw new Problem('guardian_needed', { pointer: '/guardian' })
}
