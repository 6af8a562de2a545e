import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { fieldNames, Id } from './describe-people.ts'

/** The values that a field has had, newest first, each with its source. */
export const fieldHistory = command({
  name: 'people.history',
  summary: 'Earlier values of a field with their sources, newest first',
  http: { method: 'GET', path: '/people/{id}/history' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({ id: Id, field: Type.String({ maxLength: 60 }) }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        value: Type.Union([Type.String(), Type.Null()]),
        source: Type.Object({
          kind: Type.String(),
          detail: Type.String(),
          notice: Type.Union([Type.String(), Type.Null()]),
          collected_at: Type.String(),
          recorded_at: Type.String(),
        }),
      }),
    ),
  }),
  mode: 'read',
  async run(rd, _caller, { id, field }) {
    const [name] = fieldNames([field], '/field')
    const held = (await rd.people.byId(id, [name!])).fields[name!]
    if (!held || 'withheld' in held) return { items: [] }
    return { items: [{ value: held.value, source: held.source }, ...held.earlier] }
  },
})
