import { Type } from 'typebox'
import { command } from '../../gate/command.ts'

/** The newest signed head of the ledger, and the key by which it is checked. It says nothing about anybody. */
export const readCheckpoint = command({
  name: 'ledger.checkpoint',
  summary: 'The newest signed head of the ledger (C2SP tlog-checkpoint), and the key by which it is checked',
  http: { method: 'GET', path: '/ledger/checkpoint' },
  purpose: 'none',
  who: ['anyone'],
  input: Type.Object({}),
  output: Type.Object({ checkpoint: Type.String(), verifier_key: Type.String() }),
  mode: 'house',
  run: (gate) => gate.ledgerBook.head(),
})
