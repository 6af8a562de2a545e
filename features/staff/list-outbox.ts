import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { Id } from './shapes.ts'

const MOST = 200

/** Mail as it waits or went: what is sent to staff for administrators, what is sent to persons for their rights. */
export const listOutbox = command({
  name: 'outbox.list',
  summary:
    'Mail that waits or went: to staff for an administrator, to persons for a privacy officer (rights.request)',
  http: { method: 'GET', path: '/outbox' },
  purpose: 'none',
  who: ['staff'],
  roles: ['administrator', 'privacy_officer'],
  input: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })) }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Id,
        kind: Type.Union([Type.Literal('staff'), Type.Literal('person')]),
        person_id: Type.Union([Id, Type.Null()]),
        to: Type.String(),
        subject: Type.String(),
        text: Type.String(),
        state: Type.String(),
        created_at: Type.String(),
        settled_at: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
    next: Type.Null(),
  }),
  mode: 'house',
  async run(gate, caller, { limit = 50 }) {
    const toStaff = caller.roles.includes('administrator') ? await gate.mailroom.toStaff(caller, limit) : []
    // under rights.request, and in the ledger before anything is opened
    const toPersons = caller.roles.includes('privacy_officer')
      ? await gate.mailroom.toPersons(caller, limit)
      : []
    const newest = [...toStaff, ...toPersons].sort((a, b) => b.created_at.getTime() - a.created_at.getTime())
    return {
      items: newest.slice(0, limit).map((mail) => ({
        id: mail.id,
        kind: mail.person === null ? ('staff' as const) : ('person' as const),
        person_id: mail.person,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        state: mail.state,
        created_at: mail.created_at.toISOString(),
        settled_at: mail.settled_at?.toISOString() ?? null,
      })),
      next: null,
    }
  },
})
