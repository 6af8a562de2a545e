import { canBeChecked, proves, type EvidenceKind, type Given, type Mark } from './grants.ts'
import type { Purpose } from './purposes.ts'
import type { Instant } from './retention.ts'
import type { Decision, HistoryEvent } from './standing.ts'

/** What a sentence needs besides the decision. */
export interface Telling {
  /** The name the person goes by; `you` on their own page. */
  readonly person: string
  /** The grant that the decision names, with its marks up to the decision's moment. */
  readonly grant?: { readonly given: Given; readonly marks: readonly Mark[] }
  /** When they agreed, as the evidence says: it can lie before the day on which it was written down. */
  readonly said_at?: Instant
  /** The moment of reading: dates of the same year leave the year out. */
  readonly now?: Instant
  /** BCP 47, for dates. */
  readonly locale?: string
  /** IANA name; dates are days there. */
  readonly timeZone?: string
}

/** Finds the grant of a decision in a history, for `explain`. */
export function grantFor(
  history: readonly HistoryEvent[],
  decision: Pick<Decision, 'grant_id'>,
  at: Instant,
): Telling['grant'] {
  const own = history.filter(
    (event): event is Given | Mark => 'grant_id' in event && event.grant_id === decision.grant_id,
  )
  const given = own.find((event): event is Given => event.kind === 'given')
  return (
    given && { given, marks: own.filter((event): event is Mark => event.kind !== 'given' && event.at <= at) }
  )
}

/**
 * Says a decision in one clause, without a capital or a full stop, that the person could read without offence:
 * "because Ana agreed on 12 March 2025 and confirmed by link; asked again in March 2027".
 */
export function explain(decision: Decision, purpose: Purpose, telling: Telling): string {
  return decision.allowed ? why(decision, purpose, telling) : whyNot(decision, purpose, telling)
}

/** What a grant rests on in plain words, with the day it is of: "by the form of 3 May". */
export function sayEvidence(
  kind: string,
  at: Instant,
  telling: Omit<Telling, 'person' | 'grant'> = {},
): string {
  const by = Object.hasOwn(BY, kind) ? BY[kind as EvidenceKind] : 'by a document'
  return Number.isFinite(at) ? `${by} of ${day(at, { person: '', ...telling })}` : by
}

const BY: Record<EvidenceKind, string> = {
  form: 'by the form',
  paper: 'by the paper form',
  call: 'by the call',
  message: 'by the message',
  contract: 'by the contract',
  import: 'by the import',
}

function why(decision: Decision, purpose: Purpose, telling: Telling): string {
  const since = decision.since === null ? '' : ` since ${day(decision.since, telling)}`
  const end = ending(decision, purpose, telling)
  switch (decision.reason) {
    case 'by_consent':
      return `because ${agreed(decision, telling)}${end}`
    case 'by_contract':
      return `by contract${since}${end}`
    case 'by_legitimate_interest':
      return `on a weighed interest of ours${since}${end}; an objection ends it`
    case 'by_legal_obligation':
      return `by law${since}${end}`
    case 'by_vital_interest':
      return `to protect a life or health${since}${end}`
    case 'by_public_task':
      return `by a public task${since}${end}`
    default:
      return 'because the law asks it of us for everyone'
  }
}

function whyNot(decision: Decision, purpose: Purpose, telling: Telling): string {
  const on = decision.since === null ? '' : ` on ${day(decision.since, telling)}`
  switch (decision.reason) {
    case 'waiting':
      return waitingFor(telling)
    case 'withdrawn':
      return endedByPerson(decision, telling) ? `withdrawn${on}` : `ended${on}`
    case 'expired':
      return fellSilent(decision, purpose, telling)
        ? `ended${on} after ${purpose.silence?.months} months without a word`
        : `expired${on}`
    case 'refused':
      if (saidNo(decision, telling)) return `because ${telling.person} said no${on}`
      return `not counted: a second person checked it${on} and could not confirm it`
    case 'balancing_test_missing':
      return 'no signed weighing of interests at present'
    case 'not_told':
      return 'not told in time where it came from'
    case 'erased':
      return `destroyed${on}`
    case 'no_person':
      return 'nothing is held'
    case 'nothing_personal':
      return 'it counts, and looks at no one'
    case 'not_a_purpose':
      return 'it is a heading'
    default:
      return 'no grant'
  }
}

function agreed(decision: Decision, telling: Telling): string {
  const { grant, person } = telling
  const when = telling.said_at ?? (grant ? grant.given.at : decision.since)
  const who = grant?.given.guardian ? `${possessive(person)} guardian` : person
  const on = when === null ? '' : ` on ${day(when, telling)}`
  return `${who} agreed${on}${proof(telling)}`
}

/** How the agreement was proven: what a person remembers having done. */
function proof({ grant }: Telling): string {
  if (!grant) return ''
  const { given, marks } = grant
  const proofs = marks.filter((mark) => proves(given, mark)).sort((a, b) => a.at - b.at)
  if (proofs[0]?.kind === 'confirmed') return ' and confirmed by link'
  if (proofs[0]) return `, and a second person checked ${document(given.evidence_kind)}`
  if (given.confirmed || given.evidence_kind === null) return ''
  return HOW[given.evidence_kind]
}

const HOW: Record<EvidenceKind, string> = {
  form: ' in our form',
  paper: ' on paper',
  call: ' in a call',
  message: ' in a message',
  contract: ' in the contract',
  import: '',
}

function document(kind: EvidenceKind | null): string {
  const names = {
    form: 'the form',
    paper: 'the paper form',
    call: 'the note of the call',
    message: 'the message',
  }
  return kind !== null && kind in names ? names[kind as keyof typeof names] : 'the document'
}

function waitingFor({ grant, person }: Telling): string {
  if (!grant || !canBeChecked(grant.given)) return `waiting for ${person} to confirm`
  return `waiting for a second person to check ${document(grant.given.evidence_kind)}`
}

function endedByPerson(decision: Decision, { grant }: Telling): boolean {
  if (!grant) return true
  const ends = grant.marks.filter((mark) => mark.kind === 'withdrawn' && mark.at === decision.since)
  // the purpose itself has ended
  if (ends.some((mark) => mark.by.kind === 'system')) return false
  return ends.some((mark) => mark.by.kind === 'person') || grant.given.basis === 'consent'
}

function saidNo(decision: Decision, { grant }: Telling): boolean {
  const noes = grant?.marks.filter((mark) => mark.kind === 'refused' && mark.at === decision.since)
  return noes?.some((mark) => mark.by.kind === 'person') ?? false
}

/** Whether silence ended it, not a date of its own. */
function fellSilent(decision: Decision, { silence }: Purpose, { grant }: Telling): boolean {
  return silence !== undefined && grant !== undefined && grant.given.expires_at !== decision.since
}

function ending(decision: Decision, purpose: Purpose, telling: Telling): string {
  if (decision.until === null) return ''
  const stated = telling.grant?.given.expires_at
  if (purpose.silence && stated !== decision.until) {
    return `; asked again in ${format(decision.until, telling, { month: 'long', year: 'numeric' })}`
  }
  // The end is exclusive: midnight of 1 July means until 30 June.
  return `, until ${day(decision.until - 1, telling)}`
}

function possessive(person: string): string {
  return person === 'you' ? 'your' : `${person}'s`
}

function day(at: Instant, telling: Telling): string {
  const year = (moment: Instant) => format(moment, telling, { year: 'numeric' })
  const sameYear = telling.now !== undefined && year(telling.now) === year(at)
  return format(at, telling, { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) })
}

function format(at: Instant, telling: Telling, options: Intl.DateTimeFormatOptions): string {
  const { locale = 'en-GB', timeZone = 'UTC' } = telling
  return new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(at)
}
