import { maskText } from '../core/interceptor.ts'
import { Problem } from '../core/errors.ts'
import { sealBytes, type Place } from './seal.ts'

/** The reason that someone typed, sealed under the key of the person it is about. */
export function sealReason(
  reason: string,
  person: string,
  event: string,
  keyId: string,
  key: Buffer | undefined,
): Buffer {
  if (!key) throw new Problem('not_found')
  return sealBytes(Buffer.from(maskText(reason), 'utf8'), reasonPlace(person, event, keyId), key)
}

export function reasonPlace(person: string, event: string, keyId: string): Place {
  return { table: 'ledger_links', column: 'sealed_reason', row: `${person}/${event}`, version: 1, keyId }
}
