import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { uuidBytes } from '../bytes.ts'
import { Sealed, sealBytes, type Place } from '../seal.ts'
import { unusable } from './blocks.ts'

/** What is not in a backup: derived tables, which a restore makes anew, and what ends within days by itself. */
export const LEFT_OUT: readonly string[] = [
  'search_tokens',
  'name_order',
  'standing',
  'staff_purposes',
  'ledger_waiting',
  'sessions',
  'sign_in_links',
  'repeats',
  'find_attempts',
  'fresh_sign_ins',
  'secret_tries',
]

export interface Header {
  readonly format: 1
  /** Random: binds each sealed record to this file. */
  readonly id: string
  readonly made_at: string
  /** SHA-256 of tables and columns, in hexadecimal. */
  readonly schema: string
  /** Every table's columns; a table stands after those it points at. */
  readonly columns: Readonly<Record<string, readonly string[]>>
}

export interface Trailer {
  readonly people: number
  readonly staff: number
  /** Copies that laws keep; none in backups from before there were any. */
  readonly kept?: number
  /** People whose key was gone already: their erasure was under way. */
  readonly leaving: number
  readonly rows: Readonly<Record<string, number>>
}

/** One owner's rows by table, as JSON texts that nothing here parses: no number loses a digit. */
export type Rows = Map<string, string>

/** An owner's rows, sealed under their key. */
export interface SealedRecord {
  readonly keyId: string
  readonly sealed: Buffer
}

function placeOf(backup: string, keyId: string): Place {
  return { table: 'backup', column: 'record', row: backup, version: 1, keyId }
}

/** Seals an owner's rows, open columns and all, under the owner's key. */
export function sealRecord(backup: string, keyId: string, rows: Rows, key: Buffer): SealedRecord {
  const text = [...rows].map(([table, content]) => `${table}\0${content}\0`).join('')
  const plain = deflateRawSync(Buffer.from(text, 'utf8'), { level: 1 })
  const sealed = sealBytes(plain, placeOf(backup, keyId), key)
  plain.fill(0)
  return { keyId, sealed }
}

/** @throws Problem `backup_unusable` when it does not open under the key it names */
export function openRecord(backup: string, record: SealedRecord, key: Buffer): Rows {
  const plain = new Sealed(placeOf(backup, record.keyId), record.sealed).openWith(key)
  if (!plain) throw unusable('a record does not open under its key')
  const parts = inflateRawSync(plain).toString('utf8').split('\0')
  const rows: Rows = new Map()
  for (let i = 0; i + 1 < parts.length; i += 2) rows.set(parts[i]!, parts[i + 1]!)
  return rows
}

/** Records one after the other: key id (16 bytes), length (4), sealed bytes. */
export function packRecords(records: readonly SealedRecord[]): Buffer {
  return Buffer.concat(
    records.flatMap(({ keyId, sealed }) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(sealed.length)
      return [uuidBytes(keyId), length, sealed]
    }),
  )
}

export function unpackRecords(content: Buffer): SealedRecord[] {
  const records: SealedRecord[] = []
  for (let at = 0; at < content.length;) {
    if (at + 20 > content.length) throw unusable('it is damaged')
    const hex = content.toString('hex', at, at + 16)
    const end = at + 20 + content.readUInt32BE(at + 16)
    if (end > content.length) throw unusable('it is damaged')
    const keyId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    records.push({ keyId, sealed: content.subarray(at + 20, end) })
    at = end
  }
  return records
}

/** Columns that an older Goodfaith had: a backup with them is restored without. */
export const RETIRED: readonly string[] = ['ledger_events.sequenced']
