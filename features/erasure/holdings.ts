import type { Holding } from '../../gate/holdings.ts'

export const erasureHoldings: readonly Holding[] = [
  {
    table: 'erasures',
    title: 'records of erasures',
    person: 'person_id',
    // the person's id leaves it with the last of their rows; what stays is what the receipt says
    fate: 'unlinked',
    purpose: 'rights.request',
    retention: '36 months',
    columns: {
      erasure_id: 'none',
      person_id: 'id',
      state: 'none',
      code: 'none',
      planned_at: 'none',
      asked_at: 'none',
      by_kind: 'none',
      by_id: 'staff',
      suppressed: 'blind',
      key_hashes: 'trace',
      salt: 'trace',
      commitment: 'trace',
      key_gone_at: 'none',
      rows_gone_at: 'none',
      holdings: 'none',
      receipt: 'none',
      done_at: 'none',
    },
  },
]
