import type { Gate } from '../gate/gate.ts'
import type { Job } from '../gate/jobs.ts'
import { Loop } from './loop.ts'
import { problemOf, traceOf } from './problem.ts'

/** Does one kind of job. It may be run again after a crash, so it has to be safe to repeat. */
export type JobHandler = (gate: Gate, job: Job) => Promise<void>

export interface JobsOptions {
  readonly gate: Gate
  readonly handlers: Readonly<Record<string, JobHandler>>
  readonly log: (trace: ReturnType<typeof traceOf>) => void
  /** Milliseconds between two looks at an empty queue. */
  readonly every?: number
  /** Seconds for which a job is held; a worker that lives renews it long before. */
  readonly hold?: number
}

const MOST_TRIES = 25
const MINUTE = 60_000

/**
 * Works the queue. A job whose server ended is taken up once its hold has run out, half a minute later. `stop` waits for
 * the job under way.
 */
export function workJobs({ gate, handlers, log, every = 1000, hold = 30 }: JobsOptions): Loop {
  const known = Object.keys(handlers)
  const work = async () => {
    if (known.length === 0) return false
    const job = await gate.jobs.take(known, hold)
    if (!job) return false
    const renewing = setInterval(
      () => void gate.jobs.hold(job.id, hold).catch(() => undefined),
      (hold * 1000) / 3,
    )
    try {
      await handlers[job.name]!(gate, job)
      await gate.jobs.done(job.id)
    } catch (error) {
      log(traceOf(error))
      if (job.attempts >= MOST_TRIES) await gate.jobs.done(job.id)
      else await gate.jobs.again(job.id, later(job.attempts), problemOf(error).code)
    } finally {
      clearInterval(renewing)
    }
    return true
  }
  return new Loop(work, { every, log }).start()
}

/** 2, 4, 8 … seconds, and no more than an hour. */
function later(attempts: number): Date {
  return new Date(Date.now() + Math.min(2 ** attempts * 1000, 60 * MINUTE))
}
