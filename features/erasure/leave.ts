import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { PlanShape, planShape } from './plan-erasure.ts'
import { ErasureShape, erasureShape } from './shapes.ts'

/** What would be destroyed if the person who asks left. */
export const planLeaving = command({
  name: 'erasure.plan-leaving',
  summary: 'What would be destroyed, kept and told if you left; with the code that confirms it',
  http: { method: 'GET', path: '/me/erasure-plan' },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({}),
  output: PlanShape,
  mode: 'write',
  run: async (tx, caller) => planShape(await tx.erasures.plan(caller.id), tx.registered),
})

/** The person leaves: everything is destroyed. They need give no reason. */
export const leave = command({
  name: 'erasure.leave',
  summary: 'Leave: destroy everything that is held about you; keep the id, it leads to the receipt',
  http: { method: 'POST', path: '/me/erasure', status: 202 },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({
    code: Type.String({ minLength: 1, maxLength: 20 }),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  output: ErasureShape,
  mode: 'house',
  async run(gate, caller, { code, reason }, purpose) {
    const erasure = await gate.run({ actor: caller, purpose }, (tx) =>
      tx.erasures.begin(caller.id, reason?.trim() ?? '', code),
    )
    gate.erasures.goOnSoon(erasure)
    return erasureShape(await gate.erasures.read(erasure), await gate.registered())
  },
})
