/** Rounds of load, one server after the other in each round, so that the machine's noise hits both alike. */
import type { ChildProcess } from 'node:child_process'
import { messageFrom, startFile, stop } from './children.ts'
import { processorMs } from './cpu.ts'
import type { Job, Measured } from './load.ts'
import type { Loaded, Operation, Target } from './requests.ts'

export interface Side {
  readonly target: Target
  readonly loaded: Loaded
  /** of the server and of the PostgreSQL it works on */
  readonly pid: number
  readonly postmaster: number
}

export interface Plan {
  readonly operations: readonly Operation[]
  readonly connections: readonly number[]
  readonly rounds: number
  readonly seconds: number
}

/** What one server did in one operation: the medians over its rounds. */
export interface Figures {
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** processor time for one request, of the server and its database, in milliseconds; NaN where the system hides it */
  readonly cpuMs: number
}

type Round = Measured & Figures

export interface Comparison {
  readonly operation: Operation
  readonly connections: number
  readonly plain: Figures
  readonly goodfaith: Figures | null
  /** median over the rounds of Goodfaith's throughput by the plain server's of the same round */
  readonly ratio: number | null
  /** the plain server's processor time for a request by Goodfaith's: what the ratio is on a machine with nothing else to do */
  readonly cpuRatio: number | null
}

export class WrongAnswers extends Error {}

/** Long enough that both servers' code is compiled: half as long, the one with more of it was measured warming up. */
const WARM_MS = 3_000

/** Measures every operation at every number of connections. Throws WrongAnswers when a server answers amiss. */
export async function compare(
  sides: { plain: Side; goodfaith: Side | null },
  plan: Plan,
  say: (line: string) => void,
): Promise<Comparison[]> {
  const load = startFile('load.ts')
  const comparisons: Comparison[] = []
  // each round makes people of its own, whatever was made before
  let round = Math.floor(Date.now() / 1000) % 1_000_000
  try {
    for (const connections of plan.connections) {
      for (const operation of plan.operations) {
        const rounds: { plain: Round; goodfaith: Round | null }[] = []
        for (let i = 0; i < plan.rounds; i++) {
          round++
          const job = { operation, connections, warmMs: WARM_MS, measureMs: plan.seconds * 1000, round }
          const plain = await measure(load, job, sides.plain)
          const goodfaith = sides.goodfaith && (await measure(load, job, sides.goodfaith))
          rounds.push({ plain, goodfaith })
        }
        const comparison = summed(operation, connections, rounds)
        say(lineOf(comparison))
        comparisons.push(comparison)
      }
    }
  } finally {
    await stop(load)
  }
  return comparisons
}

/** The middle value; the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

async function measure(
  load: ChildProcess,
  what: Omit<Job, 'target' | 'loaded'>,
  { target, loaded, pid, postmaster }: Side,
): Promise<Round> {
  const before = await processorMs(pid, postmaster)
  load.send({ ...what, target, loaded } satisfies Job)
  const { measured, failed } = await messageFrom<{ measured?: Measured; failed?: string }>(load)
  const at = `${target.kind}, ${what.operation}, ${what.connections} connections`
  if (!measured) throw new WrongAnswers(`${at}: ${failed}`)
  const { wrong, wrongStatus, count, answered } = measured
  if (wrong > 0 || count === 0) {
    throw new WrongAnswers(
      `${at}: ${wrong} of ${count} answers were not what was asked (status ${wrongStatus})`,
    )
  }
  const spent = (await processorMs(pid, postmaster)) - before
  // a database connection that ended meanwhile took its time with it
  return { ...measured, cpuMs: spent > 0 ? spent / answered : NaN }
}

function summed(
  operation: Operation,
  connections: number,
  rounds: { plain: Round; goodfaith: Round | null }[],
): Comparison {
  const pairs = rounds.flatMap(({ plain, goodfaith }) => (goodfaith ? [{ plain, goodfaith }] : []))
  const both = pairs.length > 0
  return {
    operation,
    connections,
    plain: figuresOf(rounds.map(({ plain }) => plain)),
    goodfaith: both ? figuresOf(pairs.map(({ goodfaith }) => goodfaith)) : null,
    ratio: both ? median(pairs.map(({ plain, goodfaith }) => goodfaith.perSecond / plain.perSecond)) : null,
    cpuRatio: both ? median(pairs.map(({ plain, goodfaith }) => plain.cpuMs / goodfaith.cpuMs)) : null,
  }
}

function figuresOf(rounds: readonly Round[]): Figures {
  const of = (key: keyof Figures): number => median(rounds.map((round) => round[key]))
  return { perSecond: of('perSecond'), p50: of('p50'), p95: of('p95'), p99: of('p99'), cpuMs: of('cpuMs') }
}

function lineOf({ operation, connections, plain, goodfaith, ratio }: Comparison): string {
  const cost = ({ perSecond, cpuMs }: Figures): string =>
    `${perSecond.toFixed(0)}/s (${cpuMs.toFixed(2)} ms cpu)`
  const own = goodfaith ? `, goodfaith ${cost(goodfaith)}, ratio ${ratio?.toFixed(2)}` : ''
  return `${operation} at ${connections}: plain ${cost(plain)}${own}`
}
