import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { keptSentence } from '../consent/list-purposes.ts'

/** How this organisation uses what it is told: computed from the registries, never typed. */
export const statement = command({
  name: 'requests.statement',
  summary: 'What this organisation uses data for, on what ground, how long, and whom it shares with',
  http: { method: 'GET', path: '/public/statement' },
  purpose: 'none',
  who: ['anyone'],
  input: Type.Object({}),
  output: Type.Object({
    organisation: Type.String(),
    purposes: Type.Array(
      Type.Object({
        id: Type.String(),
        title: Type.String(),
        says: Type.String(),
        bases: Type.Array(Type.String()),
        kept: Type.String(),
      }),
    ),
    recipients: Type.Array(Type.Object({ name: Type.String() })),
    sold: Type.Literal('none'),
  }),
  mode: 'house',
  async run(gate) {
    const { organisation, purposes } = await gate.registered()
    const used = purposes.filter(({ kind }) => kind === 'granted' || kind === 'by_law')
    return {
      organisation: organisation?.name ?? 'This organisation',
      purposes: used.map((purpose) => ({
        id: purpose.id,
        title: purpose.title,
        says: purpose.says,
        bases: [...purpose.bases],
        kept: keptSentence(purpose),
      })),
      recipients: [],
      sold: 'none' as const,
    }
  },
})
