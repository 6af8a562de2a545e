import { readFileSync } from 'node:fs'

/**
 * Names one run of one process: its number and, where the system tells it, the moment it was born. A number
 * alone is used again by the system, after a restart of a container at once.
 */
export interface ProcessMark {
  readonly pid: number
  /** boot and start tick on Linux, `0` where the system does not tell */
  readonly born: string
}

/** The mark of this process. */
export function ownMark(): ProcessMark {
  return { pid: process.pid, born: birthOf(process.pid) ?? '0' }
}

/** Whether the process that made this mark still runs; a zombie does not. */
export function isAlive(mark: ProcessMark): boolean {
  const born = birthOf(mark.pid)
  if (born !== undefined && mark.born !== '0') return born === mark.born
  return pidAnswers(mark.pid)
}

/** Whether any process has this number now; a zombie does not count. */
export function pidAnswers(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  if (birthOf(pid) === 'zombie') return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, under another account
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** proc(5): field 3 of stat is the state, field 22 the start in clock ticks since the boot. */
function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return 'zombie'
    return `${bootMark()}x${fields[19]}`
  } catch {
    return undefined
  }
}

let boot: string | undefined

function bootMark(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8)
  return boot
}
