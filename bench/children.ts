/** Processes that a run starts; each is ended by its own id, and none outlives the run. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const started = new Set<ChildProcess>()

/** Starts a TypeScript file of this folder as a process with a channel to this one. */
export function startFile(file: string, env: Record<string, string> = {}): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url))
  return keep(fork(path, [], { execArgv: ['--import', 'tsx'], env: { ...process.env, ...env } }))
}

/** Has this process end a child when it ends itself. */
export function keep(child: ChildProcess): ChildProcess {
  started.add(child)
  child.once('exit', () => started.delete(child))
  return child
}

/** The next message of a child; rejects when it ends instead. */
export async function messageFrom<T>(child: ChildProcess): Promise<T> {
  const gone = new AbortController()
  const ended = once(child, 'exit', { signal: gone.signal }).then(([code]: unknown[]) => {
    throw new Error(`a process of the benchmark ended early (${code})`)
  })
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal: gone.signal }), ended])) as [T]
    return message
  } finally {
    gone.abort()
    ended.catch(() => undefined)
  }
}

/** Ends a child and waits for it; gives it `patienceMs` before it is killed. */
export async function stop(child: ChildProcess, patienceMs = 20_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const killer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await ended
  clearTimeout(killer)
}

/** Ends whatever still runs; for the end of a run, however it comes. */
export async function stopAll(): Promise<void> {
  await Promise.all([...started].map((child) => stop(child)))
}

/** Resident memory of a process in megabytes, where the system tells it (proc(5)); NaN elsewhere. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) / 1024
}

process.once('exit', () => {
  for (const child of started) child.kill('SIGKILL')
})
