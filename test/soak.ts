/**
 * What takes too long for every run of the tests: `npm run soak`, or `npm run soak -- MEGABYTES KILLS` for less. Zero of
 * one leaves it out. `SEED` repeats the kills of another run.
 */
import { soakImport } from './soak/import-2gb.ts'
import { soakKills } from './soak/kills.ts'

const megabytes = Number(process.argv[2] ?? 2048)
const kills = Number(process.argv[3] ?? 60)
if (megabytes > 0 && !(await soakImport(megabytes))) {
  console.error('The import lost rows, or its memory grew.')
  process.exitCode = 1
}
if (kills > 0 && !(await soakKills(kills))) {
  console.error('Something that had been acknowledged was lost, or left half done.')
  process.exitCode = 1
}
