import { afterAll, beforeAll, expect, test } from 'vitest'
import { Dice, seedOf } from './dice.ts'
import { DEEDS, Drill } from './drill.ts'
import { House } from './fire.ts'

// kill -9 for everything at once, in the middle of each deed; `npm run soak` does it more often. SEED repeats a run.

const KILLS = 50
const ROUNDS = 5 * DEEDS.length
const dice = new Dice(seedOf(process.env))
const house = new House()
const drill = new Drill(house, dice)

beforeAll(() => drill.begin(), 120_000)
afterAll(() => house.clear(), 60_000)

const rounds = Array.from({ length: ROUNDS }, (_, nth) => ({
  nth: nth + 1,
  deed: DEEDS[nth % DEEDS.length]!,
}))

test.each(rounds)(
  `killed while $deed, it holds what it had acknowledged ($nth, SEED=${dice.seed})`,
  { timeout: 120_000 },
  async ({ deed }) => {
    const { kills } = drill.acknowledged
    await drill.round(deed)
    expect(drill.acknowledged.kills).toBeGreaterThan(kills)
  },
)

test('after fifty kills nothing is half done', { timeout: 240_000 }, async () => {
  while (drill.acknowledged.kills < KILLS) await drill.round('writing')
  await drill.end()
  const { kills, people, erasures, imports } = drill.acknowledged
  expect(kills).toBeGreaterThanOrEqual(KILLS)
  expect(people).toBeGreaterThan(20)
  expect(erasures).toBeGreaterThan(0)
  expect(imports).toBeGreaterThan(0)
})
