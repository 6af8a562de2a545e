import { fromBase64, parseVerifierKey, verifyCheckpoint, type Checkpoint } from '../../core/checkpoint.ts'
import { verifyLine, type LedgerEvent, type LineProof } from '../../core/ledger.ts'
import { sha256 } from '../../core/sha256.ts'
import type { LedgerLine } from '../shapes.ts'

/** What the server hands over for one line, so that nobody has to believe it. */
export interface SentProof {
  /** The line itself, as the canonical bytes of `core/ledger.ts` in base64. */
  readonly entry: string
  readonly link: { readonly salt: string; readonly index: number; readonly path: readonly string[] }
  readonly inclusion: { readonly index: number; readonly size: number; readonly path: readonly string[] }
  /** A signed note (C2SP). */
  readonly checkpoint: string
  /** The log's verifier key, `<name>+<id>+<key>`. */
  readonly key: string
}

export type Verdict = { is: 'in'; checkpoint: Checkpoint } | { is: 'not' } | { is: 'cannot' }

/**
 * Checks one line of the ledger in this browser, from its bytes up to the signed head: the line is in the tree, the
 * person is linked to it, the head is signed by the key given, and it says what the line that was shown says.
 */
export async function checkLine(personId: string, shown: LedgerLine, sent: SentProof): Promise<Verdict> {
  if (!globalThis.crypto?.subtle) return { is: 'cannot' }
  const key = parseVerifierKey(sha256, sent.key)
  const proof = decoded(sent)
  if (!key || !proof) return { is: 'not' }
  let head
  try {
    head = await verifyCheckpoint(sent.checkpoint, [key], verifyEd25519)
  } catch {
    // An older browser has no Ed25519; that says nothing about the line.
    return { is: 'cannot' }
  }
  if ('refused' in head) return { is: 'not' }
  const line = verifyLine(sha256, personId, proof, head.checkpoint)
  if ('refused' in line || !saysTheSame(line.event, shown)) return { is: 'not' }
  return { is: 'in', checkpoint: head.checkpoint }
}

/** A sentence made of other words than those in the ledger would be a lie with a true proof beside it. */
function saysTheSame(event: LedgerEvent, shown: LedgerLine): boolean {
  return (
    event.id === shown.event_id &&
    event.kind === shown.kind &&
    event.purpose === shown.purpose &&
    event.actor.kind === shown.actor.kind &&
    // The page is told milliseconds, the ledger keeps microseconds.
    new Date(event.at).getTime() === new Date(shown.at).getTime() &&
    event.fields.join() === [...new Set(shown.fields)].sort().join()
  )
}

async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', own(publicKey), { name: 'Ed25519' }, false, ['verify'])
  return crypto.subtle.verify({ name: 'Ed25519' }, key, own(signature), own(message))
}

/** WebCrypto takes bytes that no other thread may share; ours never are, the types ask for a copy to know it. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes)
}

function decoded(sent: SentProof): LineProof | null {
  const entry = fromBase64(sent.entry)
  const salt = fromBase64(sent.link.salt)
  const path = allFromBase64(sent.inclusion.path)
  const linkPath = allFromBase64(sent.link.path)
  if (!entry || !salt || !path || !linkPath) return null
  return { entry, index: sent.inclusion.index, path, link: { salt, index: sent.link.index, path: linkPath } }
}

function allFromBase64(texts: readonly string[]): Uint8Array[] | null {
  const all = texts.map(fromBase64)
  return all.every((bytes) => bytes !== null) ? all : null
}
