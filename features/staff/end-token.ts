import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { Id } from './shapes.ts'

/** Ends a token of one's own; within five seconds nothing opens by it any more. */
export const endToken = command({
  name: 'tokens.end',
  summary: 'End a token of yours',
  http: { method: 'DELETE', path: '/tokens/{id}' },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({ id: Id }),
  output: Type.Object({ id: Id }),
  mode: 'house',
  async run(gate, caller, { id }) {
    await gate.sessions.endToken(caller, id)
    return { id }
  },
})
