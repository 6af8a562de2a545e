import { Problem } from '../../core/errors.ts'
import { ROLES } from '../../core/purposes.ts'
import type { Gate } from '../../gate/gate.ts'
import { hashPassword, isPassword } from './passwords.ts'

/** An address that nobody can have: asked for where what was sent is none, so that the work is the same. */
const NOBODY = 'nobody@goodfaith.invalid'

/**
 * Checks address and password. Somebody and nobody take the same statements and the same time.
 * @returns the staff's id
 * @throws Problem `sign_in_failed`
 */
export async function checkSignIn(gate: Gate, email: string, password: string): Promise<string> {
  const member = await gate.staff.byAddress(isAddress(gate, email) ? email : NOBODY)
  if (!(await isPassword(password, member?.passwordHash ?? null))) throw new Problem('sign_in_failed')
  return member!.id
}

/**
 * The password of somebody who is signed in, asked again.
 * @throws Problem `sign_in_failed`
 */
export async function checkOwnPassword(gate: Gate, id: string, password: string): Promise<void> {
  const [member] = await gate.staff.members([id])
  if ((await checkSignIn(gate, member?.email ?? NOBODY, password)) !== id) throw new Problem('sign_in_failed')
}

/** A key by which tries for an address are counted; one key for all that are no address. */
export function addressKey(gate: Gate, email: string): string {
  return gate.staff.addressKey(isAddress(gate, email) ? email : NOBODY)
}

/** The first administrator holds every role until they give them away (contract, "Purposes that ship"). */
export async function addFirst(
  gate: Gate,
  first: { name: string; email: string; password: string },
): Promise<string> {
  const passwordHash = await hashPassword(first.password)
  return gate.staff.add(null, { name: first.name, email: first.email, roles: ROLES, passwordHash })
}

/** A name to begin with, where only an address is known. */
export function nameFrom(email: string): string {
  const words = email
    .split('@')[0]!
    .split(/[._-]+/)
    .filter((word) => word !== '')
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' ') || 'Administrator'
}

/**
 * Opens a one-time link of staff: sets the password of the one it was made for, or makes the first administrator.
 * @returns the staff's id
 * @throws Problem `link_invalid`; `input_invalid` with its pointer, and then the link stays good
 */
export async function openLink(
  gate: Gate,
  sent: { token: string; password: string; name?: string; email?: string },
): Promise<string> {
  const link = await gate.sessions.readLink(sent.token)
  if (link.kind === 'person') throw new Problem('link_invalid')
  if (link.kind === 'first') {
    if (!sent.email || !isAddress(gate, sent.email))
      throw new Problem('email_malformed', { pointer: '/email' })
    const email = sent.email
    const first = { name: sent.name?.trim() || nameFrom(email), email, password: sent.password }
    const passwordHash = await hashPassword(sent.password)
    await gate.sessions.useLink(sent.token)
    return gate.staff.add(null, { ...first, roles: ROLES, passwordHash })
  }
  const passwordHash = await hashPassword(sent.password)
  await gate.sessions.useLink(sent.token)
  const id = link.owner!
  await gate.sessions.setPassword(id, passwordHash)
  return id
}

function isAddress(gate: Gate, email: string): boolean {
  try {
    gate.staff.addressKey(email)
    return true
  } catch {
    return false
  }
}
