import { placeOf, traceOf } from './problem.ts'

/** A server that will not stop must not keep a process that cannot go on. */
const PATIENCE = 60_000

/**
 * What nobody caught ends the process, as it should: what is in memory can no longer be trusted, and what was under way
 * is mended at the next start. Its message may hold a value: only names, codes and places are said.
 * @param abandon leaves the databases; an embedded server that nobody else uses has ended once it resolves
 */
export function sayFatal(complain: (line: string) => void, abandon: () => Promise<void>): void {
  let leaving = false
  process.on('uncaughtException', (error: unknown) => {
    // what else fails on the way out is a consequence
    if (leaving) return
    leaving = true
    complain(JSON.stringify({ level: 60, trace: traceOf(error), at: placeOf(error), msg: 'not caught' }))
    void leave(abandon)
  })
}

async function leave(abandon: () => Promise<void>): Promise<void> {
  setTimeout(() => process.exit(1), PATIENCE).unref()
  try {
    await abandon()
  } finally {
    process.exit(1)
  }
}
