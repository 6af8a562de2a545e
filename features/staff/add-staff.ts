import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { command } from '../../gate/command.ts'
import { hashPassword } from './passwords.ts'
import { Id, Roles } from './shapes.ts'

/** Adds a colleague: with a password, or with a link by which they choose one. */
export const addStaff = command({
  name: 'staff.add',
  summary: 'Add a colleague with roles; without a password the answer holds a one-time link for them',
  http: { method: 'POST', path: '/staff', status: 201 },
  purpose: 'none',
  who: ['staff'],
  roles: ['administrator'],
  input: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    email: Type.String({ maxLength: 320 }),
    roles: Roles,
    password: Type.Optional(Type.String({ maxLength: 400 })),
  }),
  output: Type.Object({
    id: Id,
    name: Type.String(),
    email: Type.String(),
    roles: Type.Array(Type.String()),
    link: Type.Optional(Type.String()),
  }),
  mode: 'house',
  async run(gate, caller, { name, email, roles, password }) {
    const called = name.trim()
    if (called === '') throw new Problem('input_invalid', { pointer: '/name', detail: 'a name' })
    const passwordHash = password === undefined ? null : await hashPassword(password)
    const id = await gate.staff.add(caller, { name: called, email: email.trim(), roles, passwordHash })
    const added = { id, name: called, email: email.trim(), roles }
    if (password !== undefined) return added
    const link = `${caller.origin ?? ''}/welcome#${await gate.sessions.makeLink('staff', id)}`
    await gate.run({ actor: caller, purpose: 'analytics.aggregate' }, (tx) =>
      tx.outbox.send({ staff: id, address: added.email, ...letter(tx.registered.organisation?.name, link) }),
    )
    return { ...added, link }
  },
})

function letter(organisation: string | undefined, link: string): { subject: string; text: string } {
  const where = organisation ?? 'Goodfaith'
  return {
    subject: `Your way in at ${where}`,
    text: `You work with ${where} in Goodfaith now. Choose a password here:\n\n${link}\n\nThe link works once, for a week.\n`,
  }
}
