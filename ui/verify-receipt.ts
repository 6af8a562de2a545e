import type { JWK } from 'jose'

/** Where the organisation publishes the keys it signs receipts with (RFC 7517). */
export const RECEIPT_KEYS = '/.well-known/goodfaith-keys.json'

export type ReceiptVerdict =
  | { is: 'valid'; kid: string; alg: string }
  /** Signed by us, but it says something else than what the server told this page. */
  | { is: 'mismatch'; kid: string; alg: string }
  | { is: 'invalid' | 'key_unknown' | 'cannot_check' }

/** What a page shows of an erasure, as far as the receipt has to say the same. */
export interface ShownErasure {
  readonly id: string
  readonly holdings: readonly object[]
  readonly kept: readonly object[]
  readonly receipt: { readonly jws: string } | null
}

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
    return { is: saysTheSame(signed, erasure) ? 'valid' : 'mismatch', kid, alg }
  } catch {
    return { is: 'invalid' }
  }
}

/** The signed words against the shown ones: the same erasure, the same holdings, the same kept. */
function saysTheSame(signed: unknown, erasure: ShownErasure): boolean {
  if (typeof signed !== 'object' || signed === null) return false
  const { holdings, kept } = signed as { holdings?: unknown; kept?: unknown }
  const id = Object.values(signed).includes(erasure.id)
  return id && sameRows(holdings, erasure.holdings, HELD) && sameRows(kept, erasure.kept, KEPT)
}

const HELD = ['holding', 'count', 'fate']
const KEPT = ['holding', 'law', 'until']

function sameRows(signed: unknown, shown: readonly object[], parts: readonly string[]): boolean {
  if (!Array.isArray(signed)) return false
  const plain = (rows: readonly unknown[]) =>
    rows.map((row) => JSON.stringify(parts.map((part) => (row as Record<string, unknown>)[part]))).sort()
  return JSON.stringify(plain(signed)) === JSON.stringify(plain(shown))
}
