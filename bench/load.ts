/**
 * The load, in a process of its own so that it shares no event loop with a server. Closed loop: each of N connections
 * sends its next request when the last is answered, so a slower server is asked less, never queued upon. Told by its
 * parent what to run; answers with counts and times. Ends with its parent.
 */
import { isRight, listPath, type Loaded, type Operation, requestOf, supply, type Target } from './requests.ts'
import { type Connection, openConnection } from './wire.ts'

export interface Job {
  readonly target: Target
  readonly operation: Operation
  readonly connections: number
  readonly warmMs: number
  readonly measureMs: number
  readonly round: number
  readonly loaded: Loaded
}

export interface Measured {
  readonly perSecond: number
  /** milliseconds */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly count: number
  /** answers in all, those of the warm-up too */
  readonly answered: number
  readonly wrong: number
  /** the first wrong answer's status; its body may hold data and stays here */
  readonly wrongStatus: number | null
}

/** Pages of the list whose cursors are asked for at random. */
const PAGES = 40
/** Answers that are read whole and judged; the others are judged by their status. */
const JUDGED_EVERY = 50

const cursorsOf = new Map<string, string[]>()

async function run(job: Job): Promise<Measured> {
  const cursors = job.operation === 'list_50' ? await findCursors(job.target) : []
  const next = supply(job.target, job.operation, job.loaded, cursors, job.round)
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => openConnection(job.target.port)),
  )
  const begin = performance.now() + job.warmMs
  const end = begin + job.measureMs
  const times: number[] = []
  const wrong: number[] = []
  let all = 0
  const loop = async (connection: Connection): Promise<void> => {
    for (;;) {
      const sent = performance.now()
      if (sent >= end) return
      const { status, body } = await connection.send(next())
      const answered = performance.now()
      const judged = all++ % JUDGED_EVERY === 0 ? isRight(job.operation, status, body) : status < 300
      if (!judged) wrong.push(status)
      if (sent >= begin && answered <= end) times.push(answered - sent)
    }
  }
  await Promise.all(connections.map(loop))
  for (const connection of connections) connection.close()
  times.sort((a, b) => a - b)
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN
  return {
    perSecond: (times.length / job.measureMs) * 1000,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    count: times.length,
    answered: all,
    wrong: wrong.length,
    wrongStatus: wrong[0] ?? null,
  }
}

/** Walks the list once for each target: cursors are opaque, so they have to be handed out. */
async function findCursors(target: Target): Promise<string[]> {
  const key = `${target.kind} ${target.port}`
  const known = cursorsOf.get(key)
  if (known) return known
  const connection = await openConnection(target.port)
  const cursors: string[] = []
  for (let page = 0; page < PAGES; page++) {
    const { status, body } = await connection.send(requestOf(target, 'GET', listPath(target, cursors.at(-1))))
    if (status !== 200) throw new Error(`the list answers ${status}`)
    const { next } = JSON.parse(body.toString()) as { next: string | null }
    if (next === null) break
    cursors.push(next)
  }
  connection.close()
  // the last page may be short
  cursors.pop()
  cursorsOf.set(key, cursors)
  return cursors
}

process.on('message', (job: Job) => {
  run(job).then(
    (measured) => process.send?.({ measured }),
    (error: Error) => process.send?.({ failed: error.message }),
  )
})
process.once('disconnect', () => process.exit(0))
