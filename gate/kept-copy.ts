import { v4 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import { COMPARTMENTS, FIELDS, type Compartment, type FieldName } from '../core/fields.ts'
import type { Law } from '../core/laws.ts'
import type { Blind } from './blind.ts'
import { Blob } from './blob.ts'
import type { Caller } from './caller.ts'
import { together } from './person-rows.ts'
import { Sealed, sealBytes, type Place } from './seal.ts'

/** The values of a person that a law may name, in their normal form. */
export type KeptFields = Partial<Record<FieldName, string>>

/** A copy of what a law names, sealed under a key of its own, as `gate.put_kept` takes it. */
export interface KeptCopy {
  readonly id: string
  readonly person: string
  readonly law: string
  readonly keyId: string
  readonly version: number
  readonly held: string
  readonly sealed: Buffer
  readonly found: Buffer | null
}

/** Bound to the copy and its law: moved to another it opens for nobody. It says nothing of the person, who may be gone. */
export function keptPlace(id: string, law: string, keyId: string, version: number): Place {
  return { table: 'kept_copies', column: 'sealed', row: `${id}/${law}`, version, keyId }
}

/** Seals what the law names of these values; undefined where none of them is held. */
export function sealCopy(
  blind: Blind,
  law: Law,
  copy: { id?: string; person: string; keyId: string; version: number },
  key: Buffer | undefined,
  values: KeptFields,
): KeptCopy {
  if (!key) throw new Problem('keyring_unreachable')
  const id = copy.id ?? uuid()
  const held = law.fields.filter((field) => values[field] !== undefined)
  const named = Object.fromEntries(held.map((field) => [field, values[field]!])) as KeptFields
  const plain = Buffer.from(JSON.stringify(named), 'utf8')
  const sealed = sealBytes(plain, keptPlace(id, law.id, copy.keyId, copy.version), key)
  plain.fill(0)
  const { birth_date, family_name } = named
  return {
    id,
    person: copy.person,
    law: law.id,
    keyId: copy.keyId,
    version: copy.version,
    held: held.join(','),
    sealed,
    found: birth_date && family_name ? blind.kept(birth_date, family_name) : null,
  }
}

/** The values of a copy, or undefined when key, place or version do not fit. */
export function openCopy(
  row: { kept_id: string; law_id: string; key_id: string; version: number; sealed: Buffer },
  key: Buffer | undefined,
): KeptFields | undefined {
  const place = keptPlace(row.kept_id, row.law_id, row.key_id, row.version)
  const plain = key && new Sealed(place, row.sealed).openWith(key)
  return plain ? (JSON.parse(plain.toString('utf8')) as KeptFields) : undefined
}

/**
 * The same statement with the copies written after it, in the same transaction.
 * @param made the call of the door that writes the grant or the value
 * @param first the number of the first free value
 */
export function withCopies(made: string, first: number): string {
  const at = (place: number, type: string) => `$${first + place}${type}`
  return `with made as materialized (select ${made} as done)
    select made.done, gate.put_kept($1,${at(0, '::uuid[]')},${at(1, '::uuid[]')},${at(2, '::uuid[]')},${at(3, '::uuid[]')},
      ${at(4, '')},${at(5, '')},${at(6, '')},${at(7, '')}) as copies from made`
}

/** The values of `gate.put_kept` after the token. */
export function copyValues(copies: readonly KeptCopy[]): unknown[] {
  return [
    copies.map((copy) => copy.person),
    copies.map((copy) => copy.law),
    copies.map((copy) => copy.id),
    copies.map((copy) => copy.keyId),
    copies.map((copy) => copy.version),
    copies.map((copy) => copy.held),
    copies.map((copy) => copy.sealed),
    copies.map((copy) => copy.found),
  ]
}

interface KeptOf {
  law_id: string
  kept_id: string | null
  key_id: string | null
  version: number | null
  stands: boolean | null
}

/**
 * The copies that a person's grant or change asks for, from their values as they stand and what is about to change.
 * Nothing of an earlier copy is opened for it.
 * @param grants true while a grant under these laws is being given; else only copies of contracts that stand
 * @param changes values about to be set, or (undefined) removed
 */
export async function copiesFor(
  caller: Caller,
  person: string,
  laws: readonly Law[],
  grants: boolean,
  changes: Partial<Record<FieldName, string | undefined>> = {},
): Promise<KeptCopy[]> {
  const { house, door } = caller
  const known = await door<KeptOf>('kept_of', 'select * from gate.kept_of($1,$2::uuid)', [person])
  const wanted = laws.flatMap((law) => {
    const row = known.find((each) => each.law_id === law.id)
    return row && (grants || row.stands) ? [{ law, row }] : []
  })
  if (wanted.length === 0) return []
  const values = { ...(await valuesOf(caller, person, laws)), ...changes }
  const fresh = await house.keyring.take(wanted.filter(({ row }) => row.kept_id === null).length)
  const copies = wanted.map(({ law, row }) => ({
    law,
    copy: {
      ...(row.kept_id === null ? {} : { id: row.kept_id }),
      person,
      keyId: row.key_id ?? fresh.pop()!,
      version: (row.version ?? 0) + 1,
    },
  }))
  return house.keyring.with(
    copies.map(({ copy }) => copy.keyId),
    (keyOf) =>
      copies.map(({ law, copy }) =>
        sealCopy(house.blind, law, copy, keyOf(copy.keyId), values as KeptFields),
      ),
  )
}

async function valuesOf(caller: Caller, person: string, laws: readonly Law[]): Promise<KeptFields> {
  const rows = await caller.door<Parameters<typeof together>[0][number]>(
    'kept_facts',
    'select * from gate.kept_facts($1,$2::uuid,$3)',
    [person, compartmentsOf(laws)],
  )
  const [closed] = together(rows)
  if (!closed) throw new Problem('not_found')
  const values: KeptFields = closed.country === null ? {} : { country: closed.country }
  await caller.house.keyring.with([closed.keyId], (keyOf) => {
    const key = keyOf(closed.keyId)
    for (const sealed of closed.sealed.values()) {
      const plain = key && sealed.openWith(key)
      if (!plain) throw new Problem('keyring_unreachable')
      const blob = Blob.read(plain)
      for (const field of blob.fields()) values[field] = blob.value(field)!
    }
  })
  return values
}

function compartmentsOf(laws: readonly Law[]): Compartment[] {
  const named = new Set<string>(
    laws.flatMap(({ fields }) => fields.map((field) => FIELDS[field].compartment)),
  )
  return COMPARTMENTS.filter((compartment) => named.has(compartment))
}
