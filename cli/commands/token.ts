import { Problem } from '../../core/errors.ts'
import { composed, type Subcommand } from '../command-line.ts'

interface Options {
  staff: string
  name: string
  days: string
  purpose?: string[]
  json?: boolean
}

/** `goodfaith token create` */
export const tokenCommand: Subcommand = (program, around, done) => {
  program
    .command('token')
    .description('tokens for the API')
    .command('create')
    .description('makes a token for the API, no wider than the staff it belongs to, and prints it')
    .requiredOption('--staff <email>', 'in whose name it works')
    .option('--name <name>', 'what it is for', 'command line')
    .option('--days <days>', 'how long it lasts', '90')
    .option('--purpose <purpose...>', 'only for these purposes')
    .option('--json', 'prints JSON')
    .action(async (options: Options) => {
      const days = Number(options.days)
      if (!Number.isInteger(days) || days < 1 || days > 366)
        throw new Problem('input_invalid', { detail: '--days: 1 to 366' })
      await composed(around, async ({ gate }) => {
        const member = await gate.staff.byAddress(options.staff)
        if (!member) throw new Problem('not_found', { detail: 'nobody of the staff has this address' })
        const made = await gate.sessions.makeToken(
          { kind: 'staff', id: member.id },
          { name: options.name, days, purposes: options.purpose ?? null },
        )
        const expires_at = made.expiresAt.toISOString()
        around.print(
          options.json ? JSON.stringify({ id: made.id, token: made.secret, expires_at }) : made.secret,
        )
      })
      done(0)
    })
}
