import { Type } from 'typebox'
import { command } from '../../gate/command.ts'

const Id = Type.String({ format: 'uuid' })
const OrNull = Type.Union([Type.String(), Type.Null()])

/** What the caller asked a second person for, and what waits for them to be the second person. */
export const listApprovals = command({
  name: 'vault.list-approvals',
  summary: 'Approvals you asked for, and those that wait for you as a second person',
  http: { method: 'GET', path: '/approvals' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Id,
        asked_by: Type.Object({ id: Id, name: OrNull }),
        yours: Type.Boolean(),
        state: Type.String(),
        asked_at: Type.String(),
        ends_at: Type.String(),
        reason: Type.String(),
        secrets: Type.Array(Type.Object({ id: Id, person_id: Id, kind: Type.String(), opened_at: OrNull })),
      }),
    ),
  }),
  mode: 'house',
  async run(gate, caller, _input, purpose) {
    const approvals = await gate.approvals.list(caller, purpose)
    const staff = [...new Set(approvals.map(({ asked_by }) => asked_by))]
    const names = new Map((await gate.staff.members(staff)).map(({ id, name }) => [id, name]))
    return {
      items: approvals.map(({ id, asked_by, state, asked_at, ends_at, reason, secrets }) => ({
        id,
        asked_by: { id: asked_by, name: names.get(asked_by) ?? null },
        yours: asked_by === caller.id,
        state,
        asked_at: asked_at.toISOString(),
        ends_at: ends_at.toISOString(),
        reason,
        secrets: secrets.map((secret) => ({
          id: secret.id,
          person_id: secret.person,
          kind: secret.kind,
          opened_at: secret.opened_at?.toISOString() ?? null,
        })),
      })),
    }
  },
})
