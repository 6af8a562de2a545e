import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ANA } from '../test/kit/events.ts'
import { histories } from '../test/kit/histories.ts'
import { asOf, momentsOf } from '../test/kit/moments.ts'
import { wildHistories } from '../test/kit/wild-histories.ts'
import { grantState, proves, testStands, type Given, type Mark } from './grants.ts'
import { SHIPPED, mustBeProven, type Purpose } from './purposes.ts'
import { addMonths, type Instant } from './retention.ts'
import { decide, untoldSince, type Decision, type Facts, type HistoryEvent } from './standing.ts'

const granted = SHIPPED.filter(({ kind }) => kind === 'granted')
/** What commands let happen, and anything at all. */
const anyFacts = fc.oneof(histories(), wildHistories())
const isGiven = (event: HistoryEvent): event is Given => event.kind === 'given'
const isMark = (event: HistoryEvent): event is Mark => 'grant_id' in event && event.kind !== 'given'
const grantsOf = ({ history }: Facts) => history.filter(isGiven)

/** Asks about every purpose of a history at every moment at which an answer could change. */
function everywhere(facts: Facts, check: (purpose: Purpose, at: Instant, decision: Decision) => void): void {
  const named = new Set(grantsOf(facts).map(({ purpose }) => purpose))
  const purposes = SHIPPED.filter(({ id, kind }) => kind !== 'granted' || named.has(id))
  for (const at of momentsOf(facts)) {
    for (const purpose of purposes) check(purpose, at, decide(facts, purpose, at))
  }
}

test('what happens later does not change what is decided now', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      everywhere(facts, (purpose, at, decision) => {
        expect(decide(asOf(facts, at), purpose, at)).toEqual(decision)
      })
    }),
  )
})

test('the order in which a history is read makes no difference', () => {
  const shuffled = histories().chain((facts) =>
    fc
      .shuffledSubarray([...facts.history], { minLength: facts.history.length })
      .map((history) => ({ facts, history })),
  )
  fc.assert(
    fc.property(shuffled, ({ facts, history }) => {
      everywhere(facts, (purpose, at, decision) => {
        expect(decide({ ...facts, history }, purpose, at)).toEqual(decision)
      })
    }),
  )
})

test('one more withdrawal never allows more', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(), fc.nat(), (facts, which, when) => {
      const grants = grantsOf(facts)
      fc.pre(grants.length > 0)
      const moments = momentsOf(facts)
      const { grant_id } = grants[which % grants.length]!
      const withdrawn: Mark = { kind: 'withdrawn', at: moments[when % moments.length]!, grant_id, by: ANA }
      everywhere(facts, (purpose, at, decision) => {
        const after = decide({ ...facts, history: [...facts.history, withdrawn] }, purpose, at)
        expect(after.allowed && !decision.allowed).toBe(false)
      })
    }),
  )
})

test('one more last word never allows less', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(), fc.nat(), (facts, which, when) => {
      const grants = grantsOf(facts)
      fc.pre(grants.length > 0)
      const moments = momentsOf(facts)
      const { grant_id } = grants[which % grants.length]!
      const word: Mark = { kind: 'renewed', at: moments[when % moments.length]!, grant_id, by: ANA }
      everywhere(facts, (purpose, at, decision) => {
        const after = decide({ ...facts, history: [...facts.history, word] }, purpose, at)
        expect(decision.allowed && !after.allowed).toBe(false)
      })
    }),
  )
})

test('what is allowed rests on a grant for exactly that purpose which counts; a waiting grant allows nothing', () => {
  fc.assert(
    fc.property(histories(), (facts) => {
      everywhere(facts, (purpose, at, decision) => {
        if (!decision.allowed || purpose.kind !== 'granted') return
        const grant = grantsOf(facts).find(({ grant_id }) => grant_id === decision.grant_id)!
        expect(grant.purpose).toBe(purpose.id)
        expect(purpose.bases).toContain(grant.basis)
        expect(decision.reason).toBe(`by_${grant.basis}`)
        expect(grantState(grant, facts.history.filter(isMark), purpose, at)).toBe('active')
        expect(decision.since).toBeGreaterThanOrEqual(grant.at)
        expect(decision.since).toBeLessThanOrEqual(at)
        expect(decision.until ?? Infinity).toBeGreaterThan(at)
      })
    }),
  )
})

test('nobody is sold to on a word that is not proven', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      everywhere(facts, (purpose, at, decision) => {
        if (!decision.allowed || decision.reason !== 'by_consent' || !mustBeProven(purpose.id)) return
        const proven = grantsOf(facts)
          .filter(({ grant_id }) => grant_id === decision.grant_id)
          .some(
            (grant) =>
              (grant.by.kind === 'person' && grant.confirmed) ||
              facts.history.some(
                (event) =>
                  isMark(event) &&
                  event.grant_id === grant.grant_id &&
                  event.at <= at &&
                  proves(grant, event),
              ),
          )
        expect(proven).toBe(true)
      })
    }),
  )
})

test('silence is no: without the grants for a purpose it does not apply, whatever else was said', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      everywhere(facts, (purpose, at) => {
        if (purpose.kind !== 'granted') return
        const history = facts.history.filter((event) => !isGiven(event) || event.purpose !== purpose.id)
        expect(decide({ ...facts, history }, purpose, at).allowed).toBe(false)
      })
    }),
  )
})

test('nothing is bundled: grants for other purposes make no difference', () => {
  fc.assert(
    fc.property(histories(), (facts) => {
      everywhere(facts, (purpose, at, decision) => {
        const history = facts.history.filter((event) => !isGiven(event) || event.purpose === purpose.id)
        expect(decide({ ...facts, history }, purpose, at)).toEqual(decision)
      })
    }),
  )
})

test('an answer changes only at the moments at which something happens or ends', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const moments = momentsOf(facts)
      moments.forEach((at, index) => {
        const next = moments[index + 1]
        if (next === undefined || next - at < 2) return
        for (const purpose of granted) {
          const middle = decide(facts, purpose, at + Math.floor((next - at) / 2))
          expect(middle).toEqual(decide(facts, purpose, at))
        }
      })
    }),
    { numRuns: 50 },
  )
})

test('what is allowed stays so until its end, and then ends, if nothing more happens', () => {
  fc.assert(
    fc.property(histories(), (facts) => {
      everywhere(facts, (purpose, at, decision) => {
        if (!decision.allowed || decision.until === null) return
        const now = asOf(facts, at)
        if (untoldSince(now.history, decision.until) !== null) return
        expect(decide(now, purpose, decision.until - 1)).toEqual(decision)
        expect(decide(now, purpose, decision.until).allowed).toBe(false)
      })
    }),
  )
})

test('after an erasure nothing applies ever again', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const erased = facts.history.filter(({ kind }) => kind === 'erased').map(({ at }) => at)
      fc.pre(erased.length > 0)
      everywhere(facts, (_, at, decision) => {
        expect(at >= Math.min(...erased) && decision.allowed).toBe(false)
      })
    }),
  )
})

test('a clerk who keeps one row per grant, and writes as things happen, comes to the same decisions', () => {
  fc.assert(
    fc.property(histories(), (facts) => {
      everywhere(facts, (purpose, at, decision) => {
        if (purpose.kind !== 'granted') return
        expect(clerk(facts, purpose, at)).toEqual([decision.allowed, decision.until])
      })
    }),
    { numRuns: 200 },
  )
})

interface Row {
  readonly given: Given
  open: boolean
  until: Instant
}

/** The same law written the other way round, as a table that is changed by each event in its order. */
function clerk({ history, tests }: Facts, purpose: Purpose, at: Instant): [boolean, Instant | null] {
  const rows = new Map<string, Row>()
  let deadline = Infinity
  for (const event of asWritten(history).filter((one) => one.at <= at)) {
    if (event.kind === 'erased') return [false, null]
    if (event.kind === 'notice_due') deadline = Math.min(deadline, event.deadline)
    if (event.kind === 'notice_told') deadline = Infinity
    if (isGiven(event) && event.purpose === purpose.id) {
      const counts =
        event.basis !== 'consent' ||
        !mustBeProven(purpose.id) ||
        (event.by.kind === 'person' && event.confirmed)
      rows.set(event.grant_id, {
        given: event,
        open: counts,
        until: counts ? endFrom(purpose, event, event.at) : Infinity,
      })
    }
    if (isMark(event)) note(rows.get(event.grant_id), event, purpose)
  }
  if (deadline <= at && purpose.id !== 'legal.retention') return [false, null]
  const active = [...rows.values()].filter(
    ({ given, open, until }) =>
      open && until > at && (given.basis !== 'legitimate_interest' || testStands(purpose, tests, at)),
  )
  if (active.length === 0) return [false, null]
  const longest = Math.max(...active.map(({ until }) => until))
  return [true, longest === Infinity ? null : longest]
}

/** In their order; a telling covers whatever arrived at its own moment, in whichever order the two were noted. */
function asWritten(history: readonly HistoryEvent[]): HistoryEvent[] {
  const late = ({ kind }: HistoryEvent) => (kind === 'notice_told' ? 1 : 0)
  return [...history].sort((a, b) => a.at - b.at || late(a) - late(b))
}

function note(row: Row | undefined, mark: Mark, purpose: Purpose): void {
  if (!row) return
  if (mark.kind === 'accepted' || mark.kind === 'confirmed') {
    Object.assign(row, { open: true, until: endFrom(purpose, row.given, mark.at) })
  } else if (mark.kind === 'renewed') {
    const { term, silence } = purpose
    const rolls = silence !== undefined || ('after' in term && term.after === 'last_word')
    if (rolls) row.until = Math.max(row.until, endFrom(purpose, row.given, mark.at))
  } else {
    row.open = false
  }
}

function endFrom({ term, silence }: Purpose, given: Given, from: Instant): Instant {
  const months = silence?.months ?? ('months' in term ? term.months : Infinity)
  if ('until' in term && term.until === 'grant' && given.expires_at !== null) return given.expires_at
  return Math.min(given.expires_at ?? Infinity, months === Infinity ? Infinity : addMonths(from, months))
}
