import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { StaffShape, staffShape } from './shapes.ts'

/** Who works here. */
export const listStaff = command({
  name: 'staff.list',
  summary: 'Who works here, with their roles',
  http: { method: 'GET', path: '/staff' },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(StaffShape), next: Type.Null() }),
  mode: 'house',
  async run(gate) {
    const members = await gate.staff.members()
    return { items: members.filter((member) => member.left_at === null).map(staffShape), next: null }
  },
})
