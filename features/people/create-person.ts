import { Type, type Static } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { underAge } from '../../core/consent-age.ts'
import { checkSource } from '../../core/sources.ts'
import { normaliseField } from '../../core/values.ts'
import { toldOf, toldOfEvidence } from '../../core/intake.ts'
import { command } from '../../gate/command.ts'
import { admitGrant } from '../consent/admit-grant.ts'
import { GrantInput } from '../consent/describe-grants.ts'
import { Intercepted } from '../consent/describe-intercepted.ts'
import { Id, Person, personShape, SourceInput, writtenNames } from './describe-people.ts'

const Values = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 4000 }))

/** Collects a person: values with their source, and at least one grant that covers keeping them. */
export const createPerson = command({
  name: 'people.create',
  summary: 'Collect a person with a source and at least one grant',
  http: { method: 'POST', path: '/people', status: 201 },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({
    fields: Values,
    source: Type.Optional(SourceInput),
    grants: Type.Optional(Type.Array(GrantInput, { maxItems: 40 })),
  }),
  output: Type.Object({
    ...Person.properties,
    grants: Type.Array(Type.Object({ id: Id, purpose: Type.String(), state: Type.String() })),
    intercepted: Intercepted,
  }),
  mode: 'once',
  async run(tx, caller, { fields, source, grants }) {
    const names = writtenNames(Object.keys(fields))
    if (names.length === 0)
      throw new Problem('input_invalid', { pointer: '/fields', detail: 'at least one field' })
    const from = below('/source', () => checkSource(withDetail(source), Date.now()))
    if (from.notice !== null && !tx.registered.notices.has(from.notice))
      throw new Problem('notice_unknown', { pointer: '/source/notice' })
    if (!grants || grants.length === 0) throw new Problem('grant_missing', { pointer: '/grants' })
    const young = isUnderAge(fields)
    const admitted = grants.map((grant, i) =>
      admitGrant(tx.registered, grant, { kind: 'staff', id: caller.id }, young, `/grants/${i}`),
    )
    const person = await tx.people.createOne({ fields, source: from, grants: admitted })
    return {
      ...personShape(person),
      intercepted: [
        ...toldOf(fields, source?.detail),
        ...grants.flatMap(({ evidence }, i) => toldOfEvidence(evidence, `/grants/${i}/evidence`)),
      ],
      grants: admitted.map((grant) => ({ id: grant.id, purpose: grant.purpose, state: grant.state })),
    }
  },
})

function isUnderAge({ birth_date, country }: Record<string, string>): boolean {
  if (birth_date === undefined) return false
  const date = normaliseField('birth_date', birth_date).value
  return underAge(date, country === undefined ? null : normaliseField('country', country).value, Date.now())
}

/** Who records what a person says is the record of it, where they say no more. */
export function withDetail(
  source: Static<typeof SourceInput> | undefined,
): Static<typeof SourceInput> | undefined {
  if (source?.kind !== 'person' || source.detail?.trim()) return source
  return { ...source, detail: 'told to us, and recorded by staff' }
}

/** Core's pointers are relative to what it was handed. */
export function below<T>(pointer: string, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { detail: error.detail, pointer: `${pointer}${error.pointer ?? ''}` })
  }
}
