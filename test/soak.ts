/**
 * What takes too long for every run of the tests: `npm run soak`, or `npm run soak -- MEGABYTES KILLS MINUTES OLDEST` for less.
 * Zero of one leaves it out; OLDEST is every test that asks a database on the oldest PostgreSQL installed. `SEED` repeats the kills of another run.
 */
import { soakImport } from './soak/import-2gb.ts'
import { soakKills } from './soak/kills.ts'
import { soakOnTheOldest } from './soak/on-the-oldest.ts'
import { soakUpload } from './soak/upload-2gb.ts'

const megabytes = Number(process.argv[2] ?? 2048)
const minutes = Number(process.argv[4] ?? 20)
const kills = Number(process.argv[3] ?? 60)
if (megabytes > 0 && !(await soakImport(megabytes))) {
  console.error('The import lost rows, or its memory grew.')
  process.exitCode = 1
}
if (megabytes > 0 && minutes > 0 && !(await soakUpload(megabytes, minutes))) {
  console.error('An uploaded file lost rows, or the memory of the server grew.')
  process.exitCode = 1
}
if (kills > 0 && !(await soakKills(kills))) {
  console.error('Something that had been acknowledged was lost, or left half done.')
  process.exitCode = 1
}
if (Number(process.argv[5] ?? 1) > 0 && !(await soakOnTheOldest())) {
  console.error('Something holds on the PostgreSQL that ships and not on the oldest one installed.')
  process.exitCode = 1
}
