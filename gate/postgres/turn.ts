import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '../../core/errors.ts'
import { isAlive, ownMark, type ProcessMark } from './alive.ts'

/**
 * Runs `work` while no other process (nor another call in this one) runs under the same folder: Lamport's bakery
 * algorithm (CACM 17/8, 1974) on files. A lock file alone would need a way to take over a dead owner's, and
 * there two can take it over at once; here each has a file of its own name, so what the dead left behind is
 * simply removed.
 *
 * @param folder made when missing; belongs to the turns alone
 * @param waitMs how long to wait for the others
 * @throws Problem `not_configured` when the others are not done in time
 */
export async function inTurn<T>(folder: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const ticket = await drawTicket(folder)
  try {
    await waitForTurn(folder, ticket, Date.now() + waitMs)
    return await work()
  } finally {
    await rm(join(folder, nameOf(ticket)), { force: true })
  }
}

interface Ticket {
  /** null while its number is being chosen */
  readonly number: number | null
  readonly mark: ProcessMark
  readonly nonce: string
}

function nameOf(ticket: Ticket): string {
  const who = `${ticket.mark.pid}-${ticket.mark.born}-${ticket.nonce}`
  return ticket.number === null ? `choosing-${who}` : `turn-${ticket.number}-${who}`
}

function parse(name: string): Ticket | undefined {
  const match = /^(?:choosing|turn-(\d+))-(\d+)-([0-9a-z]+)-([0-9a-f]+)$/.exec(name)
  if (!match) return undefined
  const number = match[1] === undefined ? null : Number(match[1])
  return { number, mark: { pid: Number(match[2]), born: match[3]! }, nonce: match[4]! }
}

async function drawTicket(folder: string): Promise<Ticket> {
  const choosing: Ticket = { number: null, mark: ownMark(), nonce: randomBytes(8).toString('hex') }
  await writeFile(join(folder, nameOf(choosing)), '', { flag: 'wx', mode: 0o600 })
  try {
    const numbers = (await readdir(folder)).map((name) => parse(name)?.number ?? 0)
    const ticket = { ...choosing, number: 1 + Math.max(0, ...numbers) }
    await writeFile(join(folder, nameOf(ticket)), '', { flag: 'wx', mode: 0o600 })
    return ticket
  } finally {
    await rm(join(folder, nameOf(choosing)), { force: true })
  }
}

async function waitForTurn(folder: string, own: Ticket, deadline: number): Promise<void> {
  for (;;) {
    // two listings, in this order: whoever has chosen before the first is seen with their number in the second
    const choosing = (await othersAlive(folder, own)).some((other) => other.number === null)
    const before = choosing || (await othersAlive(folder, own)).some((other) => precedes(other, own))
    if (!before) return
    if (Date.now() > deadline) {
      throw new Problem('not_configured', {
        detail: 'another process has been starting or stopping the embedded database for too long',
      })
    }
    await sleep(20)
  }
}

function precedes(other: Ticket, own: Ticket): boolean {
  if (other.number === null || own.number === null) return false
  return other.number < own.number || (other.number === own.number && other.nonce < own.nonce)
}

async function othersAlive(folder: string, own: Ticket): Promise<Ticket[]> {
  const alive: Ticket[] = []
  for (const name of await readdir(folder)) {
    const ticket = parse(name)
    if (!ticket || ticket.nonce === own.nonce) continue
    if (isAlive(ticket.mark)) alive.push(ticket)
    else await rm(join(folder, name), { force: true })
  }
  return alive
}
