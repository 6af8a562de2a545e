/** Runs a TypeScript file of the checkout in this process: `node bin/run.js FILE [ARGUMENT…]`. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'

const [node, , file, ...rest] = process.argv
if (!file) {
  console.error('Say which file to run: node bin/run.js FILE [ARGUMENT…]')
  process.exit(2)
}
const path = resolve(file)
process.argv = [node, path, ...rest] // as if the file had been started itself
register()
await import(pathToFileURL(path).href)
