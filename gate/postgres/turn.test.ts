import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ownMark } from './alive.ts'
import { countLeases, endLease, takeLease } from './leases.ts'
import { inTurn } from './turn.ts'

/** Milliseconds for what comes to its end by itself. */
const PATIENCE = 60_000
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goodfaith-turn-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('one at a time, and everybody gets a turn', async () => {
  const turns = join(folder, 'turns')
  const counter = join(folder, 'counter')
  await writeFile(counter, '0')
  const addOne = async () => {
    const before = Number(await readFile(counter, 'utf8'))
    await sleep(Math.random() * 4)
    await writeFile(counter, String(before + 1))
  }
  await Promise.all(Array.from({ length: 25 }, () => inTurn(turns, PATIENCE, addOne)))
  expect(await readFile(counter, 'utf8')).toBe('25')
  expect(await readdir(turns)).toEqual([])
})

test('what the dead left behind holds nobody up, not even where their number is in use again', async () => {
  const { pid } = ownMark()
  // beyond the largest number a process can have, and a process of this number that was born at another time
  for (const name of ['turn-0-9999999-0-aa', 'choosing-9999999-0-bb', `turn-0-${pid}-00000000x1-cc`]) {
    await writeFile(join(folder, name), '')
  }
  expect(await inTurn(folder, PATIENCE, async () => 'done')).toBe('done')
  expect(await readdir(folder)).toEqual([])
})

test('a turn that never ends is a clear refusal for the others', async () => {
  const { pid, born } = ownMark()
  await writeFile(join(folder, `turn-0-${pid}-${born}-aa`), '')
  await expect(inTurn(folder, 100, async () => 'done')).rejects.toMatchObject({ code: 'not_configured' })
  expect(await readdir(folder)).toEqual([`turn-0-${pid}-${born}-aa`])
})

test('a turn ends also when its work fails', async () => {
  await expect(inTurn(folder, PATIENCE, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await inTurn(folder, PATIENCE, async () => 'next')).toBe('next')
})

test('leases count the living', async () => {
  await writeFile(join(folder, '9999999-0-aa'), '')
  const first = await takeLease(folder)
  const second = await takeLease(folder)
  expect(await countLeases(folder)).toBe(2)
  expect(await endLease(folder, first)).toBe(1)
  expect(await endLease(folder, second)).toBe(0)
})
