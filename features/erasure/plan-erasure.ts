import { Type, type Static } from 'typebox'
import { command } from '../../gate/command.ts'
import type { ErasurePlan } from '../../gate/erasures.ts'
import { HoldingCount, Id, Kept } from './shapes.ts'

export const PlanShape = Type.Object({
  erasure_id: Id,
  code: Type.String(),
  holdings: Type.Array(HoldingCount),
  kept: Type.Array(Kept),
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
    return planShape(await tx.erasures.plan(id))
  },
})

export function planShape(plan: ErasurePlan): Static<typeof PlanShape> {
  const holdings = plan.holdings.filter(({ count }) => count > 0).map((each) => ({ ...each }))
  return { erasure_id: plan.id, code: plan.code, holdings, kept: [], recipients: [] }
}
