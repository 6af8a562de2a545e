import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { type ShownErasure, verifyReceipt } from './verify-receipt.ts'

const erasure: ShownErasure = {
  id: 'Hn3q9bW0k7vJ2xL5tR8yZ4cF6mP1sD',
  holdings: [{ holding: 'sealed_values', count: 14, fate: 'destroyed' }],
  kept: [{ holding: 'invoices', law: '§ 147 AO', until: '2034-12-31' }],
  receipt: null,
}

const says = { erasure: erasure.id, holdings: erasure.holdings, kept: erasure.kept }

async function signed(alg: string, payload: unknown, kid = 'receipt-1') {
  const pair = await generateKeyPair(alg, { extractable: true })
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg, kid })
    .sign(pair.privateKey)
  return {
    erasure: { ...erasure, receipt: { jws } },
    keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'receipt-1' }],
  }
}

test.each(['EdDSA', 'ES256'])('a receipt signed with %s is ours', async (alg) => {
  const made = await signed(alg, { ...says, commitment: 'x' })
  expect(await verifyReceipt(made.erasure, made.keys)).toMatchObject({
    is: 'valid',
    kid: 'receipt-1',
    alg,
    signed: { commitment: 'x' },
  })
})

test('what was signed is what the page shows, or it says so', async () => {
  for (const other of [
    { ...says, erasure: 'another' },
    { ...says, holdings: [] },
    { ...says, holdings: [{ holding: 'sealed_values', count: 13, fate: 'destroyed' }] },
    { ...says, kept: [] },
    'no receipt',
  ]) {
    const made = await signed('ES256', other)
    expect([other, (await verifyReceipt(made.erasure, made.keys)).is]).toEqual([other, 'mismatch'])
  }
})

test('a changed receipt, a foreign key and no receipt at all are not ours', async () => {
  const made = await signed('EdDSA', says)
  const foreign = await signed('EdDSA', says)
  const [header, payload, signature] = made.erasure.receipt.jws.split('.')
  const jws = [header, btoa(atob(payload ?? '').replace('14', '15')).replace(/=+$/, ''), signature].join('.')
  expect(await verifyReceipt({ ...erasure, receipt: { jws } }, made.keys)).toEqual({ is: 'invalid' })
  expect(await verifyReceipt(made.erasure, foreign.keys)).toEqual({ is: 'invalid' })
  expect(await verifyReceipt({ ...erasure, receipt: { jws: 'a.b.c' } }, made.keys)).toEqual({ is: 'invalid' })
})

test('a key that is no longer published is no proof of anything', async () => {
  const made = await signed('EdDSA', says, 'receipt-0')
  expect(await verifyReceipt(made.erasure, made.keys)).toEqual({ is: 'key_unknown' })
})

test('no signature by a shared secret, nor none at all, is looked at', async () => {
  const part = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, '')
  for (const alg of ['none', 'HS256']) {
    const jws = `${part({ alg, kid: 'receipt-1' })}.${part(1)}.`
    expect(await verifyReceipt({ ...erasure, receipt: { jws } }, [])).toEqual({ is: 'invalid' })
  }
})
