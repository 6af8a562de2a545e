import type { Holding } from '../gate/holdings.ts'
import { consentHoldings } from './consent/holdings.ts'
import { erasureHoldings, keptHoldings } from './erasure/holdings.ts'
import { importHoldings } from './imports/holdings.ts'
import { ledgerHoldings } from './ledger/holdings.ts'
import { personHolding, peopleHoldings } from './people/holdings.ts'
import { staffHoldings } from './staff/holdings.ts'
import { vaultHoldings } from './vault/holdings.ts'

/** Everything that is held, in the order in which an erasure destroys it; the record itself goes last. */
export const holdings: readonly Holding[] = [
  ...peopleHoldings,
  ...vaultHoldings,
  ...consentHoldings,
  ...ledgerHoldings,
  ...importHoldings,
  ...staffHoldings,
  ...keptHoldings,
  personHolding,
  ...erasureHoldings,
]
