import { existsSync } from 'node:fs'
import { scan } from '../../gate/scan.ts'
import { settingsFrom } from '../../server/compose.ts'
import { Problem } from '../../core/errors.ts'
import type { Subcommand } from '../command-line.ts'
import { keptPaths } from './kept-paths.ts'

interface Options {
  needle: string[]
  folder?: string[]
  json?: boolean
}

/** `goodfaith scan`: needs no database, and reads beside a running one. */
export const scanCommand: Subcommand = (program, around, done) => {
  program
    .command('scan')
    .description(
      'searches every byte that is kept (database files, their log, backups, files, logs) for texts, in every form',
    )
    .requiredOption('--needle <text...>', 'what to look for; a UUID or hexadecimal digits also as raw bytes')
    .option('--folder <path...>', 'further folders or files, such as another server’s data')
    .option('--json', 'prints JSON')
    .action(async (options: Options) => {
      const short = options.needle.find((needle) => Buffer.byteLength(needle) < 3)
      if (short !== undefined)
        throw new Problem('input_invalid', { detail: 'a needle has three bytes or more' })
      const settings = settingsFrom(around.env)
      const paths = [...(await keptPaths(settings)), ...(options.folder ?? [])]
      const missing = (options.folder ?? []).find((path) => !existsSync(path))
      if (missing !== undefined) throw new Problem('input_invalid', { detail: `${missing} is not there` })
      if (settings.database && !options.folder)
        around.complain('the database’s own files are on its server: scan them there, with --folder')
      const report = await scan(options.needle, paths, (bytes) => {
        if (process.stderr.isTTY) around.complain(`${Math.round(bytes / 2 ** 20)} MB read`)
      })
      if (options.json) {
        const found = report.found.map((hit) => ({ ...hit, needle: options.needle[hit.needle] }))
        around.print(JSON.stringify({ ...report, found }))
      } else {
        for (const hit of report.found)
          around.print(`${options.needle[hit.needle]}\t${hit.encoding}\t${hit.file}\t${hit.offset}`)
        around.print(
          `${report.found.length} found in ${report.files} files, ${Math.round(report.bytes / 2 ** 20)} MB`,
        )
      }
      for (const { file, code } of report.unread) around.complain(`${file} could not be read (${code})`)
      done(report.found.length > 0 ? 1 : report.unread.length > 0 ? 2 : 0)
    })
}
