import { spawnSync } from 'node:child_process'
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { House } from './fire.ts'

// the disk is full: a clear answer, nothing half done, and work goes on once there is room. A small disk of its own takes
// the rights of root to mount.

const SIZE_MB = 320
const disk = mkdtempSync(join(tmpdir(), 'goodfaith-disk-'))
const mounted =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=755`, 'none', disk]).status === 0
/** What a full disk may be answered with: no room, or no line that could be kept. */
const CLEAR = ['storage_full', 'database_unreachable', 'ledger_unreachable', 'keyring_unreachable']
const FILE = { mapping: { Name: 'family_name', Mail: 'email' }, source: { kind: 'person', detail: 'a form' } }

afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})

describe.skipIf(!mounted)('a full disk', () => {
  let house: House
  const ballast = join(disk, 'ballast')
  const acknowledged = new Map<string, string>()
  let count = 0

  beforeAll(async () => {
    chmodSync(disk, 0o755)
    house = new House(disk)
    const refused = await house.start()
    if (refused) throw new Error(refused.err)
    await house.signIn()
  }, 120_000)
  afterAll(() => house.clear(), 60_000)

  async function write() {
    const email = `full.${++count}@example.org`
    const answer = await house.call('POST', '/people', {
      fields: { family_name: `Full ${count}`, email, street: 'x'.repeat(150) },
      source: { kind: 'person', detail: 'a form' },
      grants: [{ purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }],
    })
    if (answer.status === 201) acknowledged.set((answer.body as { id: string }).id, email)
    return { status: answer.status, code: (answer.body as { code?: string } | undefined)?.code ?? '', email }
  }

  function fill(leaving: number): void {
    const file = openSync(ballast, 'a')
    const piece = Buffer.alloc(64 * 1024, 1)
    try {
      for (;;) {
        const { bavail, bsize } = statfsSync(disk)
        const room = bavail * bsize - leaving
        if (room <= 0) return
        writeSync(file, piece, 0, Math.min(piece.length, room))
      }
    } finally {
      closeSync(file)
    }
  }

  test('is told plainly, and stores nothing half', { timeout: 120_000 }, async () => {
    for (let nth = 0; nth < 10; nth++) expect((await write()).status).toBe(201)
    const large = `Name,Mail\n${Array.from({ length: 200_000 }, (_, i) => `Row ${i},row${i}@example.org`).join('\n')}\n`
    fill(2 * 2 ** 20)
    const grants = [{ purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }]
    const sent = await house.send('large.csv', large, { ...FILE, grants })
    expect({ status: sent.status, code: (sent.body as { code: string }).code }).toEqual({
      status: 507,
      code: 'storage_full',
    })
    fill(0)
    const refused: { status: number; code: string; email: string }[] = []
    for (let nth = 0; nth < 4000 && refused.length < 5; nth++) {
      const answer = await write().catch(() => ({ status: 0, code: 'no answer', email: '' }))
      if (answer.status !== 201) refused.push(answer)
    }
    expect(refused.length, 'the disk was not full').toBe(5)
    for (const { status, code } of refused) {
      expect(CLEAR).toContain(code)
      expect([503, 507]).toContain(status)
    }
  })

  test(
    'work goes on once there is room, with all that was acknowledged and nothing else',
    { timeout: 180_000 },
    async () => {
      rmSync(ballast)
      const patience = Date.now() + 60_000
      for (;;) {
        const answer = await write().catch(() => ({ status: 0 }))
        if (answer.status === 201) break
        expect(Date.now(), 'it did not recover').toBeLessThan(patience)
        await sleep(500)
      }
      for (const id of acknowledged.keys())
        expect((await house.call('GET', `/people/${id}`)).status).toBe(200)
      for (let nth = 1; nth <= count; nth += Math.max(1, Math.floor(count / 60))) {
        const email = `full.${nth}@example.org`
        const { body } = await house.call('GET', `/people?search=${encodeURIComponent(email)}`)
        const { items } = body as { items: { id: string }[] }
        expect(items.length).toBeLessThanOrEqual(1)
        for (const { id } of items) expect((await house.call('GET', `/people/${id}`)).status).toBe(200)
      }
      await house.stop()
      const verified = await house.run('verify', '--json')
      expect(verified.code, verified.out + verified.err).toBe(0)
    },
  )
})
