import { demoAdministrator, demoOf } from '../../server/demo.ts'
import { composed, type Subcommand } from '../command-line.ts'

/** `goodfaith demo` */
export const demoCommand: Subcommand = (program, around, done) => {
  program
    .command('demo')
    .description(
      'loads the demo organisation, Harbour Bank, into an empty database; goes on after an interruption',
    )
    .option('--json', 'prints JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await composed(around, async ({ gate, address }) => {
        const load = demoOf()
        await load(gate, progressTo(around.complain))
        const administrator = await demoAdministrator(gate)
        const members = await gate.staff.members()
        const token = members.some(({ has_password }) => has_password)
          ? null
          : await gate.sessions.makeLink('staff', administrator.id)
        const link = token && `${await address()}/welcome#${token}`
        if (json) around.print(JSON.stringify({ loaded: true, ...(link ? { link } : {}) }))
        else around.print('Harbour Bank is here')
        const email = members.find(({ id }) => id === administrator.id)?.email
        if (link && !json) around.print(`Its administrator, ${email}, chooses a password here, once: ${link}`)
      })
      done(0)
    })
}

/** A line each tenth, where somebody is watching. */
function progressTo(complain: (line: string) => void): (done: number, total: number) => void {
  let said = -1
  return (now, total) => {
    const tenth = Math.floor((10 * now) / total)
    if (tenth === said || !process.stderr.isTTY) return
    said = tenth
    complain(`${tenth * 10} %`)
  }
}
