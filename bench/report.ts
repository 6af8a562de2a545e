/** The tables of a run, each figure beside what it has to be. */
import type { Imported, Moments, Starts } from './moments.ts'
import { type Operation, TITLES } from './requests.ts'
import { type Cell, figure, tableOf } from './table.ts'
import type { Comparison } from './throughput.ts'

export interface Results {
  readonly people: number
  readonly comparisons: readonly Comparison[]
  readonly starts: Starts | null
  readonly imported: Imported | null
  readonly moments: Moments | null
}

/** Share of the plain server's throughput that is to be reached at 16 connections. */
export const GOALS: Record<Operation, number> = {
  create: 0.35,
  by_id: 0.45,
  list_50: 0.45,
  search: 0.4,
  email: 0.45,
}
const GOAL_CONNECTIONS = 16
const GROWTH_GOAL = 1.3

export function print(results: readonly Results[]): void {
  for (const result of results) {
    console.log(throughput(result))
    console.log(latencies(result))
    const times = timesOf(result)
    if (times.length > 0) {
      console.log(tableOf(`Times at ${result.people} people`, ['what', 'measured', 'to be', ''], times))
    }
  }
  if (results.length > 1) console.log(growth(results))
}

function throughput({ people, comparisons }: Results): string {
  const heads = [
    'operation',
    'conn.',
    'plain/s',
    'own/s',
    'ratio',
    'to be',
    '',
    'plain cpu ms',
    'own',
    'ratio',
  ]
  const rows = comparisons.map(({ operation, connections, plain, goodfaith, ratio, cpuRatio }): Cell[] => {
    const goal = connections === GOAL_CONNECTIONS ? GOALS[operation] : null
    const verdict = goal === null || ratio === null ? '' : met(ratio >= goal)
    const rates = [plain.perSecond, goodfaith?.perSecond ?? null, ratio, goal, verdict]
    const cost = [plain.cpuMs, goodfaith?.cpuMs ?? null, cpuRatio]
    return [TITLES[operation], String(connections), ...rates, ...cost]
  })
  return tableOf(`Throughput at ${people} people, medians of the rounds`, heads, rows)
}

function latencies({ people, comparisons }: Results): string {
  const heads = ['operation', 'conn.', ...['p50', 'p95', 'p99'].flatMap((head) => [`plain ${head}`, 'own'])]
  const rows = comparisons.map(({ operation, connections, plain, goodfaith }): Cell[] => {
    const both = (['p50', 'p95', 'p99'] as const).flatMap((key) => [plain[key], goodfaith?.[key] ?? null])
    return [TITLES[operation], String(connections), ...both]
  })
  return tableOf(`Milliseconds for an answer at ${people} people`, heads, rows)
}

function timesOf({ comparisons, starts, imported, moments }: Results): Cell[][] {
  const rows: Cell[][] = []
  const single = comparisons.find(({ operation, connections }) => operation === 'by_id' && connections === 1)
  if (single?.goodfaith) {
    const cost = single.goodfaith.p50 - single.plain.p50
    rows.push([
      'a read by id at one connection takes longer by (durable ledger line and all)',
      `${figure(cost)} ms`,
      null,
      '',
    ])
  }
  if (starts) {
    rows.push(['first start', `${figure(starts.firstMs / 1000)} s`, '10 s', met(starts.firstMs <= 10_000)])
    rows.push(['later start', `${figure(starts.laterMs / 1000)} s`, '3 s', met(starts.laterMs <= 3_000)])
    const idle = Number.isNaN(starts.idleMegabytes) ? '' : met(starts.idleMegabytes < 200)
    rows.push(['idle memory of the server', `${figure(starts.idleMegabytes)} MB`, '200 MB', idle])
  }
  if (imported) {
    const { perSecond, megabytesBefore, megabytesFirstHalf, megabytesSecondHalf } = imported
    rows.push(['import', `${figure(perSecond)} people/s`, '2500', met(perSecond >= 2_500)])
    const memory = [megabytesBefore, megabytesFirstHalf, megabytesSecondHalf].map(figure).join(', ')
    const flat = megabytesSecondHalf <= megabytesFirstHalf * 1.25
    rows.push(['memory before the import, in its first and second half', `${memory} MB`, 'flat', met(flat)])
  }
  if (moments) {
    const { refused, withdrawals, withdrawalMs, erasureMs, erasedRows } = moments
    rows.push([
      'withdrawals refused in the next call',
      `${refused} of ${withdrawals}`,
      'all',
      met(refused === withdrawals),
    ])
    rows.push(['a withdrawal', `${figure(withdrawalMs)} ms`, null, ''])
    rows.push([
      `erasure done, ${erasedRows} rows`,
      `${figure(erasureMs)} ms`,
      '1000 ms',
      met(erasureMs <= 1_000),
    ])
  }
  return rows
}

/** Medians at each size beside those at the next smaller one. */
function growth(results: readonly Results[]): string {
  const sizes = [...results].sort((a, b) => a.people - b.people)
  const first = sizes[0]!
  const heads = ['median in ms', 'conn.', ...sizes.map(({ people }) => `${people}`), 'growth', 'to be', '']
  const rows = first.comparisons.flatMap(({ operation, connections, goodfaith }): Cell[][] =>
    (goodfaith ? (['plain', 'goodfaith'] as const) : (['plain'] as const)).map((side): Cell[] => {
      const medians = sizes.map(
        ({ comparisons }) =>
          comparisons.find((c) => c.operation === operation && c.connections === connections)?.[side]?.p50 ??
          NaN,
      )
      const worst = Math.max(...medians.slice(1).map((value, i) => value / medians[i]!))
      const goal = side === 'goodfaith' ? GROWTH_GOAL : null
      const verdict = goal === null ? '' : met(worst <= goal)
      return [`${TITLES[operation]}, ${side}`, String(connections), ...medians, worst, goal, verdict]
    }),
  )
  return tableOf('Medians by the number of people', heads, rows)
}

function met(is: boolean): string {
  return is ? 'met' : 'MISSED'
}
