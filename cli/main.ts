import { Command, CommanderError } from 'commander'
import { lineOf } from '../server/start.ts'
import type { Subcommand, Surroundings } from './command-line.ts'
import { backupCommand, restoreCommand } from './commands/backup.ts'
import { demoCommand } from './commands/demo.ts'
import { importCommand } from './commands/import.ts'
import { eraseCommand, exportCommand } from './commands/person.ts'
import { staffCommand } from './commands/staff.ts'
import { keyringCommand } from './commands/keyring.ts'
import { scanCommand } from './commands/scan.ts'
import { startCommand } from './commands/start.ts'
import { tokenCommand } from './commands/token.ts'
import { verifyCommand } from './commands/verify.ts'

/** Every subcommand, in the order of the README. */
const SUBCOMMANDS: readonly Subcommand[] = [
  startCommand,
  demoCommand,
  importCommand,
  exportCommand,
  eraseCommand,
  backupCommand,
  restoreCommand,
  verifyCommand,
  scanCommand,
  keyringCommand,
  tokenCommand,
  staffCommand,
]

/**
 * Runs one command.
 * @param argv the arguments after the command's name
 * @returns the exit code: 0 done, 1 found something wrong, 2 could not run
 */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0
  const around: Surroundings = {
    env: process.env,
    print: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
  }
  const program = new Command('goodfaith')
    .description('A CRM for companies that want to deserve their customers’ data')
    .exitOverride()
    .showHelpAfterError('(--help shows how)')
  for (const add of SUBCOMMANDS) add(program, around, (exit) => void (code = exit))
  overrideAll(program)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    around.complain(lineOf(error))
    return 2
  }
}

/** Subcommands made before inherit nothing of it: a wrong option must not end the process by itself. */
function overrideAll(command: Command): void {
  command.exitOverride()
  for (const sub of command.commands) overrideAll(sub)
}
