import { Dice, seedOf } from '../crash/dice.ts'
import { DEEDS, Drill } from '../crash/drill.ts'
import { House } from '../crash/fire.ts'

/** Kills a house so many times and more, in the middle of every deed; true when it held what it had acknowledged. */
export async function soakKills(kills: number): Promise<boolean> {
  const dice = new Dice(seedOf(process.env))
  const house = new House()
  const drill = new Drill(house, dice)
  console.log(`SEED=${dice.seed} repeats this run`)
  try {
    await drill.begin()
    for (let round = 0; drill.acknowledged.kills < kills; round++) {
      const deed = DEEDS[round % DEEDS.length]!
      const began = performance.now()
      await drill.round(deed)
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(`killed ${drill.acknowledged.kills} times, last while ${deed}: held, ${seconds} s`)
    }
    await drill.end()
    console.log(`held: ${JSON.stringify(drill.acknowledged)}`)
    return true
  } catch (error) {
    console.error(error)
    console.error(`SEED=${dice.seed}; had held until then: ${JSON.stringify(drill.acknowledged)}`)
    return false
  } finally {
    await house.clear()
  }
}
