import { v7 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import type { Incoming } from '../core/intake.ts'
import type { SecretKind } from '../core/secrets.ts'
import type { KeptSource } from './blob.ts'
import type { Caller, House } from './caller.ts'
import { placeOf } from './person-rows.ts'
import { Sealed, sealBytes, type Place } from './seal.ts'
import { readVaultList, type KeptSecret } from './vault-list.ts'

/** A secret that is about to be kept, with the key that is its own. */
export interface NewSecret extends KeptSecret {
  readonly person: string
  readonly keyId: string
  readonly token: Buffer
  readonly sealed: Buffer
}

/** The masks of one person, sealed, as the doors take them. */
export interface SealedList {
  readonly compartment: 'vault'
  readonly version: number
  readonly held: string
  readonly sealed: Buffer
}

/** The statement that keeps secrets; its first value is the token. */
export const PUT_SECRETS = '$2::uuid[],$3::uuid[],$4,$5::uuid[],$6,$7,$8::uuid[],$9::integer[],$10,$11'

/**
 * Seals secrets, each under a key of its own; a number that is there already is left out.
 * @param known tokens of what the person has
 */
export async function sealSecrets(
  house: House,
  person: string,
  incoming: readonly Incoming[],
  source: KeptSource,
  known: readonly Buffer[] = [],
): Promise<NewSecret[]> {
  const seen = new Set(known.map((token) => token.toString('hex')))
  const fresh = incoming
    .map((secret) => ({ ...secret, token: house.blind.secret(secret.kind, secret.value) }))
    .filter(({ token }) => !seen.has(token.toString('hex')) && seen.add(token.toString('hex')))
  if (fresh.length === 0) return []
  const keys = await house.keyring.take(fresh.length)
  return house.keyring.with(keys, (keyOf) =>
    fresh.map(({ kind, value, masked, where, token }, i) => {
      const [id, keyId] = [uuid(), keys[i]!]
      const key = keyOf(keyId)
      if (!key) throw new Problem('keyring_unreachable')
      const plain = Buffer.from(value, 'utf8')
      const sealed = sealBytes(plain, secretPlace(person, id, kind, 1, keyId), key)
      plain.fill(0)
      return { id, kind, masked, where, source, person, keyId, token, sealed }
    }),
  )
}

/** A list of masks, sealed under the person's key beside their other values. */
export function sealList(
  person: string,
  keyId: string,
  key: Buffer,
  version: number,
  list: readonly KeptSecret[],
): SealedList {
  const kept = list.map(({ id, kind, masked, where, source }) => ({ id, kind, masked, where, source }))
  const place = placeOf({ person_id: person, key_id: keyId, compartment: 'vault', sealed_version: version })
  const held = [...new Set(kept.map(({ kind }) => kind))].join(',')
  return {
    compartment: 'vault',
    version,
    held,
    sealed: sealBytes(Buffer.from(JSON.stringify(kept), 'utf8'), place, key),
  }
}

/** The values of `gate.put_secrets` behind the token. */
export function putValues(
  secrets: readonly NewSecret[],
  lists: readonly { person: string; list: SealedList }[] = [],
): unknown[] {
  return [
    secrets.map(({ person }) => person),
    secrets.map(({ id }) => id),
    secrets.map(({ kind }) => kind),
    secrets.map(({ keyId }) => keyId),
    secrets.map(({ sealed }) => sealed),
    secrets.map(({ token }) => token),
    lists.map(({ person }) => person),
    lists.map(({ list }) => list.version),
    lists.map(({ list }) => list.held),
    lists.map(({ list }) => list.sealed),
  ]
}

interface ListRow {
  key_id: string
  version: number | null
  sealed: Buffer | null
  tokens: Buffer[]
}

/**
 * Changes what a person has in the vault, in the caller's transaction: kinds go with their keys, numbers are added.
 * @throws Problem `not_found`
 */
export async function changeVault(
  caller: Caller,
  person: string,
  { secrets, removed }: { secrets: readonly Incoming[]; removed: readonly SecretKind[] },
  source: KeptSource,
): Promise<void> {
  const { house } = caller
  if (removed.length > 0) {
    const gone = await caller.door<{ key_id: string }>(
      'drop_secrets',
      'select * from gate.drop_secrets($1,$2::uuid,$3)',
      [person, removed],
    )
    const keys = gone.map(({ key_id }) => key_id)
    if (keys.length > 0) caller.afterwards(() => house.keyring.destroy(keys))
  }
  const [row] = await caller.door<ListRow>('vault_list', 'select * from gate.vault_list($1,$2::uuid)', [
    person,
  ])
  if (!row) throw new Problem('not_found')
  const added = await sealSecrets(house, person, secrets, source, row.tokens)
  if (added.length === 0 && removed.length === 0) return
  const version = (row.version ?? 0) + 1
  const list = await house.keyring.with([row.key_id], (keyOf) => {
    const key = keyOf(row.key_id)
    if (!key) throw new Problem('not_found')
    const before = openList(person, row, key).filter(({ kind }) => !removed.includes(kind))
    return sealList(person, row.key_id, key, version, [...added, ...before])
  })
  await caller.door(
    'put_secrets',
    `select gate.put_secrets($1,${PUT_SECRETS})`,
    putValues(added, [{ person, list }]),
  )
}

function openList(person: string, { key_id, version, sealed }: ListRow, key: Buffer): KeptSecret[] {
  if (!sealed) return []
  const place = placeOf({ person_id: person, key_id, compartment: 'vault', sealed_version: version })
  const plain = new Sealed(place, sealed).openWith(key)
  if (!plain) throw new Problem('keyring_unreachable')
  return readVaultList(plain)
}

/** Where a secret is sealed to: its person and its kind besides its own row. */
export function secretPlace(person: string, id: string, kind: string, version: number, keyId: string): Place {
  return { table: 'secrets', column: 'sealed', row: `${person}/${kind}/${id}`, version, keyId }
}
