import type { Gate } from '../../gate/gate.ts'
import { SYSTEM } from '../../gate/token.ts'

const ERRAND = { actor: SYSTEM, purpose: 'rights.request' }
const AT_ONCE = 500

/**
 * Ends the grants of purposes that have ended, some people at a time; each of them finds it in the ledger. Safe to
 * repeat: what a crash left is ended by the next round.
 * @returns how many people it concerned
 */
export async function endGrants(gate: Gate): Promise<number> {
  let concerned = 0
  for (;;) {
    const found = await gate.run(ERRAND, async (tx) => {
      const open = await tx.registries.peopleOfEnded(AT_ONCE)
      if (open) await tx.registries.endGrants(open.purpose, open.people)
      return open
    })
    if (!found) return concerned
    concerned += found.people.length
  }
}
