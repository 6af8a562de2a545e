import type { JWK } from 'jose'

/** Where the organisation publishes the keys it signs receipts with (RFC 7517). */
export const RECEIPT_KEYS = '/.well-known/goodfaith-keys.json'

/** What a page shows of an erasure, as far as the receipt has to say the same. */
export interface ShownErasure {
  readonly id: string
  readonly holdings: readonly object[]
  readonly kept: readonly object[]
  readonly receipt: { readonly jws: string } | null
}

/** What a receipt says beyond the erasure itself, as it was signed. */
export interface Signed {
  readonly organisation?: string | null
  /** When the last old copy of the key is overwritten. */
  readonly key_copies_end?: string | null
  /** When the last log file of the database that touched the rows is gone. */
  readonly swept_by?: string | null
  /** One keyed hash for each address that is not to be written to again. */
  readonly suppressions?: readonly string[]
  readonly recipients?: readonly { readonly name: string }[]
}

export type ReceiptVerdict =
  | { is: 'valid'; kid: string; alg: string; signed: Signed }
  /** Signed by us, but it says something else than what the server told this page. */
  | { is: 'mismatch'; kid: string; alg: string }
  | { is: 'invalid' | 'key_unknown' | 'cannot_check' }

const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256']

/**
 * Checks a receipt (JWS, RFC 7515; EdDSA of RFC 8037 or ES256) against the published keys (RFC 7517) in this browser,
 * and that it says what `erasure` says.
 */
export async function verifyReceipt(erasure: ShownErasure, keys: readonly JWK[]): Promise<ReceiptVerdict> {
  const jws = erasure.receipt?.jws ?? ''
  if (!globalThis.crypto?.subtle) return { is: 'cannot_check' }
  const { compactVerify, decodeProtectedHeader, importJWK } = await import('jose')
  let header
  try {
    header = decodeProtectedHeader(jws)
  } catch {
    return { is: 'invalid' }
  }
  const { kid, alg } = header
  if (!alg || !ALGORITHMS.includes(alg)) return { is: 'invalid' }
  const key = keys.find((candidate) => candidate.kid === kid)
  if (!kid || !key) return { is: 'key_unknown' }
  let imported
  try {
    imported = await importJWK(key, alg)
  } catch {
    return { is: 'cannot_check' }
  }
  try {
    const { payload } = await compactVerify(jws, imported, { algorithms: ALGORITHMS })
    const signed: unknown = JSON.parse(new TextDecoder().decode(payload))
    return isSigned(signed, erasure) ? { is: 'valid', kid, alg, signed } : { is: 'mismatch', kid, alg }
  } catch {
    return { is: 'invalid' }
  }
}

/** The keys that the organisation publishes. Throws where they cannot be read. */
export async function publishedKeys(): Promise<JWK[]> {
  const answer = await fetch(RECEIPT_KEYS, { credentials: 'omit' })
  if (!answer.ok) throw new Error('the published keys could not be read')
  const { keys }: { keys: JWK[] } = await answer.json()
  return keys
}

/** The signed words against the shown ones: the same erasure, the same holdings, the same kept. */
function isSigned(signed: unknown, { id, holdings, kept }: ShownErasure): signed is Signed {
  if (typeof signed !== 'object' || signed === null) return false
  if (!('erasure' in signed) || !('holdings' in signed) || !('kept' in signed)) return false
  return (
    signed.erasure === id && sameRows(signed.holdings, holdings, HELD) && sameRows(signed.kept, kept, KEPT)
  )
}

const HELD = ['holding', 'count', 'fate']
const KEPT = ['holding', 'law', 'until']

function sameRows(signed: unknown, shown: readonly object[], parts: readonly string[]): boolean {
  if (!Array.isArray(signed)) return false
  const plain = (rows: readonly unknown[]) =>
    rows.map((row) => JSON.stringify(parts.map((part) => (row as Record<string, unknown>)[part]))).sort()
  return JSON.stringify(plain(signed)) === JSON.stringify(plain(shown))
}
