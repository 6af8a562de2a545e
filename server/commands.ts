import { consentCommands } from '../features/consent/feature.ts'
import { erasureCommands } from '../features/erasure/feature.ts'
import { holdings } from '../features/holdings.ts'
import { importCommands } from '../features/imports/feature.ts'
import { ledgerCommands } from '../features/ledger/feature.ts'
import { peopleCommands } from '../features/people/feature.ts'
import { reportCommands } from '../features/reports/feature.ts'
import { requestCommands } from '../features/requests/feature.ts'
import { staffCommands } from '../features/staff/feature.ts'
import { vaultCommands } from '../features/vault/feature.ts'
import type { Command } from '../gate/command.ts'

/**
 * A command whatever its schemas. Each was checked where it was declared; here input is what its own schema let
 * through, so that nothing is lost by forgetting the types.
 */
export type AnyCommand = Command

/** Every command of the house: each becomes a route, a line of the OpenAPI document, and a tool. */
export const commands = [
  ...staffCommands,
  ...consentCommands,
  ...peopleCommands,
  ...vaultCommands,
  ...importCommands,
  ...ledgerCommands,
  ...erasureCommands,
  ...requestCommands,
  ...reportCommands(holdings),
] as unknown as readonly AnyCommand[]
