import { toBase64, type Checkpoint } from '../../core/checkpoint.ts'
import { Refused, ask } from '../api.ts'
import type { LedgerLine } from '../shapes.ts'
import { checkLine, type SentProof } from './proof.ts'

/** How the check of some lines went. `young` lines wait for the next signature, `unread` could not be fetched. */
export interface Outcome {
  readonly in: number
  readonly not: number
  readonly young: number
  readonly unread: number
  readonly cannot: boolean
  readonly head: { readonly origin: string; readonly size: number; readonly root: string } | null
  /** What the book says about itself against what this browser remembers of it. */
  readonly book: 'grew' | 'shrunk' | 'rewritten'
}

const AT_ONCE = 4
const YOUNG_MS = 3_600_000

/**
 * Fetches and checks the proof of each line, a few at a time.
 * @param step is told after each how many are done
 */
export async function checkLines(
  personId: string,
  lines: readonly LedgerLine[],
  step: (done: number) => void,
): Promise<Outcome> {
  const found = { in: 0, not: 0, young: 0, unread: 0, cannot: 0 }
  const seen: { head: Checkpoint | null } = { head: null }
  let done = 0
  const left = [...lines]
  const worker = async () => {
    for (let line = left.pop(); line; line = left.pop()) {
      const verdict = await one(personId, line)
      found[verdict.is]++
      if (verdict.is === 'in' && verdict.checkpoint.size > (seen.head?.size ?? -1))
        seen.head = verdict.checkpoint
      step(++done)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const head = seen.head && { ...seen.head, root: toBase64(seen.head.root) }
  return { ...found, cannot: found.cannot > 0, head, book: head ? compareBook(head) : 'grew' }
}

type Found = Awaited<ReturnType<typeof checkLine>> | { is: 'young' } | { is: 'unread' }

async function one(personId: string, line: LedgerLine): Promise<Found> {
  try {
    const sent = await ask<SentProof>(`/me/ledger/proof?event_id=${encodeURIComponent(line.event_id)}`)
    return await checkLine(personId, line, sent)
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) return { is: 'unread' }
    // The ledger is signed every few minutes. What is older and still not in it is missing.
    return { is: Date.now() - new Date(line.at).getTime() < YOUNG_MS ? 'young' : 'not' }
  }
}

const REMEMBERED = 'ledger-head'

/**
 * Remembers the largest head seen in this browser (nothing about a person), and tells when a later one contradicts
 * it: a book that nobody can rewrite only grows.
 */
function compareBook(head: { origin: string; size: number; root: string }): Outcome['book'] {
  try {
    const before: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null')
    if (isHead(before) && before.origin === head.origin) {
      if (head.size < before.size) return 'shrunk'
      if (head.size === before.size && head.root !== before.root) return 'rewritten'
    }
    localStorage.setItem(REMEMBERED, JSON.stringify(head))
  } catch {
    // without storage there is nothing to compare with
  }
  return 'grew'
}

function isHead(value: unknown): value is { origin: string; size: number; root: string } {
  return (
    typeof value === 'object' && value !== null && 'origin' in value && 'size' in value && 'root' in value
  )
}
