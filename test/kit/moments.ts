import { until, type Mark } from '../../core/grants.ts'
import { SHIPPED, type Purpose } from '../../core/purposes.ts'
import type { Instant } from '../../core/retention.ts'
import type { Facts, HistoryEvent } from '../../core/standing.ts'

/**
 * Every moment at which a decision of these facts can change, each with the milliseconds before and after it, in
 * order: where a clock has to stand for two implementations to be compared.
 */
export function momentsOf({ history, tests }: Facts, purposes: readonly Purpose[] = SHIPPED): Instant[] {
  const times = history.flatMap((event) =>
    event.kind === 'notice_due' ? [event.at, event.deadline] : [event.at],
  )
  const signed = tests.flatMap((test) => [test.signed_at, test.ended_at ?? Infinity])
  const moments = [...times, ...signed, ...endings(history, times, purposes)].filter(Number.isFinite)
  return [...new Set(moments.flatMap((at) => [at - 1, at, at + 1]))].sort((a, b) => a - b)
}

/** Facts as they stood at a moment, without anything later. */
export function asOf({ history, tests }: Facts, at: Instant): Facts {
  return {
    history: history.filter((event) => event.at <= at),
    tests: tests
      .filter((test) => test.signed_at <= at)
      .map((test) => ((test.ended_at ?? Infinity) > at ? { ...test, ended_at: null } : test)),
  }
}

/** The ends that grants have, or had before later words moved them. */
function endings(
  history: readonly HistoryEvent[],
  times: readonly Instant[],
  purposes: readonly Purpose[],
): Instant[] {
  const marks = history.filter((event): event is Mark => 'grant_id' in event && event.kind !== 'given')
  return history.flatMap((event) => {
    const purpose = event.kind === 'given' ? purposes.find(({ id }) => id === event.purpose) : undefined
    if (event.kind !== 'given' || !purpose) return []
    return times.map((at) =>
      until(
        event,
        marks.filter((mark) => mark.at <= at),
        purpose,
      ),
    )
  })
}
