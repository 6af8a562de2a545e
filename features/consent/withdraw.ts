import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { Id } from './describe-grants.ts'

/** Ends one purpose or all of them; the next call is refused. */
export const withdraw = command({
  name: 'consent.withdraw',
  summary: 'Withdraw every open grant of a purpose, or of all purposes ("all")',
  http: { method: 'POST', path: '/people/{id}/withdrawals', status: 201 },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({ id: Id, purpose: Type.String({ minLength: 1, maxLength: 100 }) }),
  output: Type.Object({ purpose: Type.String(), withdrawn: Type.Integer() }),
  mode: 'once',
  async run(tx, _caller, { id, purpose }) {
    return { purpose, withdrawn: await tx.grants.withdraw(id, purpose) }
  },
})
