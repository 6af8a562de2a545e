import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { formatVerifierKey, signCheckpoint, toBase64, verifierKey } from '../../core/checkpoint.ts'
import { encodeEvent, linkPath, linkTree } from '../../core/ledger.ts'
import { inclusionPath, leafHash, rootOf } from '../../core/merkle.ts'
import type { LedgerLine } from '../shapes.ts'
import { checkLine, type SentProof } from './proof.ts'

const sha256 = (bytes: Uint8Array) => Uint8Array.from(createHash('sha256').update(bytes).digest())
const ada = '01890a5d-ac96-774b-bcce-b302099a8057'
const grace = '01890a5d-ac96-774b-bcce-b302099a8058'
const id = '01890a5d-ac96-7000-8000-000000000001'

const shown: LedgerLine = {
  event_id: id,
  at: '2026-01-31T09:30:00.123Z',
  actor: { kind: 'staff', team: 'service' },
  purpose: 'service.request',
  kind: 'opened',
  fields: ['phone'],
  sentence: 'Someone from service looked at your phone',
}

/** A ledger of seven lines of which the third is about both, and its proof for the first person. */
function proof(): SentProof {
  const salt = (n: number) => new Uint8Array(16).fill(n)
  const links = linkTree(sha256, [
    { personId: ada, salt: salt(1) },
    { personId: grace, salt: salt(2) },
  ])
  const entry = encodeEvent({
    id,
    at: '2026-01-31T09:30:00.123456Z',
    actor: { kind: 'staff', hash: null },
    purpose: 'service.request',
    kind: 'opened',
    fields: ['phone'],
    links: { count: 2, root: links.root },
  })
  const leaves = Array.from({ length: 7 }, (_, i) => leafHash(sha256, i === 2 ? entry : Uint8Array.of(i)))
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const key = verifierKey(sha256, 'harbour.example/ledger', raw)
  const head = { origin: key.name, size: leaves.length, root: rootOf(sha256, leaves), extensions: [] }
  return {
    entry: toBase64(entry),
    link: {
      salt: toBase64(salt(1)),
      index: links.places[0]!,
      path: linkPath(sha256, links.hashes, links.places[0]!).map(toBase64),
    },
    inclusion: { index: 2, size: 7, path: inclusionPath(sha256, leaves, 2).map(toBase64) },
    checkpoint: signCheckpoint(head, key, (message) => Uint8Array.from(sign(null, message, privateKey))),
    key: formatVerifierKey(key),
  }
}

test('a line that is in the ledger is found in it', async () => {
  const verdict = await checkLine(ada, shown, proof())
  expect(verdict).toMatchObject({ is: 'in', checkpoint: { origin: 'harbour.example/ledger', size: 7 } })
})

test('nothing else is: not for another person, another line, or with any part changed', async () => {
  const sent = proof()
  const other = proof()
  expect(await checkLine(grace, shown, sent)).toEqual({ is: 'not' })
  const changed: Partial<SentProof>[] = [
    { entry: toBase64(Uint8Array.from(atob(sent.entry).replace('phone', 'email'), (c) => c.charCodeAt(0))) },
    { entry: 'no base64' },
    { checkpoint: sent.checkpoint.replace('\n7\n', '\n8\n') },
    { checkpoint: other.checkpoint },
    { key: other.key },
    { key: 'no key' },
    { inclusion: { ...sent.inclusion, index: 3 } },
    { inclusion: { ...sent.inclusion, path: sent.inclusion.path.slice(1) } },
    { link: { ...sent.link, salt: toBase64(new Uint8Array(16)) } },
    { link: { ...sent.link, path: [] } },
  ]
  for (const change of changed)
    expect([change, await checkLine(ada, shown, { ...sent, ...change })]).toEqual([change, { is: 'not' }])
})

test('a line is not the one in the ledger when it is told differently', async () => {
  const sent = proof()
  const told: Partial<LedgerLine>[] = [
    { event_id: ada },
    { kind: 'listed' },
    { purpose: 'rights.request' },
    { actor: { kind: 'person' } },
    { fields: [] },
    { at: '2026-01-31T09:30:00.124Z' },
  ]
  for (const change of told)
    expect([change, await checkLine(ada, { ...shown, ...change }, sent)]).toEqual([change, { is: 'not' }])
})
