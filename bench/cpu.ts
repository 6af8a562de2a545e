/**
 * How much of a processor a server took, its database's processes with it. Throughput says how fast a server was on a
 * machine that may have been busy with other things; this says what it cost, and hardly depends on them.
 */
import { readdir, readFile } from 'node:fs/promises'

/** Clock ticks of proc(5), one hundredth of a second on every Linux that Node.js supports. */
const TICK_MS = 10

/** Milliseconds of processor time that a process and the children of another have taken; NaN where none tells. */
export async function processorMs(server: number, postmaster: number): Promise<number> {
  const names = await readdir('/proc').catch(() => [])
  const pids = names.filter((name) => /^\d+$/.test(name))
  const times = await Promise.all(pids.map((pid) => timeOf(pid, server, postmaster)))
  return names.length === 0 ? NaN : times.reduce((sum, time) => sum + time, 0)
}

/** Fields 4 (parent), 14 and 15 (user and system time) of stat; 0 for a process that is neither, or that has gone. */
async function timeOf(pid: string, server: number, postmaster: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (Number(pid) !== server && Number(fields[1]) !== postmaster) return 0
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
