import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseVerifierKey, verifyCheckpoint } from '../core/checkpoint.ts'
import { sha256 } from '../core/sha256.ts'
import { tilePath, tilesOf, treeRootFromTiles } from '../core/tiles.ts'
import { verifySignature } from '../gate/signing.ts'
import { aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { createHttp, type Http } from './http.ts'

let house: TestHouse
let http: Http

beforeAll(async () => {
  house = await openHouse()
  http = await createHttp({ gate: house.gate, publicUrl: null, logLevel: 'silent', version: '0' })
  http.listening('http://127.0.0.1:1')
})

afterAll(() => http.app.close())

test('before the first line there is no head', async () => {
  expect((await http.app.inject('/ledger/checkpoint')).statusCode).toBe(404)
  expect((await http.app.inject('/api/v1/ledger/checkpoint')).statusCode).toBe(404)
})

test('anybody can compute the root of the tree from its tiles, and finds it in the signed head', async () => {
  const actor = await house.staff('service')
  const errand = { actor, purpose: 'service.request' }
  for (let i = 0; i < 20; i++)
    await Promise.all(
      Array.from({ length: 15 }, () => house.gate.once(errand, (tx) => tx.people.create([aPerson()]))),
    )
  await house.gate.sequencer.sequenceAll()
  const { checkpoint, verifier_key } = (await http.app.inject('/api/v1/ledger/checkpoint')).json<{
    checkpoint: string
    verifier_key: string
  }>()
  const plain = await http.app.inject('/ledger/checkpoint')
  expect([plain.headers['content-type'], plain.body]).toEqual(['text/plain; charset=utf-8', checkpoint])
  const key = parseVerifierKey(sha256, verifier_key)!
  const head = await verifyCheckpoint(checkpoint, [key], verifySignature)
  if ('refused' in head) throw new Error(head.refused)
  const { size, root } = head.checkpoint
  expect(size).toBeGreaterThan(256)
  const tiles = new Map<string, Uint8Array>()
  for (const tile of tilesOf(size)) {
    const answer = await http.app.inject(`/ledger/${tilePath(tile)}`)
    expect(answer.headers['content-type']).toBe('application/octet-stream')
    tiles.set(tilePath(tile), answer.rawPayload)
  }
  expect([...tiles.keys()]).toContain('tile/0/000')
  expect(treeRootFromTiles(sha256, size, (tile) => tiles.get(tilePath(tile))!)).toEqual(new Uint8Array(root))
}, 60_000)

test('a tile that is not there is not found, and entries are not handed out', async () => {
  for (const path of ['tile/0/001.p/255', 'tile/0/009', 'tile/7/000', 'tile/entries/000', 'tile/0/../000'])
    expect([path, (await http.app.inject(`/ledger/${path}`)).statusCode]).toEqual([path, 404])
})
