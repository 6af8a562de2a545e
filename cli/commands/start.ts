import { serve } from '../../server/start.ts'
import type { Subcommand } from '../command-line.ts'

/** `goodfaith start` */
export const startCommand: Subcommand = (program, around, done) => {
  program
    .command('start')
    .description('serves the staff’s app, the persons’ pages and the API on one port')
    .action(async () => done(await serve(around.env, around)))
}
