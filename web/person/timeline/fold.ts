import type { LedgerLine } from '../../shapes.ts'
import { groupOfKind } from './kinds.ts'

/** A line, and how many of the same stand right below each other. */
export interface Folded {
  readonly line: LedgerLine
  readonly times: number
}

/** Looks that repeat themselves on one day are told once; what changed something always stands by itself. */
export function fold(lines: readonly LedgerLine[]): Folded[] {
  const folded: { line: LedgerLine; times: number }[] = []
  for (const line of lines) {
    const last = folded.at(-1)
    if (last && isSameLook(last.line, line)) last.times++
    else folded.push({ line, times: 1 })
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
