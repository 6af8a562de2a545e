import type { Holding } from '../../gate/holdings.ts'
import { dataMap, recordOfProcessing } from './data-map.ts'

/** Reports computed from what is held; the list of all holdings is handed in from above. */
export function reportCommands(holdings: readonly Holding[]) {
  return [dataMap(holdings), recordOfProcessing(holdings)]
}
