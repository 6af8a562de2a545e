import { Type, type Static } from 'typebox'
import { command } from '../../gate/command.ts'
import type { ErasurePlan } from '../../gate/erasures.ts'
import { findPurpose } from '../../core/purposes.ts'
import type { Registered } from '../../gate/registry.ts'
import { KeptItem, keptShape } from '../consent/describe-kept.ts'
import { HoldingCount, Id } from './shapes.ts'

export const PlanShape = Type.Object({
  erasure_id: Id,
  code: Type.String(),
  holdings: Type.Array(HoldingCount),
  /** What stays, under which law or contract, until when. */
  kept: Type.Array(KeptItem),
  /** Purposes that end at once. */
  ends: Type.Array(Type.Object({ purpose: Type.String(), title: Type.String() })),
  /** Contracts that stand: what they need, and the key with it, goes when they end. */
  contracts: Type.Array(
    Type.Object({
      purpose: Type.String(),
      title: Type.String(),
      until: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  /** After this day no old copy of the keyring opens; null while a contract keeps the key. */
  key_epoch_ends: Type.Union([Type.String(), Type.Null()]),
  recipients: Type.Array(Type.Object({ name: Type.String() })),
})

/** What would be destroyed, before it is; with the address of the receipt and the code to type. */
export const planErasure = command({
  name: 'erasure.plan',
  summary: 'What an erasure would destroy, keep and tell; with the code that confirms it',
  http: { method: 'GET', path: '/people/{id}/erasure-plan' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({ id: Id }),
  output: PlanShape,
  mode: 'write',
  async run(tx, _caller, { id }) {
    return planShape(await tx.erasures.plan(id), tx.registered)
  },
})

export function planShape(plan: ErasurePlan, registered: Registered): Static<typeof PlanShape> {
  const { kept, contracts, ends } = plan.about
  const titled = (purpose: string) => ({
    purpose,
    title: findPurpose(purpose, registered.purposes)?.title ?? purpose,
  })
  return {
    erasure_id: plan.id,
    code: plan.code,
    holdings: plan.holdings.filter(({ count }) => count > 0).map((each) => ({ ...each })),
    kept: keptShape(kept, contracts, registered),
    ends: ends.map(titled),
    contracts: contracts.map(({ purpose, until }) => ({
      ...titled(purpose),
      until: until === null ? null : new Date(until).toISOString(),
    })),
    key_epoch_ends: plan.key_epoch_ends?.toISOString() ?? null,
    recipients: [],
  }
}
