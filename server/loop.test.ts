import { afterEach, expect, test } from 'vitest'
import { Problem } from '../core/errors.ts'
import { Loop, type LoopOptions } from './loop.ts'

type Logged = Parameters<LoopOptions['log']>[0]
const loops: Loop[] = []

afterEach(async () => {
  for (const loop of loops.splice(0)) await loop.stop()
})

function looping(work: () => Promise<boolean>, log: LoopOptions['log'], every = 1): Loop {
  const loop = new Loop(work, { every, log }).start()
  loops.push(loop)
  return loop
}

test('work that fails is logged by its catalogue code, without a word of its message, and goes on', async () => {
  const fails: (() => Promise<boolean>)[] = [
    () => Promise.reject(new Problem('database_unreachable')),
    () => Promise.reject(Object.assign(new Error('value Okafor'), { code: 'ECONNRESET' })),
    // not even a promise: thrown where nobody awaits
    () => {
      throw new TypeError('value Okafor')
    },
    () => Promise.reject('a text' as unknown as Error),
  ]
  const logged: Logged[] = []
  let done = 0
  looping(
    () => fails.shift()?.() ?? Promise.resolve(++done > 0 && false),
    (trace) => void logged.push(trace),
  )
  await expect.poll(() => done, { timeout: 15_000 }).toBeGreaterThan(1)
  expect(logged.map(({ code }) => code)).toEqual(['database_unreachable', 'internal', 'internal', 'internal'])
  expect(logged[1]).toMatchObject({ cause: 'Error ECONNRESET' })
  expect(JSON.stringify(logged)).not.toContain('Okafor')
})

test('a log that cannot be written to keeps no work from going on', async () => {
  let tries = 0
  looping(
    () => (++tries === 1 ? Promise.reject(new Error('once')) : Promise.resolve(false)),
    () => {
      throw new Error('no log')
    },
  )
  await expect.poll(() => tries, { timeout: 15_000 }).toBeGreaterThan(2)
})

test('work that keeps failing is tried later each time, and at once again after it went well', async () => {
  const tried: number[] = []
  let well = false
  looping(
    () => {
      tried.push(performance.now())
      return well ? Promise.resolve(false) : Promise.reject(new Error('again'))
    },
    () => undefined,
  )
  await expect.poll(() => tried.length, { timeout: 10_000 }).toBe(4)
  // at least so long, a timer's rounding aside: a busy machine may make each of them longer
  const gaps = tried.slice(1).map((at, i) => at - tried[i]!)
  gaps.forEach((gap, i) => expect(gap, `pause ${i + 1}`).toBeGreaterThan(250 * 2 ** i - 5))
  well = true
  await expect.poll(() => tried.length, { timeout: 10_000 }).toBeGreaterThan(20)
})

test('a stop is not kept waiting by the pause after a failure', async () => {
  let tries = 0
  const loop = looping(
    () => Promise.reject(new Error(String(++tries))),
    () => undefined,
    60_000,
  )
  await expect.poll(() => tries, { timeout: 10_000 }).toBe(1)
  const began = performance.now()
  await loop.stop()
  // the pause would have taken a minute
  expect(performance.now() - began).toBeLessThan(15_000)
})
