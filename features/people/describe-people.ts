import { Type, type Static } from 'typebox'
import { FIELDS, isFieldName, type FieldName } from '../../core/fields.ts'
import { Problem } from '../../core/errors.ts'
import { isSecretKind, type SecretKind } from '../../core/secrets.ts'
import type { KeptValue } from '../../gate/blob.ts'
import type { OpenedPerson } from '../../gate/people-read.ts'

/** Shapes of people as the outside sees them (contract, "API"). */
export const Id = Type.String({ format: 'uuid' })

export const SourceInput = Type.Object({
  kind: Type.String({ maxLength: 40 }),
  detail: Type.Optional(Type.String({ maxLength: 500 })),
  notice: Type.Optional(Type.String({ maxLength: 200 })),
  collected_at: Type.Optional(Type.String({ maxLength: 40 })),
})

const KeptSource = Type.Object({
  id: Id,
  kind: Type.String(),
  detail: Type.String(),
  notice: Type.Union([Type.String(), Type.Null()]),
  collected_at: Type.String(),
  recorded_at: Type.String(),
  by: Type.Object({ kind: Type.String(), id: Type.String() }),
})

/** A value, or why it is withheld. Told apart by its type alone: a union would be found out by trying each of its forms. */
const ListedField = Type.Unsafe<string | { withheld: string }>({
  type: ['string', 'object'],
  properties: { withheld: { type: 'string' } },
})

const Secret = Type.Object({
  id: Id,
  kind: Type.String(),
  masked: Type.String(),
  where: Type.String(),
  source: KeptSource,
})

/** A value with its source, a mask, or why it is withheld. One form for all: which it is need not be found out by trying. */
export const Field = Type.Object({
  value: Type.Optional(Type.String()),
  source: Type.Optional(KeptSource),
  /** How many values it replaced. */
  earlier: Type.Optional(Type.Integer()),
  /** Held and not shown: why. */
  withheld: Type.Optional(Type.String()),
  /** The newest secret of a kind, and how many more of it there are. */
  masked: Type.Optional(Type.String()),
  secret_id: Type.Optional(Id),
  others: Type.Optional(Type.Integer()),
})

export const Person = Type.Object({
  id: Id,
  version: Type.Integer(),
  created_at: Type.String(),
  changed_at: Type.String(),
  fields: Type.Record(Type.String(), Field),
  /** Every secret as its mask, the newest first. */
  secrets: Type.Array(Secret),
})

export const ListedPerson = Type.Object({
  id: Id,
  /** When the oldest of the values shown was told to us: before it was written down here, if it came from elsewhere. */
  came_at: Type.String(),
  created_at: Type.String(),
  changed_at: Type.String(),
  fields: Type.Record(Type.String(), ListedField),
})

export const PeopleWithheld = Type.Object({
  people: Type.Union([Type.Integer(), Type.Literal('few'), Type.Null()]),
  why: Type.Record(Type.String(), Type.Union([Type.Integer(), Type.Literal('few')])),
})

/** One person with the source of every value. */
export function personShape(person: OpenedPerson): Static<typeof Person> {
  const fields: Static<typeof Person>['fields'] = {}
  for (const [name, held] of Object.entries(person.fields))
    fields[name] = 'withheld' in held ? { withheld: held.withheld } : valueShape(held)
  if (person.country !== null) fields.country = { value: person.country }
  const { id, version, secrets = [] } = person
  for (const kind of person.secretsWithheld ?? []) fields[kind] = { withheld: 'not_for_this_purpose' }
  for (const { kind, id: secret_id, masked, source } of secrets.toReversed()) {
    const others = secrets.filter((other) => other.kind === kind).length - 1
    fields[kind] = {
      withheld: 'secret',
      masked,
      secret_id,
      source: { ...source, by: { ...source.by } },
      others,
    }
  }
  return {
    id,
    version,
    created_at: person.created_at.toISOString(),
    changed_at: person.changed_at.toISOString(),
    fields,
    secrets: secrets.map((secret) => ({
      ...secret,
      source: { ...secret.source, by: { ...secret.source.by } },
    })),
  }
}

/** One row of a list: values alone. */
export function rowShape(person: OpenedPerson): Static<typeof ListedPerson> {
  const fields: Static<typeof ListedPerson>['fields'] = {}
  for (const [name, held] of Object.entries(person.fields))
    fields[name] = 'withheld' in held ? { withheld: held.withheld } : held.value
  if (person.country !== null) fields.country = person.country
  return {
    id: person.id,
    came_at: cameAt(person),
    created_at: person.created_at.toISOString(),
    changed_at: person.changed_at.toISOString(),
    fields,
  }
}

function cameAt({ fields, created_at }: OpenedPerson): string {
  let first = created_at.toISOString()
  for (const held of Object.values(fields))
    if ('source' in held && held.source.collected_at < first) first = held.source.collected_at
  return first
}

/** Names that came from outside to fields of the registry; throws `field_unknown` with its pointer. */
export function fieldNames(names: readonly string[], pointer = '/fields'): FieldName[] {
  return names.map((name) => {
    if (!isFieldName(name)) throw unknownField(name, pointer)
    return name
  })
}

/** The same for values that are written: secrets may be among them. */
export function writtenNames(names: readonly string[]): (FieldName | SecretKind)[] {
  return names.map((name) => {
    if (!isFieldName(name) && !isSecretKind(name)) throw unknownField(name, '/fields')
    return name
  })
}

/** A name that somebody sent may itself be personal: it is repeated only where it looks like the name of a field. */
function unknownField(name: string, pointer: string): Problem {
  return new Problem('field_unknown', {
    pointer: /^[a-z_]{1,40}$/.test(name) ? `${pointer}/${name}` : pointer,
  })
}

/** All built-in fields, for a list that asks for none in particular. */
export const ALL_FIELDS = Object.keys(FIELDS) as FieldName[]

function valueShape(kept: KeptValue): Static<typeof Field> {
  return {
    value: kept.value,
    source: { ...kept.source, by: { ...kept.source.by } },
    earlier: kept.earlier.length,
  }
}
