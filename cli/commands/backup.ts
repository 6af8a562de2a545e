import { resolve } from 'node:path'
import { restoreBackup } from '../../gate/backup/restore.ts'
import { sweep } from '../../gate/sweep.ts'
import { foundationsFrom } from '../../server/compose.ts'
import { composed, type Subcommand, type Surroundings } from '../command-line.ts'
import { rememberBackup } from './kept-paths.ts'

interface Options {
  json?: boolean
}

/** `goodfaith backup FILE` */
export const backupCommand: Subcommand = (program, around, done) => {
  program
    .command('backup')
    .argument('<file>', 'where to; replaced when it is there')
    .description(
      'writes everything to one file, each person sealed under their own key; works beside a server',
    )
    .option('--json', 'prints JSON')
    .action(async (file: string, options: Options) => {
      await composed(around, async ({ gate, settings }) => {
        await rememberBackup(settings, file)
        const made = await gate.backup(resolve(file), progressOf(around))
        if (options.json) around.print(JSON.stringify({ file: resolve(file), ...made }))
        else
          around.print(
            `${made.people} people and ${made.staff} staff in ${resolve(file)}, ${made.bytes} bytes`,
          )
      })
      done(0)
    })
}

/** `goodfaith restore FILE` */
export const restoreCommand: Subcommand = (program, around, done) => {
  program
    .command('restore')
    .argument('<file>', 'a backup')
    .description(
      'replaces the database by a backup; nobody comes back whose key is gone; refuses while in use',
    )
    .option('--json', 'prints JSON')
    .action(async (file: string, options: Options) => {
      const below = await foundationsFrom(around.env, (line) => {
        if (process.stderr.isTTY) around.complain(line)
      })
      try {
        const { addresses, adminUrl, keyring } = below
        const restored = await restoreBackup(resolve(file), {
          ownerUrl: addresses.ownerUrl,
          keyring,
          progress: progressOf(around),
        })
        await sweep({ ...addresses, adminUrl })
        if (options.json) around.print(JSON.stringify(restored))
        else
          around.print(
            `${restored.people} people and ${restored.staff} staff as of ${restored.made_at}; ${restored.left_out} left out, as their keys are gone`,
          )
      } finally {
        await below.stop()
      }
      done(0)
    })
}

function progressOf(around: Surroundings): (people: number, of: number) => void {
  return (people, of) => {
    if (process.stderr.isTTY) around.complain(`${people} of ${of} people`)
  }
}
