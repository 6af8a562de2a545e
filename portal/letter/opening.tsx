import type { ReactNode } from 'react'
import type { Tell } from '../language/setup.ts'
import { Rich } from '../language/rich.tsx'
import { useWords } from '../language/words.ts'
import type { Me } from '../shapes.ts'
import { countOf, together } from './facts.ts'
import { agreedOf, neededOf } from './standing.ts'

const LINKS = {
  held: <a href="#held" />,
  agreed: <a href="#agreed" />,
  needed: <a href="#needed" />,
  received: <a href="#received" />,
  name: <bdi />,
}

/** The sentence that says it all. Each of its numbers is computed from what stands below and leads there. */
export function Opening(props: { me: Me }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <h1>
        <Rich text={openingOf(t, props.me)} parts={LINKS} />
      </h1>
      <p className="lead">{t('letter.lead')}</p>
    </>
  )
}

/** The sentence with its links marked, in the language of `t`. */
export function openingOf(t: Tell, me: Me): string {
  const name = givenName(me)
  const { lines, beyond } = countOf(me)
  const uses = usesOf(t, me)
  const given = [...new Set(me.recipients.flatMap((recipient) => recipient.fields ?? []))]
  return [
    name === null ? t('opening.unnamed') : t('opening.named', { name: plainText(name) }),
    t('opening.facts', { count: lines + beyond }),
    uses.length === 0 ? t('opening.uses_none') : t('opening.uses', { uses: joined(t, uses) }),
    me.recipients.length === 0
      ? t('opening.gave_none')
      : t('opening.gave', {
          count: me.recipients.length,
          facts: given.length > 0 ? together(given).length : me.counts.disclosures,
        }),
  ].join('')
}

/** Not the language's own list: in German each of these ends in a clause, which asks for a comma before the "and". */
function joined(t: Tell, uses: readonly string[]): string {
  const last = uses.at(-1) ?? ''
  return uses.length < 2 ? last : uses.slice(0, -1).join(', ') + t('opening.and') + last
}

function usesOf(t: Tell, me: Me): string[] {
  const agreed = agreedOf(me.standing).length
  const uses = agreed > 0 ? [t('opening.agreed', { count: agreed })] : []
  for (const [why, held] of neededOf(me.standing)) {
    const count = held.filter((one) => one.allowed).length
    // The first says what is counted; those after it need not.
    if (count > 0) uses.push(t(uses.length === 0 ? `opening.first_${why}` : `opening.${why}`, { count }))
  }
  return uses
}

function givenName(me: Me): string | null {
  const held = me.person.fields['given_name'] ?? me.person.fields['family_name']
  return held && 'value' in held ? held.value : null
}

/** A name stands in a sentence whose parts are written as tags; its own angle brackets must not become any. */
function plainText(name: string): string {
  return name.replaceAll('<', '‹').replaceAll('>', '›')
}
