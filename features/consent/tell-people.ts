import { Problem } from '../../core/errors.ts'
import { findPurpose } from '../../core/purposes.ts'
import { TOLD_TRANSLATED } from '../../core/notice-texts.ts'
import { TOLD } from '../../core/notices.ts'
import { fromPerson } from '../../core/sources.ts'
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
export async function tellPeople(gate: Pick<Gate, 'run'>, publicUrl: string): Promise<number> {
  const people = await gate.run(ERRAND, (tx) => tx.grants.untold(AT_ONCE))
  for (const person of people) {
    await gate
      .run(ERRAND, (tx) => tell(tx, person, publicUrl))
      .catch((error: unknown) => {
        // they have left meanwhile; the others still want their letter
        if (!(error instanceof Problem) || error.code !== 'not_found') throw error
      })
  }
  return people.length
}

async function tell(tx: Transaction, person: string, publicUrl: string): Promise<void> {
  const { fields } = await tx.people.byId(person, ['given_name', 'email', 'language'])
  const { email, given_name, language } = fields
  if (!email || 'withheld' in email) return
  const name = given_name && 'value' in given_name ? given_name.value : null
  const tongue = language && 'value' in language && /^de\b/i.test(language.value) ? 'de' : 'en'
  const { purposes } = await tx.grants.times(person)
  const told = tongue === 'en' ? TOLD : TOLD_TRANSLATED[tongue]!
  const uses = purposes.flatMap((purpose) => {
    if (Object.hasOwn(told, purpose)) return [told[purpose]!]
    const own = findPurpose(purpose, tx.registered.purposes)
    return own ? [tongue === 'en' ? `to ${own.says}` : own.title] : []
  })
  const organisation = tx.registered.organisation?.name ?? 'Goodfaith'
  const { detail, collected_at } = email.source
  // what they gave themselves is not told as another's: a file may have added to it
  const from = fromPerson(email.source) ? null : { detail, day: dayOf(collected_at, tongue) }
  const letter = LETTER[tongue](organisation, name, from, uses, `${publicUrl}/me`)
  await tx.outbox.send({ person, address: email.value, ...letter })
  await tx.grants.told(person)
}

/** "12 March 2026" */
function dayOf(at: string, tongue: 'en' | 'de'): string {
  const habit = { en: 'en-GB', de: 'de-DE' }[tongue]
  return new Intl.DateTimeFormat(habit, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at))
}

type Letter = (
  organisation: string,
  name: string | null,
  from: { detail: string; day: string } | null,
  uses: readonly string[],
  page: string,
) => { subject: string; text: string }

const LETTER: Record<'en' | 'de', Letter> = {
  en: (organisation, name, from, uses, page) => ({
    subject: `${organisation} holds something about you`,
    text: [
      name ? `Dear ${name},` : 'Good day,',
      from
        ? `${organisation} holds your e-mail address and what else you find on your page. You did not give it to us yourself: it came from “${from.detail}” on ${from.day}.`
        : `${organisation} holds something about you that you did not give to us yourself. Your page says of each value where it came from.`,
      ['We use it', ...uses.map((use) => `- ${use}`)].join('\n'),
      'On your page you read at any time who has received something. We never sell anything.',
      `You can see all of it, correct it, take it with you, withdraw, object or leave at any time, and nobody asks you why: ${page}`,
      'If you think that we do wrong, you can also complain to the authority that watches over this where you live.',
      'If you do nothing, we keep to what is written here.',
    ].join('\n\n'),
  }),
  de: (organisation, name, from, uses, page) => ({
    subject: `${organisation} bewahrt etwas über Sie auf`,
    text: [
      name ? `Guten Tag ${name},` : 'Guten Tag,',
      from
        ? `${organisation} bewahrt Ihre E-Mail-Adresse auf und was Sie sonst auf Ihrer Seite finden. Sie haben es uns nicht selbst gegeben: Es kam am ${from.day} von „${from.detail}“.`
        : `${organisation} bewahrt etwas über Sie auf, das Sie uns nicht selbst gegeben haben. Auf Ihrer Seite steht bei jedem Wert, woher er kam.`,
      ['Wir nutzen es', ...uses.map((use) => `- ${use}`)].join('\n'),
      'Auf Ihrer Seite lesen Sie jederzeit, wer etwas bekommen hat. Wir verkaufen nie etwas.',
      `Sie können jederzeit alles sehen, berichtigen, mitnehmen, widerrufen, widersprechen oder gehen, und niemand fragt, warum: ${page}`,
      'Wenn Sie meinen, dass wir etwas falsch machen, können Sie sich auch bei der Behörde beschweren, die an Ihrem Wohnort darüber wacht.',
      'Wenn Sie nichts tun, halten wir uns an das, was hier steht.',
    ].join('\n\n'),
  }),
}
