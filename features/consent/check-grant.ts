import { Type } from 'typebox'
import { toldOfWords } from '../../core/intake.ts'
import { command } from '../../gate/command.ts'
import { Id } from './describe-grants.ts'
import { Intercepted } from './describe-intercepted.ts'

/** A second person looks at the document of a waiting grant and counts it, or does not. */
export const checkGrant = command({
  name: 'consent.check',
  summary: 'Accept or refuse a waiting grant; never one of your own',
  http: { method: 'POST', path: '/people/{id}/grants/{grant_id}/check' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({
    id: Id,
    grant_id: Id,
    decision: Type.Union([Type.Literal('accept'), Type.Literal('refuse')]),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  }),
  output: Type.Object({ id: Id, state: Type.String(), intercepted: Intercepted }),
  mode: 'write',
  async run(tx, _caller, { id, grant_id, decision, reason }) {
    const verdict = decision === 'accept' ? 'accepted' : 'refused'
    await tx.grants.check(id, grant_id, verdict, reason)
    const state = verdict === 'accepted' ? 'active' : 'refused'
    return { id: grant_id, state, intercepted: toldOfWords({ '/reason': reason }) }
  },
})
