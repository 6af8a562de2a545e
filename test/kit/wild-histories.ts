import fc from 'fast-check'
import { EVIDENCE_KINDS, type Given, type Mark } from '../../core/grants.ts'
import { BASES, SHIPPED, type Purpose } from '../../core/purposes.ts'
import type { Facts, HistoryEvent } from '../../core/standing.ts'
import { anyone, uuid, type HistoryOptions } from './histories.ts'

const DAY = 86_400_000
const markKind = fc.constantFrom<Mark['kind'][]>('accepted', 'refused', 'confirmed', 'withdrawn', 'renewed')
const anyTime = fc.integer({ min: 0, max: 1_000 }).map((step) => Date.UTC(2024, 0, 31) + step * DAY)

/**
 * Histories of events at any time and in any order, allowed or not: what the rule must bear without ever saying
 * yes to more than it should.
 */
export function wildHistories({ purposes = SHIPPED, steps = 14 }: HistoryOptions = {}): fc.Arbitrary<Facts> {
  const granted = purposes.filter((purpose) => purpose.kind === 'granted')
  return fc
    .tuple(
      fc.uniqueArray(uuid, { minLength: 3, maxLength: 3 }),
      fc.shuffledSubarray(granted, { minLength: 2, maxLength: 2 }),
    )
    .chain(([ids, chosen]) =>
      fc.record({
        history: fc.array(wildEvent(ids, chosen), { maxLength: steps }),
        tests: fc.array(
          fc.record({
            purpose: fc.constantFrom(...chosen.map(({ id }) => id)),
            signed_at: anyTime,
            ended_at: fc.option(anyTime),
          }),
          { maxLength: 2 },
        ),
      }),
    )
}

function wildEvent(ids: readonly string[], purposes: readonly Purpose[]): fc.Arbitrary<HistoryEvent> {
  const grant_id = fc.constantFrom(...ids)
  return fc.oneof(
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('created', 'notice_told'), at: anyTime }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('notice_due'), at: anyTime, deadline: anyTime }) },
    { weight: 1, arbitrary: anyTime.map((at): HistoryEvent => ({ kind: 'erased', at: at + 500 * DAY })) },
    {
      weight: 4,
      arbitrary: fc.record<Given>({
        kind: fc.constant('given'),
        at: anyTime,
        grant_id,
        purpose: fc.constantFrom(...purposes.map(({ id }) => id)),
        basis: fc.constantFrom(...BASES),
        by: anyone,
        notice: fc.constant(null),
        evidence_kind: fc.constantFrom(...EVIDENCE_KINDS, null),
        expires_at: fc.option(anyTime),
        confirmed: fc.boolean(),
        guardian: fc.boolean(),
        under_age: fc.boolean(),
      }),
    },
    { weight: 5, arbitrary: fc.record<Mark>({ kind: markKind, at: anyTime, grant_id, by: anyone }) },
  )
}
