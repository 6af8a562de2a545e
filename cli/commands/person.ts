import { exportPerson } from '../../features/requests/export-person.ts'
import { perform } from '../../gate/command.ts'
import type { Gate } from '../../gate/gate.ts'
import { SYSTEM, type Actor } from '../../gate/token.ts'
import { composed, type Subcommand } from '../command-line.ts'

const PURPOSE = 'rights.request'

/** `goodfaith export PERSON` */
export const exportCommand: Subcommand = (program, around, done) => {
  program
    .command('export')
    .argument('<person>', 'their id')
    .description('prints everything held about a person, machine-readable')
    .option('--json', 'prints JSON, as it does anyway')
    .action(async (id: string) => {
      await composed(around, async ({ gate }) => {
        const actor = await whoServes(gate)
        const everything = await perform(gate, exportPerson, { ...actor, roles: [] }, PURPOSE, { id })
        around.print(JSON.stringify(everything, null, 2))
      })
      done(0)
    })
}

/** `goodfaith erase PERSON` */
export const eraseCommand: Subcommand = (program, around, done) => {
  program
    .command('erase')
    .argument('<person>', 'their id')
    .description('destroys everything held about a person, and prints the receipt')
    .option('--reason <text>', 'why; kept with the record until the person is gone', 'asked for')
    .option('--json', 'prints JSON')
    .action(async (id: string, options: { reason: string; json?: boolean }) => {
      await composed(around, async ({ gate }) => {
        const actor = await whoServes(gate)
        const erasure = await gate.run({ actor, purpose: PURPOSE }, (tx) =>
          tx.erasures.begin(id, options.reason, null),
        )
        await gate.erasures.carryOut(erasure)
        const { state, holdings, kept, contracts, receipt } = await gate.erasures.read(erasure)
        if (options.json)
          around.print(
            JSON.stringify({
              ...{ id: erasure, state, holdings, kept, contracts },
              receipt: receipt && { jws: receipt },
            }),
          )
        else {
          for (const { title, count, fate } of holdings)
            if (count > 0) around.print(`${title}: ${count} ${fate}`)
          for (const { purpose, until } of contracts)
            around.print(
              `the contract under ${purpose} stands${until ? ` until ${until}` : ''}: the rest goes with it`,
            )
          for (const { law, article, until } of kept)
            around.print(`kept by law, ${law}, ${article}: ${until ?? 'for its term after the contract'}`)
          around.print(`Erasure ${erasure} is ${state}`)
          if (receipt) around.print(receipt)
        }
      })
      done(0)
    })
}

/** The privacy officer, when there is one; otherwise the house itself: the purpose is served by law. */
async function whoServes(gate: Gate): Promise<Actor> {
  const members = await gate.staff.members()
  const officer = members.find(
    (member) => member.left_at === null && member.roles.includes('privacy_officer'),
  )
  return officer ? { kind: 'staff', id: officer.id } : SYSTEM
}
