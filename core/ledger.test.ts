import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as ledger from './ledger.ts'
import * as merkle from './merkle.ts'
import { sha256 as portable } from './sha256.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash('sha256').update(bytes).digest())
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const ada = '01890a5d-ac96-774b-bcce-b302099a8057'
const grace = '01890a5d-ac96-774b-bcce-b302099a8058'
const salt = (n: number) => new Uint8Array(16).fill(n)

const event: ledger.LedgerEvent = {
  id: '01890a5d-ac96-7000-8000-000000000001',
  at: '2026-01-31T09:30:00.123456Z',
  actor: { kind: 'staff', hash: ledger.actorHash(sha256, grace, salt(9)) },
  purpose: 'service.request',
  kind: 'person.opened',
  fields: ['phone', 'email', 'phone'],
  links: { count: 1, root: ledger.linkTree(sha256, [{ personId: ada, salt: salt(1) }]).root },
}

test('the canonical bytes, letter by letter', () => {
  expect(text(ledger.encodeEvent(event))).toBe(
    '{"actor":{"hash":"' +
      createHash('sha256')
        .update(`02${hex(salt(9))}${grace.replaceAll('-', '')}`, 'hex')
        .digest('hex') +
      '","kind":"staff"},"at":"2026-01-31T09:30:00.123456Z","fields":["email","phone"],' +
      '"id":"01890a5d-ac96-7000-8000-000000000001","kind":"person.opened","links":{"count":1,"root":"' +
      createHash('sha256')
        .update(`00${hex(salt(1))}${ada.replaceAll('-', '')}`, 'hex')
        .digest('hex') +
      '"},"purpose":"service.request","v":1}',
  )
})

test('an event is read back, and only from its canonical bytes', () => {
  const bytes = ledger.encodeEvent(event)
  expect(ledger.decodeEvent(bytes)).toEqual({ ...event, fields: ['email', 'phone'] })
  const written = text(bytes)
  const others = [
    written.replace(',', ', '),
    written.replace('"v":1', '"v":2'),
    written.replace('"v":1', '"v":1,"w":1'),
    written.replace('["email","phone"]', '["phone","email"]'),
    written.replace('["email","phone"]', '["email","email","phone"]'),
    written.replace('person.opened', 'person.\\u006fpened'),
    written.replace('"count":1', '"count":1.0'),
    written.replace('.123456Z', '.123Z'),
    written.replace('"staff"', '"owner"'),
    `\ufeff${written}`,
    `${written}\n`,
    '',
    'null',
    '[]',
  ]
  for (const other of others)
    expect([other, ledger.decodeEvent(new TextEncoder().encode(other))]).toEqual([other, null])
  expect(ledger.decodeEvent(Uint8Array.from([0xff, 0xfe]))).toBeNull()
})

test('what does not fit the encoding is not written', () => {
  const write = (change: Partial<ledger.LedgerEvent>) => () => ledger.encodeEvent({ ...event, ...change })
  expect(write({})).not.toThrow()
  const wrong: Partial<ledger.LedgerEvent>[] = [
    { id: ada.toUpperCase() },
    { at: '2026-01-31T09:30:00Z' },
    { at: '2026-01-31T09:30:00.123456+00:00' },
    { purpose: '' },
    { purpose: 'two words' },
    { kind: 'quo"te' },
    { kind: 'back\\slash' },
    { fields: ['na\u00efve'] },
    { links: { count: -1, root: event.links.root } },
    { links: { count: 0.5, root: event.links.root } },
    { links: { count: 1, root: new Uint8Array(31) } },
    { actor: { kind: 'staff', hash: new Uint8Array(16) } },
    { fields: Array.from({ length: 400 }, (_, i) => `${i}`.padStart(200, 'f')) },
  ]
  for (const change of wrong) expect(write(change)).toThrow(RangeError)
})

test('a link and an actor need a salt worth the name and a UUID', () => {
  expect(() => ledger.linkHash(sha256, { personId: ada, salt: new Uint8Array(15) })).toThrow(RangeError)
  expect(() => ledger.linkHash(sha256, { personId: 'ada', salt: salt(1) })).toThrow(RangeError)
  expect(() => ledger.actorHash(sha256, ada, new Uint8Array(0))).toThrow(RangeError)
})

test('the same person under another salt is another link, and a link is no actor', () => {
  const link = hex(ledger.linkHash(sha256, { personId: ada, salt: salt(1) }))
  expect(hex(ledger.linkHash(sha256, { personId: ada, salt: salt(2) }))).not.toBe(link)
  expect(hex(ledger.actorHash(sha256, ada, salt(1)))).not.toBe(link)
})

test('no links have the root of the empty tree', () => {
  expect(hex(ledger.linkTree(sha256, []).root)).toBe(hex(sha256(new Uint8Array(0))))
})

const people = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 60 })

/** A ledger of some lines, of which the one at `at` is about `ids`. */
function written(ids: readonly string[], before: number, after: number) {
  const links = ids.map((personId, i) => ({ personId, salt: salt(i + 1) }))
  const tree = ledger.linkTree(sha256, links)
  const entry = ledger.encodeEvent({ ...event, links: { count: ids.length, root: tree.root } })
  const filler = (i: number) => merkle.leafHash(sha256, new TextEncoder().encode(`line ${i}`))
  const around = Array.from({ length: before + after }, (_, i) => filler(i))
  const leaves = [...around.slice(0, before), merkle.leafHash(sha256, entry), ...around.slice(before)]
  const head = { size: leaves.length, root: merkle.rootOf(sha256, leaves) }
  const proofOf = (i: number): ledger.LineProof => ({
    entry,
    index: before,
    path: merkle.inclusionPath(sha256, leaves, before),
    link: {
      salt: links[i]!.salt,
      index: tree.places[i]!,
      path: ledger.linkPath(sha256, tree.hashes, tree.places[i]!),
    },
  })
  return { tree, head, proofOf }
}

test('each person of a line can check it, and nobody with the link of another', () => {
  fc.assert(
    fc.property(people, fc.nat(20), fc.nat(20), fc.nat(), (ids, before, after, pick) => {
      const { tree, head, proofOf } = written(ids, before, after)
      expect([...tree.hashes].map(hex)).toEqual([...tree.hashes].map(hex).sort())
      const i = pick % ids.length
      expect(ledger.verifyLine(portable, ids[i]!, proofOf(i), head)).toHaveProperty('event')
      expect(ledger.verifyLine(sha256, grace, proofOf(i), head)).toEqual({ refused: 'not_linked' })
    }),
    { numRuns: 40 },
  )
})

test('refused: a changed entry, a head without the line, a path that does not lead there', () => {
  const { head, proofOf } = written([ada, grace], 3, 4)
  const proof = proofOf(0)
  const check = (change: Partial<ledger.LineProof>, at = head) =>
    ledger.verifyLine(sha256, ada, { ...proof, ...change }, at)
  expect(check({})).toHaveProperty('event')
  const entry = new TextEncoder().encode(text(proof.entry).replace('service.request', 'service.account'))
  expect(check({ entry })).toEqual({ refused: 'not_in_ledger' })
  expect(check({ entry: new Uint8Array(3) })).toEqual({ refused: 'malformed' })
  expect(check({ index: 2 })).toEqual({ refused: 'not_in_ledger' })
  expect(check({}, { ...head, root: salt(0) })).toEqual({ refused: 'not_in_ledger' })
  expect(check({ link: { ...proof.link, salt: salt(7) } })).toEqual({ refused: 'not_linked' })
  expect(check({ link: { ...proof.link, salt: new Uint8Array(2) } })).toEqual({ refused: 'malformed' })
})
