import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { cleanText } from '../../core/text.ts'
import { command } from '../../gate/command.ts'

const purpose = 'analytics.aggregate'
const roles = ['administrator', 'privacy_officer'] as const
const Wording = Type.String({ minLength: 20, maxLength: 4000 })

/** A new version of a wording; who agreed to an older one agreed to that one. */
export const writeNotice = command({
  name: 'notices.write',
  summary: 'Write a new version of the wording of a purpose; {organisation} stands for the name',
  http: { method: 'POST', path: '/notices', status: 201 },
  purpose,
  who: ['staff'],
  roles,
  input: Type.Object({
    purpose: Type.String({ minLength: 1, maxLength: 100 }),
    text: Wording,
    /** The same in other languages, by their tag. */
    texts: Type.Optional(
      Type.Array(Type.Object({ language: Type.String({ maxLength: 20 }), text: Wording }), { maxItems: 50 }),
    ),
  }),
  output: Type.Object({ id: Type.String() }),
  mode: 'house',
  async run(gate, caller, { purpose: which, text, texts = [] }, errand) {
    const id = await gate.run({ actor: caller, purpose: errand }, async (tx) => {
      const made = await tx.registries.writeNotice(which, clean(text))
      for (const one of texts)
        await tx.registries.translateNotice(made, tongueOf(one.language), clean(one.text))
      return made
    })
    await gate.registered(true)
    return { id }
  },
})

/** The same wording in another language. What stands is never changed: a better one is a new version. */
export const translateNotice = command({
  name: 'notices.translate',
  summary: 'Write a wording in another language; one that stands never changes',
  http: { method: 'POST', path: '/notices/{id}/texts', status: 201 },
  purpose,
  who: ['staff'],
  roles,
  input: Type.Object({
    id: Type.String({ maxLength: 200 }),
    language: Type.String({ maxLength: 20 }),
    text: Wording,
  }),
  output: Type.Object({ id: Type.String(), language: Type.String() }),
  mode: 'house',
  async run(gate, caller, { id, language, text }, errand) {
    const tongue = tongueOf(language)
    await gate.run({ actor: caller, purpose: errand }, (tx) =>
      tx.registries.translateNotice(id, tongue, clean(text)),
    )
    await gate.registered(true)
    return { id, language: tongue }
  },
})

function clean(text: string): string {
  return cleanText(text, 4000, { multiline: true })
}

/** The primary tag: `de` of `de-AT`. English is the wording itself. */
function tongueOf(tag: string): string {
  const tongue = tag.trim().toLowerCase().split('-')[0] ?? ''
  if (!/^[a-z]{2,3}$/.test(tongue)) throw new Problem('language_malformed', { pointer: '/language' })
  if (tongue === 'en')
    throw new Problem('input_invalid', { pointer: '/language', detail: 'English is the wording itself.' })
  return tongue
}
