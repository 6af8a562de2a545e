import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { Grant, grantShape, Id } from './describe-grants.ts'

/** The history of a person's choices and grounds, newest first. */
export const listGrants = command({
  name: 'consent.list',
  summary: "A person's grants with their evidence and what happened to them",
  http: { method: 'GET', path: '/people/{id}/grants' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({ id: Id }),
  output: Type.Object({ items: Type.Array(Grant) }),
  mode: 'write',
  async run(tx, _caller, { id }) {
    await tx.grants.keyOf(id)
    const grants = await tx.grants.of(id)
    return { items: grants.map((grant) => grantShape(grant, tx.registered, Date.now())) }
  },
})
