import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { toldOfWords } from '../../core/intake.ts'
import { command } from '../../gate/command.ts'
import { Intercepted } from '../consent/describe-intercepted.ts'
import { Id } from './describe-people.ts'

const Short = Type.Optional(Type.String({ maxLength: 300 }))

/** Someone is here: two exact identifiers and a reason give the name, so that what they ask for can be recorded. */
export const findPerson = command({
  name: 'people.find',
  summary:
    'Someone is here: find a person by two exact identifiers, whether or not the purpose shows them; they are told',
  http: { method: 'POST', path: '/people/find' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({
    identifiers: Type.Object({
      email: Short,
      phone: Short,
      customer_number: Short,
      birth_date: Short,
      family_name: Short,
    }),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  output: Type.Object({
    found: Type.Boolean(),
    id: Type.Union([Id, Type.Null()]),
    name: Type.Union([Type.String(), Type.Null()]),
    until: Type.Union([Type.String(), Type.Null()]),
    intercepted: Intercepted,
  }),
  mode: 'write',
  async run(tx, _caller, { identifiers, reason }) {
    if (!reason?.trim()) throw new Problem('reason_missing', { pointer: '/reason' })
    const found = await tx.people.find(identifiers, reason.trim(), tx.registered.organisation?.country)
    const intercepted = toldOfWords({ '/reason': reason })
    return found
      ? { found: true, id: found.id, name: found.name, until: found.until.toISOString(), intercepted }
      : { found: false, id: null, name: null, until: null, intercepted }
  },
})
