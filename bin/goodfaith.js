#!/usr/bin/env node
/**
 * The command `goodfaith`: builds what is stale, then runs it in this process, so that signals, the exit code and
 * the streams are those of the command itself. `cli/main.ts` exports `main(argv)`: it takes the arguments after
 * the command's name and returns the exit code once the command is over (for `start`: once the server has stopped).
 */
import { buildStale, entryUrl } from './build.js'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Goodfaith needs Node.js 20.19 or later; this is ${process.versions.node}.`)
  process.exit(2)
}

const argv = process.argv.slice(2)
// only a server shows screens; the other commands need not wait for them
const parts = argv[0] === 'start' && !argv.includes('--help') ? undefined : ['server']
try {
  await buildStale({ parts, onStart: () => console.error('building the app…') })
} catch (error) {
  const missing = error.code === 'ERR_MODULE_NOT_FOUND'
  console.error(missing ? 'The packages are not installed: run `npm ci` first.' : error.message)
  process.exit(2)
}

process.setSourceMapsEnabled(true)
const { main } = await import(entryUrl)
const code = await main(argv).catch((error) => {
  console.error(error)
  return 2
})
process.exitCode = code
// the command is over: a connection that someone forgot to close must not hold the shell
setTimeout(() => process.exit(code), 2000).unref()
