import { personLedger } from './person-ledger.ts'
import { proveLine } from './prove-line.ts'
import { readCheckpoint } from './read-checkpoint.ts'
import { recentEvents } from './recent-events.ts'

export const ledgerCommands = [personLedger, recentEvents, readCheckpoint, proveLine]
