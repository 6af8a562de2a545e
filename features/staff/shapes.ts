import { Type, type Static } from 'typebox'
import { ROLES } from '../../core/purposes.ts'
import type { Member } from '../../gate/staff.ts'

export const Id = Type.String({ format: 'uuid' })

export const RoleShape = Type.Union(ROLES.map((role) => Type.Literal(role)))
export const Roles = Type.Array(RoleShape, { minItems: 1, maxItems: ROLES.length, uniqueItems: true })

export const StaffShape = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  roles: Type.Array(Type.String()),
  created_at: Type.Union([Type.String(), Type.Null()]),
  /** Whether they have chosen a password yet. */
  ready: Type.Boolean(),
})

export function staffShape(member: Member): Static<typeof StaffShape> {
  const { id, name, email, roles, created_at, has_password } = member
  return {
    id,
    name,
    email,
    roles: [...roles],
    created_at: created_at?.toISOString() ?? null,
    ready: has_password,
  }
}
