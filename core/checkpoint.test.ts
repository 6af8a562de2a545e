import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as checkpoint from './checkpoint.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const origin = 'goodfaith.example/ledger'

const verify: checkpoint.Verify = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verifyWith(null, message, key, signature)
}

function newKey(name: string) {
  const pair = generateKeyPairSync('ed25519')
  const raw = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x!, 'base64url')
  const sign: checkpoint.Sign = (message) => signWith(null, message, pair.privateKey)
  return { key: checkpoint.verifierKey(sha256, name, raw), sign }
}

const log = newKey(origin)
const head = { origin, size: 20_852_163, root: Uint8Array.from(sha256(utf8('root'))), extensions: [] }

/** The example of the Go package that set the format (golang.org/x/mod/sumdb/note). */
const neumann = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const riddle =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n" +
  '\n' +
  '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

test('the verifier key and note of the Go package are read and hold', () => {
  const key = checkpoint.parseVerifierKey(sha256, neumann)!
  expect(checkpoint.formatVerifierKey(key)).toBe(neumann)
  const note = checkpoint.parseNote(riddle)!
  expect(note.signatures.map(({ name, id }) => [name, id])).toEqual([['PeterNeumann', key.id]])
  expect(verify(key.publicKey, utf8(note.text), note.signatures[0]!.signature)).toBe(true)
  expect(checkpoint.signatureLine(note.signatures[0]!)).toBe(riddle.split('\n\n')[1])
})

test('the examples printed in the standards are read', () => {
  const note = checkpoint.parseNote(
    'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n',
  )!
  const read = checkpoint.parseCheckpoint(note.text)!
  expect([read.origin, read.size, read.extensions]).toEqual(['example.com/behind-the-sofa', 20852163, []])
  expect(checkpoint.checkpointText(read)).toBe(note.text)
  const poem =
    'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned \u00e8 subito sera.\n'
  const line =
    '\u2014 quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n'
  expect(checkpoint.parseNote(`${poem}\n${line}`)!.text).toBe(poem)
})

test('a signed checkpoint is believed', async () => {
  const note = checkpoint.signCheckpoint(head, log.key, log.sign)
  expect(note.split('\n')[4]).toMatch(/^\u2014 goodfaith\.example\/ledger [A-Za-z0-9+/]+=*$/)
  expect(await checkpoint.verifyCheckpoint(note, [log.key], verify)).toEqual({ checkpoint: head })
  const text = checkpoint.formatVerifierKey(log.key)
  expect(checkpoint.parseVerifierKey(sha256, text)).toEqual({ ...log.key, publicKey: expect.anything() })
})

test('a witness beside the log is passed over, before and after its line', async () => {
  const witness = newKey('witness.example')
  const note = checkpoint.signCheckpoint(head, log.key, log.sign)
  const line = checkpoint.signatureLine({ ...witness.key, signature: witness.sign(utf8('something else')) })
  const [text, own] = note.split('\n\n')
  expect(await checkpoint.verifyCheckpoint(note + line, [log.key], verify)).toHaveProperty('checkpoint')
  expect(await checkpoint.verifyCheckpoint(`${text}\n\n${line}${own}`, [log.key], verify)).toHaveProperty(
    'checkpoint',
  )
})

test('refused: an unknown key, a wrong signature beside a right one, a signer that is not the origin', async () => {
  const stranger = newKey(origin)
  const forged = checkpoint.signCheckpoint(head, stranger.key, stranger.sign)
  expect(await checkpoint.verifyCheckpoint(forged, [log.key], verify)).toEqual({ refused: 'unknown_key' })
  const second = newKey('second.example')
  const wrong = checkpoint.signatureLine({ ...second.key, signature: new Uint8Array(64) })
  const both = checkpoint.signCheckpoint(head, log.key, log.sign) + wrong
  const trusted = [log.key, second.key]
  expect(await checkpoint.verifyCheckpoint(both, trusted, verify)).toEqual({ refused: 'signature_invalid' })
  const short = checkpoint.signatureLine({ ...log.key, signature: new Uint8Array(63) })
  const cut = `${checkpoint.checkpointText(head)}\n${short}`
  expect(await checkpoint.verifyCheckpoint(cut, trusted, verify)).toEqual({ refused: 'signature_invalid' })
  const other = checkpoint.signCheckpoint(head, second.key, second.sign)
  expect(await checkpoint.verifyCheckpoint(other, trusted, verify)).toEqual({ refused: 'other_origin' })
})

test('any changed character of a signed checkpoint refuses it', async () => {
  const note = checkpoint.signCheckpoint(head, log.key, log.sign)
  await fc.assert(
    fc.asyncProperty(
      fc.nat(note.length - 1),
      fc.constantFrom('0', 'A', '\n', ' ', '+', '\u2014'),
      async (at, put) => {
        if (note[at] === put) return
        const changed = note.slice(0, at) + put + note.slice(at + 1)
        expect(await checkpoint.verifyCheckpoint(changed, [log.key], verify)).toHaveProperty('refused')
      },
    ),
    { numRuns: 300 },
  )
})

test('malformed checkpoints and notes are refused', () => {
  const root = checkpoint.toBase64(head.root)
  const texts = [
    '',
    'o\n1\n',
    `\n1\n${root}\n`,
    `o\n01\n${root}\n`,
    `o\n-1\n${root}\n`,
    `o\n1e3\n${root}\n`,
    `o\n9007199254740993\n${root}\n`,
    `o\n1\n${root}`,
    `o\n1\n${root}\n\n`,
    `o\n1\n${root.slice(0, -4)}\n`,
    `o\n1\n${root.slice(0, -2)}B=\n`,
    `o\t\n1\n${root}\n`,
    `o\r\n1\n${root}\n`,
  ]
  for (const text of texts) expect([text, checkpoint.parseCheckpoint(text)]).toEqual([text, null])
  const line = '\u2014 a AAAAAAA=\n'
  const notes = [
    't\n',
    't\n\n',
    `t\n${line}`,
    `t\n\n- a AAAAAAA=\n`,
    `t\n\n${line.trimEnd()}`,
    `t\n\n${line}\n`,
  ]
  const bad = [
    '\u2014 a+b AAAAAAA=\n',
    '\u2014 a\u00a0b AAAAAAA=\n',
    '\u2014 a AAAA\n',
    '\u2014 a AAAAAAB=\n',
  ]
  for (const note of [...notes, ...bad.map((wrong) => `t\n\n${wrong}`), `t\n\n${line.repeat(65)}`]) {
    expect([note, checkpoint.parseNote(note)]).toEqual([note, null])
  }
  expect(checkpoint.parseNote(`t\n\n${line.repeat(16)}`)?.signatures.length).toBe(16)
})

test('what could not be read back is not written', () => {
  const write = (change: Partial<checkpoint.Checkpoint>) => () =>
    checkpoint.checkpointText({ ...head, ...change })
  for (const change of [
    { origin: '' },
    { origin: 'a\nb' },
    { size: -1 },
    { size: 1.5 },
    { root: new Uint8Array(31) },
  ]) {
    expect(write(change)).toThrow(RangeError)
  }
  expect(write({ extensions: [''] })).toThrow(RangeError)
  expect(write({ extensions: ['a\nb'] })).toThrow(RangeError)
  expect(checkpoint.parseCheckpoint(write({ extensions: ['kept', 'also'] })())?.extensions).toEqual([
    'kept',
    'also',
  ])
  expect(() => checkpoint.verifierKey(sha256, 'a b', new Uint8Array(32))).toThrow(RangeError)
  expect(() => checkpoint.verifierKey(sha256, 'a', new Uint8Array(31))).toThrow(RangeError)
})

test('a verifier key with another id, algorithm or length is refused', () => {
  const [name, id, key] = neumann.split(/\+(?=[0-9a-f]{8}\+)|(?<=\+[0-9a-f]{8})\+/) as [
    string,
    string,
    string,
  ]
  expect(checkpoint.parseVerifierKey(sha256, `${name}+c74f20a4+${key}`)).toBeNull()
  expect(checkpoint.parseVerifierKey(sha256, `Other+${id}+${key}`)).toBeNull()
  expect(checkpoint.parseVerifierKey(sha256, `${name}+${id}+Ah${key.slice(2)}`)).toBeNull()
  expect(checkpoint.parseVerifierKey(sha256, `${name}+${id}+${key.slice(0, -4)}`)).toBeNull()
  expect(checkpoint.parseVerifierKey(sha256, neumann)).not.toBeNull()
})

test('two heads of one size with different roots contradict each other', () => {
  const other = { ...head, root: sha256(utf8('another')) }
  expect(checkpoint.contradicts(head, other)).toBe(true)
  expect(checkpoint.contradicts(head, { ...head })).toBe(false)
  expect(checkpoint.contradicts(head, { ...other, size: 1 })).toBe(false)
})
