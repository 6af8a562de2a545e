import type { Gate } from './gate.ts'
import { renewKeyringBackups } from './keyring-backup.ts'
import { turnEpoch, turnIsDue } from './keyring-epochs.ts'
import type { KeyringOptions } from './keyring-options.ts'
import { sweep, sweepIsDue, type SweepOptions } from './sweep.ts'

export interface UpkeepOptions extends SweepOptions {
  readonly gate: Gate
  readonly keyring: KeyringOptions
}

/**
 * What a running server does for the keyring and for what deleting leaves behind, once an hour: removes stray keys,
 * turns the epoch when it has ended, and sweeps once a day when something was erased.
 */
export async function upkeep(options: UpkeepOptions, now = new Date()): Promise<void> {
  const { gate, keyring } = options
  const failed: unknown[] = []
  const steps: (() => Promise<unknown>)[] = [
    () => gate.tidyKeys(),
    async () => {
      const due = await turnIsDue(keyring)
      // tokens first: the key that is dropped goes with the epoch it was wrapped in, and out of every backup
      await gate.turnTokens({ begin: due })
      if (due) await turnEpoch(keyring)
    },
    () => renewKeyringBackups(keyring),
    // at night, when nobody waits for a table that is written anew; by day what would miss its date
    async () => (await sweepIsDue(options.ownerUrl, now.getHours() === 3 ? 0 : 20)) && sweep(options),
  ]
  // a step that fails keeps none of the others; all are tried again the next time
  for (const step of steps) await step().catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw failed[0]
}
