import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { toldOfEvidence } from '../../core/intake.ts'
import { admitGrant } from './admit-grant.ts'
import { Grant, GrantInput, grantShape, Id } from './describe-grants.ts'
import { Intercepted } from './describe-intercepted.ts'

/** Gives a grant to a person who is seen for the purpose, or was found at the counter. */
export const giveGrant = command({
  name: 'consent.give',
  summary: 'Record a grant with its evidence; a consent to be sold to waits for its check',
  http: { method: 'POST', path: '/people/{id}/grants', status: 201 },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({ id: Id, ...GrantInput.properties }),
  output: Type.Object({ ...Grant.properties, intercepted: Intercepted }),
  mode: 'write',
  async run(tx, caller, { id, ...request }) {
    const by = { kind: 'staff', id: caller.id } as const
    const grant = admitGrant(tx.registered, request, by, await tx.grants.underAge(id))
    await tx.grants.give(id, grant)
    const given = { ...grant, confirmed: false, given_at: new Date(), by, marks: [] }
    return {
      ...grantShape(given, tx.registered, Date.now() + 1),
      intercepted: toldOfEvidence(request.evidence, '/evidence'),
    }
  },
})
