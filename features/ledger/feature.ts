import { personLedger } from './person-ledger.ts'
import { recentEvents } from './recent-events.ts'

export const ledgerCommands = [personLedger, recentEvents]
