/**
 * The ledger's published head: a C2SP tlog-checkpoint, which is a C2SP signed note with Ed25519 signatures
 * (RFC 8032). Pure: the caller hands in SHA-256 and the signing and verifying functions, so that the same lines
 * run on a server (`node:crypto`) and in a browser (`crypto.subtle`, which answers later).
 */
import { HASH_BYTES, sameBytes } from './merkle.ts'
import type { Sha256 } from './sha256.ts'

const ED25519 = 1
const KEY_BYTES = 32
const SIGNATURE_BYTES = 64
/** The standard asks for at least 16 to be accepted; more than this is an attack on the reader. */
const SIGNATURES_MAX = 64
const NOTE_MAX = 64 * 1024
/** As the standard's own package sees a space: Unicode White_Space. */
const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

/** What a checkpoint says: whose log, how many lines, and the root over them. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Further lines, opaque and best absent. */
  readonly extensions: readonly string[]
}

/** A key that may sign: its name (the log's origin, or a witness's) and its 32 bytes of Ed25519 public key. */
export interface VerifierKey {
  readonly name: string
  readonly id: number
  readonly publicKey: Uint8Array
}

export interface NoteSignature {
  readonly name: string
  readonly id: number
  readonly signature: Uint8Array
}

export interface SignedNote {
  /** What is signed, its final newline included. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export type Sign = (message: Uint8Array) => Uint8Array
export type Verify = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>

/** Why a checkpoint was not believed. */
export type Refusal = 'malformed' | 'unknown_key' | 'signature_invalid' | 'other_origin'

/** The key with its id: SHA-256(name || 0x0A || 0x01 || public key), first four bytes. RangeError if unusable. */
export function verifierKey(sha256: Sha256, name: string, publicKey: Uint8Array): VerifierKey {
  if (!isName(name)) throw new RangeError('the name of a key is empty or holds a space, a plus or a control')
  if (publicKey.length !== KEY_BYTES) throw new RangeError('an Ed25519 public key has 32 bytes')
  const digest = sha256(Uint8Array.from([...utf8(name), 0x0a, ED25519, ...publicKey]))
  return { name, id: uint32(digest), publicKey }
}

/** `<name>+<id in hex>+<base64 of 0x01 and the public key>`, as auditors and witnesses are given it. */
export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${hex32(key.id)}+${toBase64(Uint8Array.from([ED25519, ...key.publicKey]))}`
}

/** Reads a verifier key; null when it is malformed, of another algorithm, or its id is not that of its key. */
export function parseVerifierKey(sha256: Sha256, text: string): VerifierKey | null {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  const bytes = parts && fromBase64(parts[3]!)
  if (!parts || !bytes || bytes.length !== 1 + KEY_BYTES || bytes[0] !== ED25519) return null
  if (!isName(parts[1]!)) return null
  const key = verifierKey(sha256, parts[1]!, bytes.slice(1))
  return hex32(key.id) === parts[2] ? key : null
}

/** The text of a checkpoint. RangeError when a line could not be read back as what it was. */
export function checkpointText(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint
  const text = [origin, String(size), toBase64(root), ...extensions, ''].join('\n')
  if (!parseCheckpoint(text) || extensions.some((line) => line.includes('\n')) || origin.includes('\n')) {
    throw new RangeError(
      'a checkpoint has an origin, a whole size, a root of 32 bytes and lines that are not empty',
    )
  }
  return text
}

/** The checkpoint in a note's text, unverified; null when it is malformed. */
export function parseCheckpoint(text: string): Checkpoint | null {
  if (hasControls(text) || !text.endsWith('\n')) return null
  const [origin, size, encoded, ...extensions] = text.slice(0, -1).split('\n')
  const root = encoded === undefined ? null : fromBase64(encoded)
  if (!origin || size === undefined || !/^(0|[1-9]\d{0,15})$/.test(size) || root?.length !== HASH_BYTES)
    return null
  if (!Number.isSafeInteger(Number(size)) || extensions.includes('')) return null
  return { origin, size: Number(size), root, extensions }
}

/** Puts the log's signature under a checkpoint: the note that is published at `<prefix>/checkpoint`. */
export function signCheckpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Sign): string {
  const text = checkpointText(checkpoint)
  return `${text}\n${signatureLine({ name: key.name, id: key.id, signature: sign(utf8(text)) })}`
}

/** One signature as a line of a note; a witness's line is appended to the log's. */
export function signatureLine({ name, id, signature }: NoteSignature): string {
  if (!isName(name)) throw new RangeError('the name of a key is empty or holds a space, a plus or a control')
  const bytes = Uint8Array.from([id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255, ...signature])
  return `\u2014 ${name} ${toBase64(bytes)}\n`
}

/** Takes a note apart, verifying nothing; null when it is malformed. */
export function parseNote(note: string): SignedNote | null {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || note.length > NOTE_MAX || hasControls(note) || !note.endsWith('\n')) return null
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > SIGNATURES_MAX) return null
  const signatures = lines.map(parseSignatureLine)
  if (!signatures.every((signature) => signature !== null)) return null
  return { text: note.slice(0, end + 1), signatures }
}

/**
 * Believes a note only if a key that the caller trusts signed it. Signatures of unknown keys are passed over; one of
 * a known key that does not hold refuses the whole note. `trusted` are the log's keys, not its witnesses'.
 */
export async function verifyCheckpoint(
  note: string,
  trusted: readonly VerifierKey[],
  verify: Verify,
): Promise<{ checkpoint: Checkpoint } | { refused: Refusal }> {
  const parsed = parseNote(note)
  const checkpoint = parsed && parseCheckpoint(parsed.text)
  if (!parsed || !checkpoint) return { refused: 'malformed' }
  const message = utf8(parsed.text)
  let signer: VerifierKey | undefined
  for (const { name, id, signature } of parsed.signatures) {
    const key = trusted.find((candidate) => candidate.name === name && candidate.id === id)
    if (!key) continue
    if (signature.length !== SIGNATURE_BYTES) return { refused: 'signature_invalid' }
    if (!(await verify(key.publicKey, message, signature))) return { refused: 'signature_invalid' }
    signer ??= key
  }
  if (!signer) return { refused: 'unknown_key' }
  if (signer.name !== checkpoint.origin) return { refused: 'other_origin' }
  return { checkpoint }
}

/** Whether two checkpoints of one log cannot both be honest: the same size under different roots. */
export function contradicts(a: Checkpoint, b: Checkpoint): boolean {
  return a.origin === b.origin && a.size === b.size && !sameBytes(a.root, b.root)
}

function parseSignatureLine(line: string): NoteSignature | null {
  const parts = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line)
  const bytes = parts && fromBase64(parts[2]!)
  if (!parts || !bytes || bytes.length < 5 || !isName(parts[1]!)) return null
  return { name: parts[1]!, id: uint32(bytes), signature: bytes.slice(4) }
}

function isName(name: string): boolean {
  return name !== '' && !name.includes('+') && !SPACE.test(name) && !hasControls(name) && !name.includes('\n')
}

/** Below U+0020 but the newline; and halves of surrogate pairs, which are not UTF-8. */
function hasControls(text: string): boolean {
  return /\p{Cs}/u.test(text) || Array.from(text).some((sign) => sign < ' ' && sign !== '\n')
}

function uint32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
}

function hex32(id: number): string {
  return id.toString(16).padStart(8, '0')
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** RFC 4648, section 4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** Null for anything but the one canonical spelling of its bytes. */
export function fromBase64(text: string): Uint8Array | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : null
}
