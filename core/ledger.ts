/**
 * What one line of the ledger is, byte for byte, and how a person checks that a line about them is in it.
 *
 * A line is one event: who did what, with which fields, for which purpose, when; and nothing about any person. The
 * people concerned are *links*: a link's hash is SHA-256(0x00 || salt || person id as 16 bytes), which is the RFC 6962
 * leaf hash of salt and id, and the line holds the Merkle root over its links. A person's salt dies with them, and the
 * line then says nothing of them while the tree stays whole. The salt is 16 random bytes or more, new for every link.
 *
 * Canonical bytes: the JSON of RFC 8785 (keys in order, no spaces, UTF-8) of
 *
 *     {"actor":{"hash":<64 hex digits or null>,"kind":"staff"},"at":"2026-01-31T09:30:00.123456Z",
 *      "fields":["email","phone"],"id":"<uuid>","kind":"person.opened","links":{"count":1,"root":"<64 hex digits>"},
 *      "purpose":"service.request","v":1}
 *
 * Every string in it is printable ASCII without quotation mark or backslash, so any JSON writer that sorts its keys
 * gives the same bytes. `fields` are sorted and each is there once. These bytes are the entry in the ledger's bundles
 * (C2SP tlog-tiles), and the tree's leaf hash is SHA-256(0x00 || bytes).
 */
import { inclusionPath, leafHash, rootOf, sameBytes, verifyInclusion } from './merkle.ts'
import type { Sha256 } from './sha256.ts'
import { ENTRY_MAX } from './tiles.ts'

export type ActorKind = 'staff' | 'person' | 'system'

export interface LedgerEvent {
  /** UUID, lower case. */
  readonly id: string
  /** RFC 3339 in UTC with six digits of a second: `2026-01-31T09:30:00.123456Z`. */
  readonly at: string
  /** `hash` is `actorHash`, null where there is nobody to name (the system). Never the id itself. */
  readonly actor: { readonly kind: ActorKind; readonly hash: Uint8Array | null }
  readonly purpose: string
  readonly kind: string
  readonly fields: readonly string[]
  /** How many people are concerned, and the root over their links (`linkTree`). */
  readonly links: { readonly count: number; readonly root: Uint8Array }
}

export interface Link {
  readonly personId: string
  readonly salt: Uint8Array
}

export interface LinkTree {
  readonly root: Uint8Array
  /** The links' hashes in the order of the tree; they tell nothing without the salts and may stay with the event. */
  readonly hashes: readonly Uint8Array[]
  /** For each link given, in the order given: where it stands in the tree. */
  readonly places: readonly number[]
}

/** All that a person needs, beside a checkpoint they believe, to check one line about them. */
export interface LineProof {
  readonly entry: Uint8Array
  readonly index: number
  readonly path: readonly Uint8Array[]
  readonly link: { readonly salt: Uint8Array; readonly index: number; readonly path: readonly Uint8Array[] }
}

export type LineRefusal = 'malformed' | 'not_in_ledger' | 'not_linked'

const SALT_MIN = 16
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/
const WORD = /^[!#-[\]-~]{1,200}$/
const HASH = /^[0-9a-f]{64}$/

/** The canonical bytes of an event. RangeError when a part of it does not fit; fields may come in any order. */
export function encodeEvent(event: LedgerEvent): Uint8Array {
  const text = JSON.stringify({
    actor: { hash: event.actor.hash && toHex(event.actor.hash), kind: event.actor.kind },
    at: event.at,
    fields: [...new Set(event.fields)].sort(),
    id: event.id,
    kind: event.kind,
    links: { count: event.links.count, root: toHex(event.links.root) },
    purpose: event.purpose,
    v: 1,
  })
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > ENTRY_MAX || !isEvent(JSON.parse(text)))
    throw new RangeError('not an event of the ledger')
  return bytes
}

/** The event in canonical bytes; null for bytes that `encodeEvent` would not have made. */
export function decodeEvent(bytes: Uint8Array): LedgerEvent | null {
  const read = parsed(bytes)
  if (!isEvent(read)) return null
  const { hash, kind } = read.actor
  const event: LedgerEvent = {
    id: read.id,
    at: read.at,
    actor: { kind, hash: hash === null ? null : fromHex(hash) },
    purpose: read.purpose,
    kind: read.kind,
    fields: read.fields,
    links: { count: read.links.count, root: fromHex(read.links.root) },
  }
  return sameBytes(encodeEvent(event), bytes) ? event : null
}

/** SHA-256(0x00 || salt || person id). RangeError for a salt of fewer than 16 bytes or an id that is no UUID. */
export function linkHash(sha256: Sha256, { personId, salt }: Link): Uint8Array {
  return sha256(salted(0, salt, personId))
}

/**
 * SHA-256(0x02 || salt || actor id): who did it, for whoever holds the salt. It has to be kept where it dies with the
 * actor's key, so that later "someone from service" did it. The prefix keeps it apart from links and nodes.
 */
export function actorHash(sha256: Sha256, actorId: string, salt: Uint8Array): Uint8Array {
  return sha256(salted(2, salt, actorId))
}

/** The tree over an event's links. It is sorted by hash, so that a place in it tells nothing about the list. */
export function linkTree(sha256: Sha256, links: readonly Link[]): LinkTree {
  const found = links.map((link, given) => ({ given, hash: linkHash(sha256, link) }))
  found.sort((a, b) => compare(a.hash, b.hash))
  const places = Array<number>(links.length)
  found.forEach(({ given }, place) => (places[given] = place))
  const hashes = found.map(({ hash }) => hash)
  return { root: rootOf(sha256, hashes), hashes, places }
}

/** The audit path of the link at a place of the tree, kept with the link or made from the event's hashes. */
export function linkPath(sha256: Sha256, hashes: readonly Uint8Array[], place: number): Uint8Array[] {
  return inclusionPath(sha256, hashes, place)
}

/**
 * Whether a line is in the ledger and about this person: the entry is in the tree of a checkpoint that the caller has
 * verified, and the person's link is in the entry. Gives the event, or why it is not believed.
 */
export function verifyLine(
  sha256: Sha256,
  personId: string,
  proof: LineProof,
  checkpoint: { readonly size: number; readonly root: Uint8Array },
): { event: LedgerEvent } | { refused: LineRefusal } {
  const event = decodeEvent(proof.entry)
  const { salt, index, path } = proof.link
  if (!event || salt.length < SALT_MIN || !UUID.test(personId)) return { refused: 'malformed' }
  const leaf = leafHash(sha256, proof.entry)
  if (!verifyInclusion(sha256, leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)) {
    return { refused: 'not_in_ledger' }
  }
  const hash = linkHash(sha256, { personId, salt })
  const linked = verifyInclusion(sha256, hash, index, event.links.count, path, event.links.root)
  return linked ? { event } : { refused: 'not_linked' }
}

interface Canonical {
  readonly id: string
  readonly at: string
  readonly actor: { readonly kind: ActorKind; readonly hash: string | null }
  readonly purpose: string
  readonly kind: string
  readonly fields: readonly string[]
  readonly links: { readonly count: number; readonly root: string }
}

/** Checks each part that is read; anything more is found by encoding again. */
function isEvent(read: unknown): read is Canonical {
  const event = record(read)
  const actor = record(event?.actor)
  const links = record(event?.links)
  if (!event || !actor || !links || !Array.isArray(event.fields)) return false
  const words: unknown[] = [event.purpose, event.kind, ...event.fields]
  return (
    matches(UUID, event.id) &&
    matches(TIME, event.at) &&
    words.every((word) => matches(WORD, word)) &&
    (actor.kind === 'staff' || actor.kind === 'person' || actor.kind === 'system') &&
    (actor.hash === null || matches(HASH, actor.hash)) &&
    matches(HASH, links.root) &&
    Number.isSafeInteger(links.count) &&
    Number(links.count) >= 0
  )
}

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value)
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return null
  }
}

function salted(prefix: number, salt: Uint8Array, id: string): Uint8Array {
  if (salt.length < SALT_MIN) throw new RangeError('a salt of the ledger has 16 bytes or more')
  if (!UUID.test(id)) throw new RangeError('an id in the ledger is a lower-case UUID')
  const bytes = new Uint8Array(1 + salt.length + 16)
  bytes[0] = prefix
  bytes.set(salt, 1)
  for (let from = 0, to = 1 + salt.length; from < id.length; from += 2) {
    if (id.charCodeAt(from) === 0x2d) from++
    bytes[to++] = (nibble(id.charCodeAt(from)) << 4) | nibble(id.charCodeAt(from + 1))
  }
  return bytes
}

/** The value of a digit or a lower-case letter of hexadecimal. */
function nibble(code: number): number {
  return code < 0x40 ? code - 0x30 : code - 0x57
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return 0
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += DIGITS[byte]
  return text
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16),
  )
}
