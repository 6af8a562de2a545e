import type { Finding } from '../../gate/verify.ts'
import { sweep } from '../../gate/sweep.ts'
import { composed, type Subcommand } from '../command-line.ts'

interface Options {
  sweep?: boolean
  json?: boolean
}

/** `goodfaith verify`: exit 1 when something is wrong. Holdings were held against the live schema at its start. */
export const verifyCommand: Subcommand = (program, around, done) => {
  program
    .command('verify')
    .description('looks whether ledger, holdings, keys, standing and erasures are as they say')
    .option('--sweep', 'takes away first what deleting left behind in files and log')
    .option('--json', 'prints JSON')
    .action(async (options: Options) => {
      const findings = await composed(around, async ({ gate, addresses, adminUrl }) => {
        const schema: Finding = {
          check: 'holdings against the live schema',
          looked: null,
          wrong: 0,
          note: '',
        }
        const swept = options.sweep ? await sweep({ ...addresses, adminUrl }) : undefined
        for (const line of swept?.leftToDo ?? []) around.complain(line)
        return [schema, ...(await gate.verify())]
      })
      const wrong = findings.filter((finding) => finding.wrong > 0)
      if (options.json) around.print(JSON.stringify({ ok: wrong.length === 0, findings }))
      else for (const finding of findings) around.print(lineOf(finding))
      done(wrong.length > 0 ? 1 : 0)
    })
}

function lineOf({ check, looked, wrong, note }: Finding): string {
  const result = wrong > 0 ? `${wrong} WRONG` : 'ok'
  return [check.padEnd(42), result.padEnd(10), looked === null ? '' : `of ${looked}`, note]
    .join(' ')
    .trimEnd()
}
