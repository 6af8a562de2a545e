import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { command } from '../../gate/command.ts'
import { Id, Roles, StaffShape, staffShape } from './shapes.ts'

/** Gives a colleague other roles; what they may do changes at once. The last administrator stays one. */
export const changeStaff = command({
  name: 'staff.change',
  summary: 'Change the roles of a colleague; the last administrator stays one',
  http: { method: 'PATCH', path: '/staff/{id}' },
  purpose: 'none',
  who: ['staff'],
  roles: ['administrator'],
  input: Type.Object({ id: Id, roles: Roles }),
  output: StaffShape,
  mode: 'house',
  async run(gate, caller, { id, roles }) {
    await gate.staff.setRoles(caller, id, roles)
    const [member] = await gate.staff.members([id])
    if (!member) throw new Problem('not_found')
    return staffShape(member)
  },
})
