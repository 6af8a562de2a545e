import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { ErasureShape, erasureShape, Id } from './shapes.ts'

/** An erasure, for whoever holds its id; readable after the person is gone. */
export const readErasure = command({
  name: 'erasure.read',
  summary: 'How far an erasure is, and its receipt when it is done; the id is all that is needed',
  http: { method: 'GET', path: '/erasures/{id}' },
  purpose: 'none',
  who: ['anyone'],
  input: Type.Object({ id: Id }),
  output: ErasureShape,
  mode: 'house',
  async run(gate, _caller, { id }) {
    return erasureShape(await gate.erasures.read(id), await gate.registered())
  },
})
