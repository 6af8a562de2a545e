import type { Erasure, Kept } from '../shapes.ts'

/** What stays because a contract needs it, and what a law makes us keep: two reasons, two ends. */
export function byReason(kept: readonly Kept[]): { contracts: readonly Kept[]; laws: readonly Kept[] } {
  const contracts = kept.filter(({ basis }) => basis === 'contract')
  return { contracts, laws: kept.filter((one) => !contracts.includes(one)) }
}

/** True where someone has left and a contract with them still stands: nothing goes on until it ends. */
export function waitsForContract({ state, kept }: Pick<Erasure, 'state' | 'kept'>): boolean {
  return state === 'recorded' && byReason(kept).contracts.length > 0
}

/** What the contract is for, by the name of its purpose. */
export function contractOf({ law }: Pick<Kept, 'law'>): string {
  return law.replace(/^contract: /, '')
}
