import { findPurpose } from '../../core/purposes.ts'
import { TOLD } from '../../core/notices.ts'
import type { Gate, Transaction } from '../../gate/gate.ts'
import { SYSTEM } from '../../gate/token.ts'

const ERRAND = { actor: SYSTEM, purpose: 'rights.request' }
const AT_ONCE = 50

/**
 * Writes to people whose data did not come from them: where from, why, and how to leave (GDPR art. 14). The letter goes
 * into the outbox in the same transaction in which they count as told; who cannot be written to is withheld when the
 * deadline passes, and destroyed seven days later.
 * @param publicUrl where a person finds their own page
 * @returns how many were written to
 */
export async function tellPeople(gate: Gate, publicUrl: string): Promise<number> {
  const people = await gate.run(ERRAND, (tx) => tx.grants.untold(AT_ONCE))
  for (const person of people) await gate.run(ERRAND, (tx) => tell(tx, person, publicUrl))
  return people.length
}

async function tell(tx: Transaction, person: string, publicUrl: string): Promise<void> {
  const { fields } = await tx.people.byId(person, ['given_name', 'email'])
  const { email, given_name } = fields
  if (!email || 'withheld' in email) return
  const name = given_name && 'value' in given_name ? given_name.value : null
  const { purposes } = await tx.grants.times(person)
  const organisation = tx.registered.organisation?.name ?? 'we'
  const uses = purposes.flatMap((purpose) => {
    const own = findPurpose(purpose, tx.registered.purposes)
    return Object.hasOwn(TOLD, purpose) ? [`- ${TOLD[purpose]!}`] : own ? [`- to ${own.says}`] : []
  })
  const text = [
    name ? `Dear ${name},` : 'Good day,',
    `${organisation} holds your e-mail address and what else you find on your page. You did not give it to us yourself: it came from “${email.source.detail}” on ${email.source.collected_at.slice(0, 10)}.`,
    ['We use it', ...uses].join('\n'),
    `You can see all of it, correct it, take it with you, withdraw or leave at any time, and nobody asks you why: ${publicUrl}/me`,
    'If you do nothing, we keep to what is written here.',
  ].join('\n\n')
  await tx.outbox.send({
    person,
    address: email.value,
    subject: `${organisation} holds something about you`,
    text,
  })
  await tx.grants.told(person)
}
