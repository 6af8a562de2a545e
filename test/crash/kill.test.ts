import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEEDS, Drill } from './drill.ts'
import { House } from './fire.ts'

// kill -9 for everything at once, in the middle of each deed; `npm run soak` does it many more times

const house = new House()
const drill = new Drill(house)

beforeAll(() => drill.begin(), 120_000)
afterAll(() => house.clear(), 60_000)

test.each(DEEDS)('killed while %s, it holds what it had acknowledged', { timeout: 120_000 }, async (deed) => {
  const acknowledged = await drill.round(
    deed,
    deed === 'writing' || deed === 'erasing' ? 400 + Math.random() * 800 : 1500 + Math.random() * 2000,
  )
  expect(acknowledged).toBeGreaterThan(0)
})

test('after all of it nothing is half done', { timeout: 60_000 }, async () => {
  await drill.end()
  expect(drill.acknowledged.people).toBeGreaterThan(20)
  expect(drill.acknowledged.erasures).toBeGreaterThan(0)
})
