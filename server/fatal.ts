import { placeOf, traceOf } from './problem.ts'

/**
 * What nobody caught ends the process, as it should, but its message may hold a value: only names, codes and places
 * are said. `stop` is given a moment to leave the databases in order.
 */
export function sayFatal(complain: (line: string) => void, stop: () => Promise<void>): void {
  process.once('uncaughtException', (error: unknown) => {
    complain(JSON.stringify({ level: 60, trace: traceOf(error), at: placeOf(error), msg: 'not caught' }))
    void leave(stop)
  })
}

async function leave(stop: () => Promise<void>): Promise<void> {
  setTimeout(() => process.exit(1), 10_000).unref()
  try {
    await stop()
  } finally {
    process.exit(1)
  }
}
