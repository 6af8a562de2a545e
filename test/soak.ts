/** What takes too long for every run of the tests: `npm run soak`, or `npm run soak -- MEGABYTES` for less. */
import { soakImport } from './soak/import-2gb.ts'

const megabytes = Number(process.argv[2] ?? 2048)
if (!(await soakImport(megabytes))) {
  console.error('The import lost rows, or its memory grew.')
  process.exitCode = 1
}
