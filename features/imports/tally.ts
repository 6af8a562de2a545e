import type { ConcludedRow } from './conclude-row.ts'
import type { Channel } from './mapping-targets.ts'
import type { RowProblem } from './report-codes.ts'

export interface Counts {
  readonly rows: number
  /** rows = importable + rejected, always. */
  readonly importable: number
  readonly rejected: number
  /** Importable rows whose e-mail address an earlier importable row has; they are among the importable. */
  readonly duplicates: number
  /** False where there were more addresses than are remembered; the import itself finds every duplicate. */
  readonly duplicatesComplete: boolean
  readonly optOuts: Readonly<Record<Channel, number>>
  /** How often each code was reported. */
  readonly codes: ReadonlyMap<RowProblem['code'], number>
}

/** Addresses remembered to tell duplicates: some 40 MB of hashes at most, never the addresses themselves. */
const REMEMBERED = 1_000_000

/** Counts what rows come to, in bounded memory. */
export function createTally(remembered = REMEMBERED) {
  const seen = new Set<number>()
  const seed = Math.floor(Math.random() * 2 ** 32)
  const codes = new Map<RowProblem['code'], number>()
  const optOuts: Record<Channel, number> = { email: 0, sms: 0, phone: 0, post: 0, all: 0 }
  let [rows, importable, duplicates, complete] = [0, 0, 0, true]

  function isDuplicate(email: string | undefined): boolean {
    if (email === undefined) return false
    const hash = hash53(email, seed)
    if (seen.has(hash)) return true
    if (seen.size < remembered) seen.add(hash)
    else complete = false
    return false
  }

  return {
    /** Counts a row; tells whether an earlier one has the same e-mail address. */
    add(row: ConcludedRow): { readonly duplicate: boolean } {
      rows += 1
      for (const { code } of row.problems) codes.set(code, (codes.get(code) ?? 0) + 1)
      for (const channel of row.optOuts) optOuts[channel] += 1
      if (row.outcome === 'rejected') return { duplicate: false }
      importable += 1
      const duplicate = isDuplicate(row.matches.email)
      if (duplicate) duplicates += 1
      return { duplicate }
    },
    counts(): Counts {
      const rejected = rows - importable
      return { rows, importable, rejected, duplicates, duplicatesComplete: complete, optOuts, codes }
    },
  }
}

/** 53 bits of a text (two FNV-like lanes, mixed as MurmurHash3 does): among a million, a false hit is 1 in 18,000. */
function hash53(text: string, seed: number): number {
  let low = 0xdeadbeef ^ seed
  let high = 0x41c6ce57 ^ seed
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    low = Math.imul(low ^ code, 2654435761)
    high = Math.imul(high ^ code, 1597334677)
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  return 4294967296 * (2097151 & high) + (low >>> 0)
}
