import type { LedgerLine } from '../../shapes.ts'
import { groupOfKind } from './kinds.ts'

/** A line, and how many of the same stand right below each other. */
export interface Folded {
  readonly line: LedgerLine
  readonly times: number
}

/**
 * Looks that repeat themselves on one day are told once, at the newest of them, also where other looks stand between;
 * what changed something always stands by itself, and no look is told across it.
 */
export function fold(lines: readonly LedgerLine[]): Folded[] {
  const folded: { line: LedgerLine; times: number }[] = []
  let since = 0
  for (const line of lines) {
    const same = folded.slice(since).find((one) => isSameLook(one.line, line))
    if (same) same.times++
    else folded.push({ line, times: 1 })
    if (groupOfKind(line.kind) !== 'looks') since = folded.length
  }
  return folded
}

function isSameLook(a: LedgerLine, b: LedgerLine): boolean {
  return (
    groupOfKind(a.kind) === 'looks' &&
    a.kind === b.kind &&
    a.purpose === b.purpose &&
    a.sentence === b.sentence &&
    a.actor.name === b.actor.name &&
    a.fields?.join() === b.fields?.join() &&
    new Date(a.at).toDateString() === new Date(b.at).toDateString()
  )
}
