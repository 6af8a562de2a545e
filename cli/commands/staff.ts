import { Option } from 'commander'
import { ROLES, type Role } from '../../core/purposes.ts'
import { hashPassword } from '../../features/staff/passwords.ts'
import { nameFrom } from '../../features/staff/sign-in.ts'
import type { Gate } from '../../gate/gate.ts'
import type { Actor } from '../../gate/token.ts'
import { composed, readInput, type Subcommand } from '../command-line.ts'

interface Options {
  email: string
  role: Role[]
  name?: string
  passwordStdin?: boolean
  json?: boolean
}

/** `goodfaith staff add` */
export const staffCommand: Subcommand = (program, around, done) => {
  program
    .command('staff')
    .description('the people who work here')
    .command('add')
    .description('adds a colleague; without a password, prints a one-time link by which they choose one')
    .requiredOption('--email <email>', 'their address')
    .addOption(new Option('--role <role...>', 'what they work as').choices([...ROLES]).makeOptionMandatory())
    .option('--name <name>', 'how they are called; from the address unless given')
    .option('--password-stdin', 'reads their password from standard input')
    .option('--json', 'prints JSON')
    .action(async (options: Options) => {
      const password = options.passwordStdin ? await readInput() : undefined
      const passwordHash = password === undefined ? null : await hashPassword(password)
      await composed(around, async ({ gate, address }) => {
        const { email, role: roles } = options
        const name = options.name ?? nameFrom(email)
        const id = await gate.staff.add(await anAdministrator(gate), { name, email, roles, passwordHash })
        const path = passwordHash ? null : `/welcome#${await gate.sessions.makeLink('staff', id)}`
        const link = path && `${await address()}${path}`
        if (options.json) around.print(JSON.stringify({ id, email, roles, ...(link ? { link } : {}) }))
        else around.print(link ? `They choose a password here, once: ${link}` : `Added, with id ${id}`)
      })
      done(0)
    })
}

/** Whoever has this machine's keyring and databases acts as its administrator; the first of all needs none. */
export async function anAdministrator(gate: Gate): Promise<Actor | null> {
  const members = await gate.staff.members()
  const found = members.find((member) => member.left_at === null && member.roles.includes('administrator'))
  return found ? { kind: 'staff', id: found.id } : null
}
