import { Type } from 'typebox'
import { command } from '../../gate/command.ts'

const Id = Type.String({ format: 'uuid' })

/** A second person's word on what a colleague wants to open; never one's own. */
export const decideApproval = command({
  name: 'vault.decide-approval',
  summary: 'Let a colleague open what they asked for, or not; after POST /session/fresh, never your own',
  http: { method: 'POST', path: '/approvals/{id}/decision' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({ id: Id, decision: Type.Union([Type.Literal('approve'), Type.Literal('refuse')]) }),
  output: Type.Object({ id: Id, state: Type.String() }),
  mode: 'house',
  async run(gate, caller, { id, decision }, purpose) {
    const verdict = decision === 'approve' ? 'approved' : 'refused'
    await gate.approvals.decide({ ...caller, session: caller.session ?? null }, purpose, id, verdict)
    return { id, state: verdict }
  },
})
