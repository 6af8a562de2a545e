import fc from 'fast-check'
import { admit, admitMark } from '../../core/admission.ts'
import { Problem } from '../../core/errors.ts'
import {
  EVIDENCE_KINDS,
  type BalancingTest,
  type By,
  type EvidenceKind,
  type Given,
  type Mark,
} from '../../core/grants.ts'
import { SHIPPED, mustBeProven, type Purpose } from '../../core/purposes.ts'
import { addDays, type Instant } from '../../core/retention.ts'
import type { Facts, HistoryEvent } from '../../core/standing.ts'
import { momentsOf } from './moments.ts'
import { ANA, IMPORT_BY_JO, INES, JO, MILA, SYSTEM } from './events.ts'

export interface HistoryOptions {
  /** The purposes that grants are given for; all that ship unless said. */
  readonly purposes?: readonly Purpose[]
  /** The most steps after the person's creation. */
  readonly steps?: number
}

/**
 * Random histories of one person that the commands would have let happen, with the organisation's balancing
 * tests: each event has passed `admit` or `admitMark` at its moment. Events are in order; times are whole
 * milliseconds; steps often land on, just before or just after a moment at which something ends.
 */
export function histories({ purposes = SHIPPED, steps = 14 }: HistoryOptions = {}): fc.Arbitrary<Facts> {
  const granted = purposes.filter((purpose) => purpose.kind === 'granted')
  const proven = granted.filter(({ id }) => mustBeProven(id))
  // Grants that wait first are the fewest and have the most ways to go: every other history has one.
  const few = fc.oneof(
    fc.shuffledSubarray(granted, { minLength: 1, maxLength: 3 }),
    fc.shuffledSubarray(proven.length > 0 ? proven : granted, { minLength: 1, maxLength: 2 }),
  )
  return few.chain((chosen) =>
    fc
      .tuple(
        start,
        fc.uniqueArray(uuid, { minLength: steps, maxLength: steps }),
        fc.array(step, { minLength: Math.min(5, steps), maxLength: steps, size: 'max' }),
      )
      .map(([at, ids, taken]) => replay(at, ids, taken, chosen)),
  )
}

// Arbitraries of single steps

type Step = { readonly gap: Gap; readonly deed: Deed }
type Gap = { readonly ms: number } | { readonly boundary: number }
interface Giving {
  readonly kind: 'give'
  readonly which: number
  readonly basis: number
  readonly by: By
  readonly confirmed: boolean
  readonly evidence: EvidenceKind | null
  readonly lasts: number | null
  readonly guardian: boolean
  readonly under_age: boolean
}
interface Marking {
  readonly kind: 'mark'
  readonly which: number
}
type Deed =
  | Giving
  | Marking
  | { readonly kind: 'due'; readonly days: number }
  | { readonly kind: 'told' }
  | { readonly kind: 'erase' }
  | { readonly kind: 'sign' | 'end'; readonly which: number }

const DAY = 86_400_000
export const uuid = fc.uuid({ version: 7 })
const start = fc.constantFrom(
  Date.UTC(2024, 0, 31, 10, 20, 30, 456),
  Date.UTC(2024, 1, 29, 23, 59, 59, 999),
  Date.UTC(2023, 7, 28, 23, 0, 0, 0),
  Date.UTC(2025, 2, 30, 1, 30, 0, 1),
)
export const anyone: fc.Arbitrary<By> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(ANA) },
  { weight: 4, arbitrary: fc.constantFrom(JO, MILA, INES) },
  { weight: 2, arbitrary: fc.constant(IMPORT_BY_JO) },
  { weight: 1, arbitrary: fc.constant(SYSTEM) },
)
const span: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, 1_000),
  fc.integer({ min: 1, max: 40 }).map((days) => days * DAY),
  fc.integer({ min: 1, max: 27 }).map((months) => Math.round(months * 30.44 * DAY)),
)
const gap: fc.Arbitrary<Gap> = fc.oneof(
  { weight: 3, arbitrary: span.map((ms) => ({ ms })) },
  { weight: 1, arbitrary: fc.nat({ max: 5 }).map((boundary) => ({ boundary })) },
)
const seldom = fc.nat({ max: 7 }).map((n) => n === 0)
const give: fc.Arbitrary<Giving> = fc.record<Giving>({
  kind: fc.constant('give'),
  which: fc.nat({ max: 2 }),
  basis: fc.nat({ max: 2 }),
  by: anyone,
  confirmed: fc.boolean(),
  evidence: fc.constantFrom(...EVIDENCE_KINDS, ...EVIDENCE_KINDS, null),
  lasts: fc.oneof(fc.constant(null), fc.constant(null), span),
  guardian: seldom,
  under_age: seldom,
})
const step: fc.Arbitrary<Step> = fc.record({
  gap,
  deed: fc.oneof(
    { weight: 10, arbitrary: give },
    {
      weight: 12,
      arbitrary: fc.record({ kind: fc.constant('mark'), which: fc.nat({ max: 30 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('due'), days: fc.constantFrom(30, 30, 1, 0) }) },
    { weight: 3, arbitrary: fc.constant<Deed>({ kind: 'told' }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom('sign', 'sign', 'end'), which: fc.nat({ max: 2 }) }),
    },
    { weight: 1, arbitrary: fc.constant<Deed>({ kind: 'erase' }) },
  ),
})

// From steps to a history

interface Told {
  now: Instant
  readonly history: HistoryEvent[]
  readonly tests: BalancingTest[]
}

function replay(
  at: Instant,
  ids: readonly string[],
  steps: readonly Step[],
  purposes: readonly Purpose[],
): Facts {
  const told: Told = { now: at, history: [{ kind: 'created', at }], tests: [] }
  steps.forEach(({ gap: wait, deed }, index) => {
    if (told.history.some((event) => event.kind === 'erased')) return
    told.now = after(told, wait, purposes)
    // What a command refuses does not become history.
    refuses(() => act(told, deed, ids[index]!, purposes))
  })
  return { history: told.history, tests: told.tests }
}

function after(told: Told, wait: Gap, purposes: readonly Purpose[]): Instant {
  if ('ms' in wait) return told.now + wait.ms
  const ahead = momentsOf(told, purposes).filter((at) => at > told.now)
  return ahead[Math.min(wait.boundary, ahead.length - 1)] ?? told.now
}

function act(told: Told, deed: Deed, id: string, purposes: readonly Purpose[]): void {
  const { history, tests, now } = told
  switch (deed.kind) {
    case 'give':
      history.push(giveNow(told, deed, id, pick(purposes, deed.which)))
      break
    case 'mark':
      markNow(told, deed, purposes)
      break
    case 'due':
      history.push({ kind: 'notice_due', at: now, deadline: addDays(now, deed.days) })
      break
    case 'told':
      history.push({ kind: 'notice_told', at: now })
      break
    case 'erase':
      history.push({ kind: 'erased', at: now })
      break
    case 'sign':
      tests.push({ purpose: pick(purposes, deed.which).id, signed_at: now })
      break
    case 'end':
      endTest(tests, pick(purposes, deed.which).id, now)
  }
}

function endTest(tests: BalancingTest[], purpose: string, now: Instant): void {
  const open = tests.findIndex((test) => test.purpose === purpose && test.ended_at === undefined)
  if (open >= 0) tests[open] = { ...tests[open]!, ended_at: now }
}

function giveNow({ now, tests }: Told, deed: Giving, id: string, purpose: Purpose): Given {
  const request = {
    purpose: purpose.id,
    basis: pick(purpose.bases, deed.basis),
    notice: purpose.notice?.id,
    evidence: deed.evidence === null ? undefined : { kind: deed.evidence },
    expires_at: deed.lasts === null ? null : new Date(now + deed.lasts).toISOString(),
    guardian: deed.guardian,
  }
  const notices = new Map(purpose.notice ? [[purpose.notice.id, purpose.id]] : [])
  const { by: giver, confirmed, under_age: underAge } = deed
  return admit(request, purpose, { grant_id: id, now, by: giver, confirmed, notices, tests, underAge }).given
}

/** Makes one of the marks that would be admitted now, by whoever may, so that few steps are wasted. */
function markNow({ now, history }: Told, { which }: Marking, purposes: readonly Purpose[]): void {
  const marks = history.filter((event): event is Mark => 'grant_id' in event && event.kind !== 'given')
  const fitting = history.flatMap((event): Mark[] => {
    const purpose = event.kind === 'given' && purposes.find(({ id }) => id === event.purpose)
    if (event.kind !== 'given' || !purpose) return []
    return everyMark(event.grant_id, now).filter(
      (made) => !refuses(() => admitMark(made, event, marks, purpose)),
    )
  })
  if (fitting.length > 0) history.push(pick(fitting, which))
}

function everyMark(grant_id: string, at: Instant): Mark[] {
  const kinds = ['accepted', 'refused', 'confirmed', 'withdrawn', 'renewed'] as const
  return kinds.flatMap((kind) => [ANA, MILA].map((by) => ({ kind, at, grant_id, by })))
}

/** Whether a command refuses; anything but a Problem is a fault and goes through. */
function refuses(command: () => void): boolean {
  try {
    command()
    return false
  } catch (problem) {
    if (problem instanceof Problem) return true
    throw problem
  }
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length]!
}
