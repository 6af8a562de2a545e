import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { BatchTurns } from './batch-turns.ts'

const work =
  (log: string[], name: string, ms: number) =>
  async (turn: Parameters<Parameters<BatchTurns['begin']>[0]>[0]) => {
    await turn.toCompare
    await sleep(ms)
    log.push(`${name} compared`)
    turn.compared()
    await turn.toWrite
    log.push(`${name} writes`)
    await sleep(10)
    if (name === 'bad') throw new Error('cut')
    log.push(`${name} is in`)
  }

test('batches overlap, are compared and written in their order, and no more than so many are under way', async () => {
  const log: string[] = []
  const turns = new BatchTurns(2)
  let begun = 0
  for (const [nth, ms] of [8, 1, 5, 1].entries()) {
    await turns.begin(work(log, String(nth), ms))
    begun++
    expect(begun - log.filter((line) => line.endsWith('is in')).length).toBeLessThanOrEqual(2)
  }
  await turns.end()
  const of = (what: string) => log.filter((line) => line.endsWith(what)).map((line) => line[0])
  expect(of('compared')).toEqual(['0', '1', '2', '3'])
  expect(of('is in')).toEqual(['0', '1', '2', '3'])
  for (const next of ['1', '2', '3'])
    expect(log.indexOf(`${next} writes`)).toBeGreaterThan(log.indexOf(`${Number(next) - 1} is in`))
  expect(log.indexOf('1 compared')).toBeLessThan(log.indexOf('0 is in'))
})

test('behind one that failed nothing is written, and whoever waits hears of it', async () => {
  const log: string[] = []
  const turns = new BatchTurns(3)
  await turns.begin(work(log, 'bad', 1))
  await turns.begin(work(log, 'next', 1))
  await expect(turns.end()).rejects.toThrow('cut')
  expect(log).not.toContain('next writes')
  await expect(
    (async () => {
      for (let i = 0; i < 5; i++) await turns.begin(work(log, 'late', 1))
      await turns.end()
    })(),
  ).rejects.toThrow('cut')
  expect(log).not.toContain('late writes')
})
