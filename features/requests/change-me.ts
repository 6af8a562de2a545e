import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import type { FieldName } from '../../core/fields.ts'
import type { SecretKind } from '../../core/secrets.ts'
import { toldOf } from '../../core/intake.ts'
import { Intercepted } from '../consent/describe-intercepted.ts'
import { command } from '../../gate/command.ts'
import { Person, personShape, writtenNames } from '../people/describe-people.ts'

/** The person corrects a value; it came from them, on their own page. */
export const changeMe = command({
  name: 'requests.change',
  summary: 'Correct what is held about you',
  http: { method: 'PATCH', path: '/me' },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({
    fields: Type.Record(
      Type.String({ maxLength: 60 }),
      Type.Union([Type.String({ maxLength: 4000 }), Type.Null()]),
    ),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  output: Type.Object({ ...Person.properties, intercepted: Intercepted }),
  mode: 'write',
  async run(tx, caller, { fields, version }) {
    if (writtenNames(Object.keys(fields)).length === 0)
      throw new Problem('input_invalid', { pointer: '/fields', detail: 'at least one field' })
    const source = {
      kind: 'person' as const,
      detail: 'corrected on their own page',
      notice: null,
      collected_at: null,
    }
    const changes = fields as Partial<Record<FieldName | SecretKind, string | null>>
    await tx.people.change(caller.id, changes, source, version)
    return { ...personShape(await tx.people.byId(caller.id)), intercepted: toldOf(fields) }
  },
})
