import { Type } from 'typebox'
import { command } from '../../gate/command.ts'

const Bytes = Type.String()

/** All that a browser needs to find one line about its person in the ledger, without believing us. */
export const proveLine = command({
  name: 'ledger.prove-line',
  summary:
    'The proof that a line about you is in the ledger: its bytes, your link, the path up to a signed head',
  http: { method: 'GET', path: '/me/ledger/proof' },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({ event_id: Type.String({ format: 'uuid' }) }),
  output: Type.Object({
    entry: Bytes,
    link: Type.Object({ salt: Bytes, index: Type.Integer(), path: Type.Array(Bytes) }),
    inclusion: Type.Object({ index: Type.Integer(), size: Type.Integer(), path: Type.Array(Bytes) }),
    checkpoint: Type.String(),
    key: Type.String(),
  }),
  mode: 'write',
  // a line of somebody else, one that is none and one that waits for the next head: alike
  run: (tx, caller, { event_id }) => tx.lines.proof(caller.id, event_id),
})
