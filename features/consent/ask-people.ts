import { Problem } from '../../core/errors.ts'
import type { Gate, Transaction } from '../../gate/gate.ts'
import type { Claimed } from '../../gate/confirmations.ts'
import { SYSTEM } from '../../gate/token.ts'
import { noticeShape } from './describe-grants.ts'

const ERRAND = { actor: SYSTEM, purpose: 'rights.request' }
const AT_ONCE = 50

/**
 * Asks people, once, about what somebody else wrote down as agreed: a letter with the exact wording and a link where they
 * say yes or no. It is a question about their own choice and offers nothing. Nobody is asked who must not be written to.
 * @param publicUrl where the person's pages are
 * @returns how many people it concerned
 */
export async function askPeople(gate: Gate, publicUrl: string): Promise<number> {
  const people = await gate.run(ERRAND, (tx) => tx.confirmations.unasked(AT_ONCE))
  for (const claimed of people) {
    const link = `${publicUrl}/confirm#${await gate.sessions.makeLink('question', claimed.person)}`
    await gate
      .run(ERRAND, (tx) => ask(tx, claimed, link))
      .catch((error: unknown) => {
        // another worker asked, or they have left meanwhile
        if (!(error instanceof Problem) || !['version_conflict', 'not_found'].includes(error.code))
          throw error
      })
  }
  return people.length
}

async function ask(tx: Transaction, claimed: Claimed, link: string): Promise<void> {
  const { fields } = await tx.people.byId(claimed.person, ['given_name', 'email', 'language'])
  const value = (name: 'given_name' | 'email' | 'language') => {
    const held = fields[name]
    return held && 'value' in held ? held.value : null
  }
  const email = value('email')
  if (email === null || claimed.under_age) return tx.confirmations.note(claimed, 'unaskable')
  if (await tx.confirmations.isSuppressed(email)) return tx.confirmations.note(claimed, 'suppressed')
  const language = value('language')?.toLowerCase().split('-')[0] === 'de' ? 'de' : 'en'
  const grants = (await tx.grants.of(claimed.person)).filter(({ id }) => claimed.grants.includes(id))
  const wordings = grants.flatMap(({ notice }) => {
    const known = tx.registered.notices.get(notice ?? '')
    return known ? [noticeShape(known, tx.registered, language).text] : []
  })
  const organisation = tx.registered.organisation?.name ?? 'Goodfaith'
  const letter = LETTER[language](organisation, value('given_name'), wordings, link)
  await tx.confirmations.note(claimed, 'sent')
  await tx.outbox.send({ person: claimed.person, address: email, purpose: ERRAND.purpose, ...letter })
}

type Letter = (
  organisation: string,
  name: string | null,
  wordings: readonly string[],
  link: string,
) => { subject: string; text: string }

const LETTER: Record<'en' | 'de', Letter> = {
  en: (organisation, name, wordings, link) => ({
    subject: `Did you agree to this at ${organisation}?`,
    text: [
      name ? `Dear ${name},` : 'Good day,',
      `someone at ${organisation} wrote down that you agreed to this:`,
      ...wordings.map((wording) => `“${wording}”`),
      `Nothing is done with it until you say so. Yes or no, here:`,
      link,
      'The link works once, for seven days. If you do nothing, it stays as if you had not agreed, and we do not ask again.',
    ].join('\n\n'),
  }),
  de: (organisation, name, wordings, link) => ({
    subject: `Haben Sie dem bei ${organisation} zugestimmt?`,
    text: [
      name ? `Guten Tag ${name},` : 'Guten Tag,',
      `jemand bei ${organisation} hat aufgeschrieben, dass Sie dem zugestimmt haben:`,
      ...wordings.map((wording) => `„${wording}“`),
      'Solange Sie nichts sagen, geschieht damit nichts. Ja oder nein, hier:',
      link,
      'Der Link gilt einmal, sieben Tage lang. Wenn Sie nichts tun, bleibt es, als hätten Sie nicht zugestimmt, und wir fragen nicht noch einmal.',
    ].join('\n\n'),
  }),
}
