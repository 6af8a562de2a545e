import { Type } from 'typebox'
import { Problem } from '../../core/errors.ts'
import type { FieldName } from '../../core/fields.ts'
import type { SecretKind } from '../../core/secrets.ts'
import { checkSource } from '../../core/sources.ts'
import { toldOf } from '../../core/intake.ts'
import { Intercepted } from '../consent/describe-intercepted.ts'
import { command } from '../../gate/command.ts'
import { below, withDetail } from './create-person.ts'
import { Id, Person, personShape, SourceInput, writtenNames } from './describe-people.ts'

/** Changes values of a person with their source; what they replace is kept beside them until erasure. */
export const changePerson = command({
  name: 'people.change',
  summary: 'Change fields with their source; null removes a value; the version guards against overwriting',
  http: { method: 'PATCH', path: '/people/{id}' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({
    id: Id,
    fields: Type.Record(
      Type.String({ maxLength: 60 }),
      Type.Union([Type.String({ maxLength: 4000 }), Type.Null()]),
    ),
    source: Type.Optional(SourceInput),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  output: Type.Object({ ...Person.properties, intercepted: Intercepted }),
  mode: 'write',
  async run(tx, _caller, { id, fields, source, version }) {
    writtenNames(Object.keys(fields))
    if (Object.keys(fields).length === 0)
      throw new Problem('input_invalid', { pointer: '/fields', detail: 'at least one field' })
    const from = below('/source', () => checkSource(withDetail(source), Date.now()))
    if (from.notice !== null && !tx.registered.notices.has(from.notice))
      throw new Problem('notice_unknown', { pointer: '/source/notice' })
    const changes = fields as Partial<Record<FieldName | SecretKind, string | null>>
    await tx.people.change(id, changes, from, version)
    const intercepted = toldOf(fields, source?.detail)
    return { ...personShape(await tx.people.byId(id)), intercepted }
  },
})
