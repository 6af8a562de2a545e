import { DEEDS, Drill } from '../crash/drill.ts'
import { House } from '../crash/fire.ts'

/** Kills a house fifty times and more, in the middle of every deed; true when it held what it had acknowledged. */
export async function soakKills(kills = 55): Promise<boolean> {
  const house = new House()
  const drill = new Drill(house)
  try {
    await drill.begin()
    for (let kill = 0; kill < kills; kill++) {
      const deed = DEEDS[kill % DEEDS.length]!
      const moment = 100 + Math.random() * (deed === 'writing' || deed === 'erasing' ? 1500 : 4500)
      console.log(`kill ${kill + 1} of ${kills}: ${deed}, after ${Math.round(moment)} ms`)
      await drill.round(deed, moment)
    }
    await drill.end()
    console.log(`held: ${JSON.stringify(drill.acknowledged)}`)
    return true
  } catch (error) {
    console.error(error)
    return false
  } finally {
    await house.clear()
  }
}
