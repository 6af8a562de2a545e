import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { toldOfWords } from '../../core/intake.ts'
import { command } from '../../gate/command.ts'
import { Intercepted } from '../consent/describe-intercepted.ts'
import { ErasureShape, erasureShape, Id } from './shapes.ts'

/**
 * Records an erasure and carries it out. The answer comes when it is recorded, from when on nobody sees the person;
 * the rest goes on, also after a crash.
 */
export const startErasure = command({
  name: 'erasure.start',
  summary:
    'Destroy what is held about a person; follow it at /erasures/{id}; the code is the one the plan showed',
  http: { method: 'POST', path: '/people/{id}/erasure', status: 202 },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({
    id: Id,
    reason: Type.Optional(Type.String({ maxLength: 500 })),
    code: Type.Optional(Type.String({ maxLength: 20 })),
  }),
  output: Type.Object({ ...ErasureShape.properties, intercepted: Intercepted }),
  mode: 'house',
  async run(gate, caller, { id, reason, code }, purpose) {
    if (!reason?.trim()) throw new Problem('reason_missing', { pointer: '/reason' })
    const erasure = await gate.run({ actor: caller, purpose }, (tx) =>
      tx.erasures.begin(id, reason.trim(), code ?? null),
    )
    gate.erasures.goOnSoon(erasure)
    return {
      ...erasureShape(await gate.erasures.read(erasure), await gate.registered()),
      intercepted: toldOfWords({ '/reason': reason }),
    }
  },
})
