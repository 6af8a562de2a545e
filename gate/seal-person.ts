import { Problem } from '../core/errors.ts'
import { FIELDS, type Compartment, type FieldName } from '../core/fields.ts'
import { normalOf, type Fields } from '../core/normal-fields.ts'
import { noticeDeadline, type Source } from '../core/sources.ts'
import { takeFields, takeWords, type Incoming } from '../core/intake.ts'
import { maskText } from '../core/interceptor.ts'
import type { SecretKind } from '../core/secrets.ts'
import { normaliseField } from '../core/values.ts'
import { searchedBy, type PlainFields } from './blind.ts'
import { newId } from './bytes.ts'
import { Blob, type KeptSource } from './blob.ts'
import { placeOf, type ClosedPerson } from './person-rows.ts'
import { sealBytes } from './seal.ts'
import { sealList, type NewSecret } from './vault-write.ts'

/** A grant that `core/admission.ts` has admitted; the database looks at it once more. */
export interface NewGrant {
  readonly id: string
  readonly purpose: string
  readonly basis: string
  readonly notice: string | null
  readonly evidence: {
    /** What the wording was read in, where it was not English. */
    readonly language?: string
    readonly kind: string
    readonly detail?: string
    readonly ref?: string
    readonly at?: string
  } | null
  readonly guardian: boolean
  readonly under_age: boolean
  readonly expires_at: Date | null
}

export interface NewPerson {
  /** Made by the gate when left out. */
  readonly id?: string
  /** As they came from outside; the gate normalises them, takes secrets out, and refuses what does not fit. */
  readonly fields: Partial<Record<FieldName | SecretKind, string>>
  readonly source: Source
  readonly grants: readonly NewGrant[]
}

interface SealedCompartment {
  readonly compartment: Compartment
  readonly version: number
  readonly held: string
  readonly sealed: Buffer
}

interface TakenPerson {
  readonly person: Omit<NewPerson, 'fields'> & { readonly id: string; readonly fields: Fields }
  readonly source: KeptSource
  readonly incoming: readonly Incoming[]
  secrets: NewSecret[]
}

/** What was sent of a person, without the secrets in it: values, the words of its source and of evidence. */
export function takePerson(person: NewPerson, by: { kind: string; id: string }): TakenPerson {
  const { texts, secrets, told } = takeFields(
    person.fields,
    person.fields.national_id === undefined ? undefined : countryOf(person.fields),
  )
  // as it was given where nothing was in it: what is known to be normal stays known
  const fields = (secrets.length === 0 && told.length === 0 ? person.fields : texts) as Fields
  const words = takeWords(person.source.detail, 'source', '/source/detail')
  const evidence = person.grants.flatMap((grant) => evidenceSecrets(grant))
  return {
    person: { ...person, id: person.id ?? newId(), fields },
    source: keptSource({ ...person.source, detail: words.text }, by),
    incoming: [...secrets, ...words.secrets, ...evidence],
    secrets: [],
  }
}

/** Secrets that stand in the words of a grant's evidence; what is sealed of these has masks (`sealEvidence`). */
export function evidenceSecrets({ evidence }: NewGrant): readonly Incoming[] {
  return [evidence?.detail, evidence?.ref].flatMap((text) =>
    text ? takeWords(text, 'evidence', '/evidence').secrets : [],
  )
}

/** The country among what was sent, in its normal form. */
export function countryOf({ country }: Partial<Record<string, string | null>>): string | undefined {
  return country ? normaliseField('country', country).value : undefined
}

/** Seals a new person under their key: a blob for each compartment, evidence of grants, and what searching looks at. */
export function sealNew(
  person: TakenPerson['person'],
  keyId: string,
  key: Buffer | undefined,
  source: KeptSource,
  secrets: readonly NewSecret[],
) {
  if (!key) throw new Problem('keyring_unreachable')
  const { id } = person
  const country = person.fields.country ? normalOf(person.fields, 'country').value : null
  const blobs = new Map<Compartment, Blob>()
  const plain: PlainFields = {}
  const matches: PlainFields = {}
  for (const name of Object.keys(person.fields) as FieldName[]) {
    const { compartment }: { compartment: Compartment | 'open' } = FIELDS[name]
    if (compartment === 'open') continue
    const normal = normalOf(person.fields, name, country === null ? {} : { country })
    plain[name] = normal.value
    matches[name] = normal.match
    const blob = blobs.get(compartment) ?? Blob.empty()
    blob.set(name, plain[name], source)
    blobs.set(compartment, blob)
  }
  const values: SealedCompartment[] = [...blobs].map(([compartment, blob]) =>
    sealCompartment(id, keyId, key, compartment, 1, blob),
  )
  if (secrets.length > 0) values.push(sealList(id, keyId, key, 1, secrets))
  const grants = person.grants.map((grant) => ({
    ...grant,
    person: id,
    sealed: sealEvidence(grant, keyId, key),
  }))
  return {
    id,
    source,
    country,
    due: dueDate(person.source),
    plain,
    matches,
    values,
    grants,
    secrets,
    names: [...Object.keys(person.fields), ...secrets.map(({ kind }) => kind)],
  }
}

/** Seals anew those compartments that a change touches, and gives what searching looked at before and looks at now. */
export function sealChanged(
  person: ClosedPerson,
  key: Buffer,
  fields: Partial<Record<FieldName, string | null>>,
  source: KeptSource,
  country: string | null,
): { values: SealedCompartment[]; before: PlainFields; after: PlainFields } {
  const blobs = new Map<Compartment, Blob>()
  for (const [compartment, sealed] of person.sealed) {
    const plain = sealed.openWith(key)
    if (!plain) throw new Problem('keyring_unreachable')
    blobs.set(compartment, Blob.read(plain))
  }
  const before = plainOf(blobs)
  const touched = new Set<Compartment>()
  for (const [name, value] of Object.entries(fields) as [FieldName, string | null][]) {
    const { compartment }: { compartment: Compartment | 'open' } = FIELDS[name]
    if (compartment === 'open') continue
    const blob = blobs.get(compartment) ?? Blob.empty()
    blob.set(
      name,
      value === null ? null : normaliseField(name, value, country === null ? {} : { country }).value,
      source,
    )
    blobs.set(compartment, blob)
    touched.add(compartment)
  }
  const values = [...touched].map((compartment) =>
    sealCompartment(
      person.id,
      person.keyId,
      key,
      compartment,
      (person.sealed.get(compartment)?.place.version ?? 0) + 1,
      blobs.get(compartment)!,
    ),
  )
  return { values, before, after: plainOf(blobs) }
}

function sealCompartment(
  person: string,
  keyId: string,
  key: Buffer,
  compartment: Compartment,
  version: number,
  blob: Blob,
): SealedCompartment {
  const place = placeOf({ person_id: person, key_id: keyId, compartment, sealed_version: version })
  return { compartment, version, held: blob.fields().join(','), sealed: sealBytes(blob.bytes(), place, key) }
}

/** What the evidence says in its own words is personal: sealed under the person's key. */
export function sealEvidence(grant: NewGrant, keyId: string, key: Buffer): Buffer | null {
  if (!grant.evidence) return null
  const place = { table: 'grants', column: 'sealed', row: grant.id, version: 1, keyId }
  const { detail, ref, ...rest } = grant.evidence
  const masked = {
    ...rest,
    ...(detail === undefined ? {} : { detail: maskText(detail) }),
    ...(ref === undefined ? {} : { ref: maskText(ref) }),
  }
  return sealBytes(Buffer.from(JSON.stringify(masked), 'utf8'), place, key)
}

function plainOf(blobs: ReadonlyMap<Compartment, Blob>): PlainFields {
  const plain: PlainFields = {}
  for (const blob of blobs.values()) for (const field of blob.fields()) plain[field] = blob.value(field)
  return plain
}

/** A stated source as it is kept: with an id of its own, when it was written down, and by whom. */
export function keptSource(source: Source, by: { kind: string; id: string }): KeptSource {
  const now = new Date().toISOString()
  const collected = source.collected_at === null ? now : new Date(source.collected_at).toISOString()
  return {
    id: newId(),
    kind: source.kind,
    detail: source.detail,
    notice: source.notice,
    collected_at: collected,
    recorded_at: now,
    by,
  }
}

/** By when whoever did not tell us themself has to be told (GDPR art. 14). */
export function dueDate(source: Source): Date | null {
  const deadline = noticeDeadline(source, Date.now())
  return deadline === null ? null : new Date(deadline)
}

/** A changed name or birth date changes tokens that hang on the other: both have to be read, whatever the purpose opens. */
export function compartmentsFor(names: readonly FieldName[]): (Compartment | 'open')[] {
  const own = new Set<Compartment | 'open'>(names.map((name) => FIELDS[name].compartment))
  if (names.some(searchedBy))
    for (const also of ['identity', 'contact', 'demographic'] as const) own.add(also)
  return [...own]
}
