import type { ReactNode } from 'react'
import type { TFunction } from 'i18next'
import { Trans } from 'react-i18next'
import { listOf } from '../language/dates.ts'
import { useWords } from '../language/words.ts'
import type { Me } from '../shapes.ts'
import { countOf, together } from './facts.ts'
import { agreedOf, neededOf } from './standing.ts'

const LINKS = {
  held: <a href="#held" />,
  agreed: <a href="#agreed" />,
  needed: <a href="#needed" />,
  received: <a href="#received" />,
}

/** The sentence that says it all. Each of its numbers is computed from what stands below and leads there. */
export function Opening(props: { me: Me }): ReactNode {
  const { t, language } = useWords()
  return (
    <>
      <h1 dir="auto">
        <Trans t={t} defaults={openingOf(t, language, props.me)} components={LINKS} />
      </h1>
      <p className="lead">{t('letter.lead')}</p>
    </>
  )
}

/** The sentence with its links marked, in the language of `t`. */
export function openingOf(t: TFunction, language: string, me: Me): string {
  const name = givenName(me)
  const { lines, beyond } = countOf(me)
  const uses = usesOf(t, me)
  const given = [...new Set(me.recipients.flatMap((recipient) => recipient.fields ?? []))]
  return [
    name === null ? t('opening.unnamed') : t('opening.named', { name: plainText(name) }),
    t('opening.facts', { count: lines + beyond }),
    uses.length === 0 ? t('opening.uses_none') : t('opening.uses', { uses: listOf(uses, language) }),
    me.recipients.length === 0
      ? t('opening.gave_none')
      : t('opening.gave', {
          count: me.recipients.length,
          facts: given.length > 0 ? together(given).length : me.counts.disclosures,
        }),
  ].join('')
}

function usesOf(t: TFunction, me: Me): string[] {
  const agreed = agreedOf(me.standing).length
  const uses = agreed > 0 ? [t('opening.agreed', { count: agreed })] : []
  for (const [why, held] of neededOf(me.standing)) uses.push(t(`opening.${why}`, { count: held.length }))
  return uses
}

function givenName(me: Me): string | null {
  const held = me.person.fields['given_name'] ?? me.person.fields['family_name']
  return held && 'value' in held ? held.value : null
}

/** A name stands in a sentence whose links are written as tags; its own angle brackets must not become any. */
function plainText(name: string): string {
  return name.replaceAll('<', '‹').replaceAll('>', '›')
}
