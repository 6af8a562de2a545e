import { startEmbedded } from '../../gate/postgres/embedded.ts'

/**
 * A process that holds the embedded server of a data folder, for tests that kill it: prints one line of JSON when
 * the server runs, and leaves it when its standard input ends.
 */
const settings = JSON.parse(process.argv[3] ?? '{}') as Record<string, string>
const lines: string[] = []
try {
  const server = await startEmbedded({
    dataFolder: process.argv[2]!,
    log: (line) => lines.push(line),
    settings,
  })
  const { pid, port, adopted, clusterFolder } = server
  console.log(JSON.stringify({ pid, port, adopted, clusterFolder, lines }))
  process.stdin.resume()
  process.stdin.once('end', () => void server.stop().then(() => process.exit(0)))
} catch (error) {
  console.log(JSON.stringify({ problem: (error as { detail?: string }).detail ?? String(error), lines }))
  process.exitCode = 1
}
