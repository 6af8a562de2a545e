import { Type } from 'typebox'
import { cleanText } from '../../core/text.ts'
import { command } from '../../gate/command.ts'

/** A new version of a wording; who agreed to an older one agreed to that one. */
export const writeNotice = command({
  name: 'notices.write',
  summary: 'Write a new version of the wording of a purpose; {organisation} stands for the name',
  http: { method: 'POST', path: '/notices', status: 201 },
  purpose: 'analytics.aggregate',
  who: ['staff'],
  roles: ['administrator', 'privacy_officer'],
  input: Type.Object({
    purpose: Type.String({ minLength: 1, maxLength: 100 }),
    text: Type.String({ minLength: 20, maxLength: 4000 }),
  }),
  output: Type.Object({ id: Type.String() }),
  mode: 'house',
  async run(gate, caller, { purpose, text }, errand) {
    const wording = cleanText(text, 4000, { multiline: true })
    const id = await gate.run({ actor: caller, purpose: errand }, (tx) =>
      tx.registries.writeNotice(purpose, wording),
    )
    await gate.registered(true)
    return { id }
  },
})
