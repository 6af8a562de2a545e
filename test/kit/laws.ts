import { LAWS_OF_A_BANK, type Law } from '../../core/laws.ts'
import type { Gate } from '../../gate/gate.ts'
import type { Actor } from '../../gate/token.ts'

const purpose = 'analytics.aggregate'

/** Five years after the end of the contract: names, birth date, address. */
export const MONEY_LAUNDERING = LAWS_OF_A_BANK[0]!

/** Enters a law and has a second person sign it; from then on it counts. Returns its id. */
export async function inForce(
  gate: Gate,
  by: Actor,
  second: Actor,
  law: Omit<Law, 'id'> = MONEY_LAUNDERING,
): Promise<string> {
  const id = await gate.run({ actor: by, purpose }, (tx) => tx.registries.writeLaw(law))
  await gate.run({ actor: second, purpose }, (tx) => tx.registries.signLaw(id))
  await gate.registered(true)
  return id
}
